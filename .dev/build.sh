# Configures and builds, quietly unless it fails.
# shellcheck shell=bash

# build PRESET TARGET...: brings these targets up to date. `./dev run` asks for parley alone and does without the
# packages of the tests; whoever asks for more has them configured.
build() {
  local preset=$1 log="$root/build/$1.log" tests=OFF
  shift
  if [[ $* != parley ]]; then tests=ON; fi
  mkdir -p "$root/build"
  if ! is_configured "$preset" "$tests"; then
    say "building parley ($preset); the first time takes a minute or two"
    alone "$preset" configure "$preset" "$tests" >"$log" 2>&1 || failed_build
  fi
  alone "$preset" compile "$preset" "$@" >"$log" 2>&1 </dev/null || failed_build
}

# alone PRESET COMMAND...: while nobody else changes its folder: parts of .ci/run go on side by side.
alone() {
  local lock status=0
  exec {lock}>"$root/build/$1.lock"
  flock "$lock"
  "${@:2}" || status=$?
  exec {lock}>&-
  return "$status"
}

# failed_build: shows why. Part of build, whose names it uses.
failed_build() {
  cat "$log" >&2
  die 3 "the build failed (preset $preset); its output stands above and in $log"
}

# is_configured PRESET TESTS: whether its build files exist, and have the tests where those are wanted.
is_configured() {
  local folder="$root/build/$1"
  [[ -e $folder/build.ninja || -e $folder/Makefile ]] &&
    { [[ $2 == OFF ]] || grep -q '^PARLEY_TESTS:BOOL=ON' "$folder/CMakeCache.txt"; }
}

configure() {
  if command -v ninja >/dev/null; then export CMAKE_GENERATOR=Ninja; fi
  (cd "$root" && cmake --preset "$1" -DPARLEY_TESTS="$2")
}

compile() {
  (cd "$root" && cmake --build --preset "$1" -j "$(nproc)" --target "${@:2}")
}

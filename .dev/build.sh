# Configures and builds, quietly unless it fails.
# shellcheck shell=bash

# build PRESET TARGET...: brings these targets up to date. `./dev run` asks for parley alone and does without the
# packages of the tests; whoever asks for more has them configured.
build() {
  local preset=$1 log="$root/build/$1.log" tests=OFF
  shift
  if [[ $* != parley ]]; then tests=ON; fi
  if ! is_configured "$preset" "$tests"; then
    say "building parley ($preset); the first time takes a minute or two"
  fi
  mkdir -p "$root/build"
  if ! { configure "$preset" "$tests" && compile "$preset" "$@"; } >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    die 3 "the build failed (preset $preset); its output stands above and in $log"
  fi
}

# is_configured PRESET TESTS: whether its build files exist, and have the tests where those are wanted.
is_configured() {
  local folder="$root/build/$1"
  [[ -e $folder/build.ninja || -e $folder/Makefile ]] &&
    { [[ $2 == OFF ]] || grep -q '^PARLEY_TESTS:BOOL=ON' "$folder/CMakeCache.txt"; }
}

configure() {
  if is_configured "$1" "$2"; then return; fi
  if command -v ninja; then export CMAKE_GENERATOR=Ninja; fi
  (cd "$root" && cmake --preset "$1" -DPARLEY_TESTS="$2")
}

compile() {
  (cd "$root" && cmake --build --preset "$1" -j "$(nproc)" --target "${@:2}")
}

# ./dev test: every part runs even where one failed; the last line sums them up.
# shellcheck shell=bash
. "$root/.dev/servers.sh"

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:detect_stack_use_after_return=1:strict_string_checks=1:allocator_may_return_null=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:abort_on_error=1
export LSAN_OPTIONS=report_objects=1

job_test() {
  local network=()
  case ${1:-} in
    --private) network=(--network private) ;;
    '') ;;
    *) die 2 "./dev test takes --private, not '$1'" ;;
  esac
  need build test servers
  cd "$root"
  test_preset release
  wait  # for what was built meanwhile
  test_preset sanitize
  what_failed
  closing_line
}

# test_preset PRESET: all that is to be tested of one build. Part of job_test.
test_preset() {
  # In a shell of its own: a build that fails is one failure, not the end.
  if ! (build "$1" parley parley_tests); then
    count_failure "build ($1)"
    return
  fi
  if [[ $1 == release ]]; then build_meanwhile sanitize; fi
  # Random conversations: as many as a minute allows, and fewer where each takes ten times as long.
  local conversations=2000
  if [[ $1 != release ]]; then conversations=100; fi
  part "engine and bindings ($1)" engine_tests "build/$1/parley_tests" "$conversations"
  test_program "$1" "build/$1/parley"
  if [[ $1 == release ]]; then
    # Once is enough: it is the suites that are tested here, not the build or who runs it.
    part "broken servers" broken_servers build/release/parley --short
    if [[ $EUID -eq 0 ]]; then test_as_ordinary_user; fi
  fi
}

# engine_tests BINARY CONVERSATIONS: random conversations take as long as all else, so both run at a time.
engine_tests() {
  local log status=0
  log=$(mktemp)
  PARLEY_CONVERSATIONS=$2 "$1" "[conversations]" >"$log" 2>&1 &
  PARLEY_CONVERSATIONS=$2 "$1" "~[conversations]" || status=$?
  wait $! || status=$?
  cat "$log"
  rm -f "$log"
  return "$status"
}

# build_meanwhile PRESET: builds it while tests run, which mostly wait, with what they leave of the cores. Where that fails
# it shows once it is built in earnest.
build_meanwhile() {
  (
    renice -n 15 -p "$BASHPID" >/dev/null  # before clang-tidy, which nobody waits for yet
    build "$1" parley parley_tests >/dev/null 2>&1
  ) &
}

# test_program WHICH BINARY [BEFORE...]: the scenarios, then the program as its users meet it; BEFORE is the command
# that changes the user. Part of job_test, whose network it uses.
test_program() {
  local which=$1 binary=$2
  shift 2
  part "scenarios ($which)" "$@" "$binary" run "${network[@]}" scripts specs
  # Pages and diagrams are the same ones whoever makes them: a browser and Mermaid look at those of the release build.
  if [[ $which != release ]]; then set -- "$@" env PARLEY_WITHOUT_NPM="the tests of the release build do this"; fi
  part "program ($which)" "$@" tests/program/all "$binary"
}

# test_as_ordinary_user: the same as nobody, in a folder that nobody can reach and with a home of its own, since a
# clone of root's need not be readable.
test_as_ordinary_user() {
  local home
  home=$(mktemp -d)
  at_exit "rm -rf '$home'"
  cp -R scripts specs tests docs build/release/parley "$home"
  chown -R 65534:65534 "$home"
  pushd "$home" >/dev/null
  test_program "ordinary user" ./parley \
    setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$home" TMPDIR="$home"
  popd >/dev/null
}

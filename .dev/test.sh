# ./dev test: every part runs even where one failed; the last line sums them up.
# shellcheck shell=bash

export ASAN_OPTIONS=detect_leaks=1:abort_on_error=1:detect_stack_use_after_return=1:strict_string_checks=1:allocator_may_return_null=1
export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:abort_on_error=1
export LSAN_OPTIONS=report_objects=1

job_test() {
  local network=() preset
  case ${1:-} in
    --private) network=(--network private) ;;
    '') ;;
    *) die 2 "./dev test takes --private, not '$1'" ;;
  esac
  need build test servers
  cd "$root"
  for preset in release sanitize; do
    test_preset "$preset"
  done
  closing_line
}

# test_preset PRESET: all that is to be tested of one build. Part of job_test.
test_preset() {
  # In a shell of its own: a build that fails is one failure, not the end.
  if ! (build "$1" parley parley_tests); then
    printf 'FAIL build (%s)\n' "$1"
    count 0 1 0
    return
  fi
  # Random conversations: as many as a minute allows, and fewer where each takes ten times as long.
  local conversations=2000
  if [[ $1 != release ]]; then conversations=100; fi
  part "engine and bindings ($1)" env PARLEY_CONVERSATIONS=$conversations "build/$1/parley_tests"
  test_program "$1" "build/$1/parley"
  if [[ $1 == release && $EUID -eq 0 ]]; then test_as_ordinary_user; fi
}

# test_program WHICH BINARY [BEFORE...]: the scenarios, then the program as its users meet it; BEFORE is the command
# that changes the user. Part of job_test, whose network it uses.
test_program() {
  local which=$1 binary=$2
  shift 2
  part "scenarios ($which)" "$@" "$binary" run "${network[@]}" scripts specs
  part "program ($which)" "$@" tests/program/all "$binary"
}

# test_as_ordinary_user: the same as nobody, in a folder that nobody can reach and with a home of its own, since a
# clone of root's need not be readable.
test_as_ordinary_user() {
  local home
  home=$(mktemp -d)
  # shellcheck disable=SC2064  # this folder, also where ./dev is interrupted
  trap "rm -rf '$home'" EXIT
  cp -R scripts specs tests docs build/release/parley "$home"
  chown -R 65534:65534 "$home"
  pushd "$home" >/dev/null
  test_program "ordinary user" ./parley \
    setpriv --reuid=65534 --regid=65534 --clear-groups env HOME="$home" TMPDIR="$home"
  popd >/dev/null
}

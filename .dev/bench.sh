# ./dev bench: parley beside plain C++ and varnishtest. Figures go to the terminal and to build/bench.json.
# shellcheck shell=bash

job_bench() {
  case ${1:-} in
    --short) need build test ;;
    '') need build test bench ;;
    *) die 2 "./dev bench takes --short, not '$1'" ;;
  esac
  build release parley bench
  cd "$root"
  local built=build/release
  "$built/tests/bench/bench" "$built/tests/bench" "$built/parley" tests/bench build/bench.json "$@"
}

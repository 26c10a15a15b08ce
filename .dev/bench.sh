# ./dev bench: parley beside plain C++ and varnishtest. Figures go to the terminal and to build/bench.json.
# shellcheck shell=bash

# shellcheck source=/dev/null
. "$root/.dev/regtests.sh"

job_bench() {
  case ${1:-} in
    --short) need build test ;;
    --haproxy) need build servers bench ;;
    '') need build test servers bench ;;
    *) die 2 "./dev bench takes --short or --haproxy, not '$1'" ;;
  esac
  build release parley bench
  cd "$root"
  local built=build/release
  local bench=("$built/tests/bench/bench" "$built/tests/bench" "$built/parley" tests/bench build/bench.json)
  : >build/bench.json
  if [[ ${1:-} != --haproxy ]]; then "${bench[@]}" "$@"; fi
  if [[ ${1:-} != --short ]]; then bench_regtests "${bench[@]}"; fi
}

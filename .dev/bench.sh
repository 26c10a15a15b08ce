# ./dev bench: parley beside plain C++ and its peers. Figures go to the terminal and to build/bench.json.
# shellcheck shell=bash

# shellcheck source=/dev/null
. "$root/.dev/regtests.sh"
# shellcheck source=/dev/null
. "$root/.dev/budgets.sh"

job_bench() {
  local options=() names=() word source runnable=() recording='' tabling='' status=0
  for word; do
    case $word in
      --short) options+=("$word") ;;
      --record-budgets) recording=1 ;;
      --table) tabling=1 ;;
      W[1-9] | W10 | haproxy) names+=("$word") ;;
      *) die 2 "./dev bench takes --short, --record-budgets, --table and names of workloads: W1 to W10, haproxy; not '$word'" ;;
    esac
  done
  if [[ -n $tabling ]]; then
    jq -r -f "$root/.dev/bench.jq" "$root/build/bench.json" | fill_block "figures of ./dev bench" "$root/docs/performance.md"
    return
  fi
  if bench_wants haproxy; then need build test servers bench; else need build test bench; fi
  build release parley bench
  cd "$root"
  if [[ -n $recording ]]; then
    record_budgets
    return
  fi
  if [[ ${#names[@]} -eq 0 ]]; then check_budgets || status=1; fi
  if bench_wants haproxy; then
    read_regtests
    if [[ ${#runnable[@]} -gt 0 ]]; then
      options+=(--haproxy "$source" "$(IFS=, && printf '%s' "${runnable[*]}")")
    fi
  fi
  local built=build/release
  HAPROXY_PROGRAM=$(haproxy_program || true) "$built/tests/bench/bench" "$built/tests/bench" "$built/parley" tests/bench \
    build/bench.json "${options[@]}" "${names[@]}" || status=1
  return "$status"
}

# bench_wants NAME: whether the workload runs. What is to be short leaves out what is not named. Part of job_bench.
bench_wants() {
  if [[ ${#names[@]} -gt 0 ]]; then [[ " ${names[*]} " == *" $1 "* ]]; else [[ ${#options[@]} -eq 0 ]]; fi
}

# ./dev bench: parley beside plain C++ and its peers. Figures go to the terminal and to build/bench.json; those of --short,
# which say little, to build/bench-short.json.
# shellcheck shell=bash

# shellcheck source=/dev/null
. "$root/.dev/regtests.sh"
# shellcheck source=/dev/null
. "$root/.dev/budgets.sh"

job_bench() {
  local options=() names=() word todo=run_bench
  for word; do
    case $word in
      --short) options+=("$word") ;;
      --record-budgets) todo=record_budgets ;;
      --table) todo=write_table ;;
      W[1-9] | W10 | load | haproxy) names+=("$word") ;;
      *) die 2 "./dev bench takes --short, --record-budgets, --table and names of workloads: W1 to W10, load, haproxy; not '$word'" ;;
    esac
  done
  cd "$root"
  if [[ $todo != write_table ]]; then
    if [[ $todo == run_bench ]] && bench_wants haproxy; then need build test servers bench; else need build test bench; fi
    build release parley bench
  fi
  "$todo"
}

# bench_wants NAME: whether the workload runs. What is to be short leaves out what is not named. Part of job_bench, as are those
# below.
bench_wants() {
  if [[ ${#names[@]} -gt 0 ]]; then [[ " ${names[*]} " == *" $1 "* ]]; else [[ ${#options[@]} -eq 0 ]]; fi
}

# run_bench: the budgets, where no workload is named, and the workloads; false where anything failed.
run_bench() {
  local built=build/release json=build/bench.json source='' runnable=() status=0
  if [[ " ${options[*]} " == *" --short "* ]]; then json=build/bench-short.json; fi # figures stay
  if [[ ${#names[@]} -eq 0 ]]; then check_budgets || status=1; fi
  if bench_wants haproxy; then
    read_regtests
    if [[ ${#runnable[@]} -gt 0 ]]; then
      options+=(--haproxy "$source" "$(IFS=, && printf '%s' "${runnable[*]}")")
    fi
  fi
  HAPROXY_PROGRAM=$(haproxy_program || true) "$built/tests/bench/bench" "$built/tests/bench" "$built/parley" tests/bench \
    "$json" "${options[@]}" "${names[@]}" || status=1
  return "$status"
}

# write_table: into docs/performance.md, from the figures of the last run; rows of other workloads stay.
write_table() {
  jq -r --rawfile old docs/performance.md -f .dev/bench.jq build/bench.json | fill_block figures docs/performance.md
}

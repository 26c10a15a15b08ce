# ./dev bench: parley beside plain C++ and its peers. Figures go to the terminal and to build/bench.json.
# shellcheck shell=bash

# shellcheck source=/dev/null
. "$root/.dev/regtests.sh"

job_bench() {
  local options=() names=() word source runnable=()
  for word; do
    case $word in
      --short) options+=("$word") ;;
      W[1-9] | W10 | haproxy) names+=("$word") ;;
      *) die 2 "./dev bench takes --short, and names of workloads: W1 to W10, haproxy; not '$word'" ;;
    esac
  done
  if bench_wants haproxy; then need build test servers bench; else need build test bench; fi
  build release parley bench
  cd "$root"
  if bench_wants haproxy; then
    read_regtests
    if [[ ${#runnable[@]} -gt 0 ]]; then
      options+=(--haproxy "$source" "$(IFS=, && printf '%s' "${runnable[*]}")")
    fi
  fi
  local built=build/release
  HAPROXY_PROGRAM=$(haproxy_program || true) "$built/tests/bench/bench" "$built/tests/bench" "$built/parley" tests/bench \
    build/bench.json "${options[@]}" "${names[@]}"
}

# bench_wants NAME: whether the workload runs. What is to be short leaves out what is not named. Part of job_bench.
bench_wants() {
  if [[ ${#names[@]} -gt 0 ]]; then [[ " ${names[*]} " == *" $1 "* ]]; else [[ ${#options[@]} -eq 0 ]]; fi
}

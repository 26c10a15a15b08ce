# How many instructions parley spends on one exchange and on one connection, counted by valgrind, which gives nearly the same
# number every time, whatever else the machine does. tests/bench/budgets has what they may be.
# shellcheck shell=bash

# More than this above the budget fails, in percent; counts of one program differ by a third of it at most.
tolerance=5

# instructions SCRIPT COUNT [NAME=VALUE...]: how many the whole process spends on COUNT units; false, with its words,
# where it failed.
instructions() {
  local script=$1 number=$2 log
  log=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null build/release/tests/bench/counted \
    "tests/bench/scenarios/$script" "count=$number" "${@:3}" 2>&1) || {
    printf '%s\n' "$log" >&2
    return 1
  }
  # The last one: a child that tries something first is counted, too.
  sed -n 's/.*Collected : \([0-9]*\).*/\1/p' <<<"$log" | tail -n 1
}

# instructions_a_unit SCRIPT [NAME=VALUE...]: what one more unit costs, so that start-up is no part of it.
instructions_a_unit() {
  local few many few_counted many_counted
  exec {few_counted}< <(instructions "$1" 100 "${@:2}") {many_counted}< <(instructions "$1" 600 "${@:2}")
  read -r few <&"$few_counted" && read -r many <&"$many_counted" && printf '%d\n' $(((many - few) / 500))
}

# this_toolchain: budgets hold for one compiler and kind of processor.
this_toolchain() { printf 'g++-%s %s\n' "$(c++ -dumpversion | cut -d. -f1)" "$(uname -m)"; }

# check_budgets: prints a line for each budget; false where one is exceeded.
check_budgets() {
  local name budget words spent status=0 recorded_for
  recorded_for=$(sed -n 's/^for //p' tests/bench/budgets)
  if [[ $recorded_for != "$(this_toolchain)" ]]; then
    printf 'instructions: skipped: the budgets are those of %s, and this is %s\n' "$recorded_for" "$(this_toolchain)"
    return 0
  fi
  while read -r name budget words; do
    # shellcheck disable=SC2086  # the script, and parameters: a word each
    spent=$(instructions_a_unit $words) || return 1
    if ((spent * 100 > budget * (100 + tolerance))); then
      printf 'instructions: FAIL %s: %d, more than %d %% above its budget of %d; what is meant is recorded by ./dev bench --record-budgets\n' \
        "$name" "$spent" "$tolerance" "$budget"
      status=1
    else
      printf 'instructions: %s: %d, budget %d\n' "$name" "$spent" "$budget"
    fi
  done < <(budget_lines)
  return "$status"
}

# record_budgets: writes what is spent now into tests/bench/budgets, whose words stay.
record_budgets() {
  local name budget words spent
  sed -i "s/^for .*/for $(this_toolchain)/" tests/bench/budgets
  while read -r name budget words; do
    # shellcheck disable=SC2086  # as above
    spent=$(instructions_a_unit $words) || return 1
    printf 'instructions: %s: %d, was %d\n' "$name" "$spent" "$budget"
    sed -i -E "s/^($name +)[0-9]+/\1$spent/" tests/bench/budgets
  done < <(budget_lines)
}

budget_lines() { grep -vE '^(#|for |$)' tests/bench/budgets; }

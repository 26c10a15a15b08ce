# Words, exits and sums that the other files of .dev share. Sourced by ./dev and .ci/run, which set $root.
# shellcheck shell=bash
# shellcheck disable=SC2034  # the files that source this one use what it sets

say() { printf 'dev: %s\n' "$*" >&2; }

# die CODE WORDS: with parley's exit codes, so 2 for a wrong command and 3 where the machine is to blame.
die() {
  say "${*:2}"
  exit "$1"
}

# at_exit COMMAND: runs it when ./dev ends, by a signal too; what came last runs first.
at_exit_commands=
at_exit() {
  at_exit_commands="$1; $at_exit_commands"
  # shellcheck disable=SC2064  # as it is now
  trap "$at_exit_commands" EXIT
}

# Totals of what has been counted so far.
passed=0 failed=0 skipped=0

# What the parts that failed said, for the end.
failures=

# count PASSED FAILED SKIPPED: adds to the totals.
count() {
  passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + $3))
}

# part NAME COMMAND...: runs one part of a job, shows what it prints, and adds its closing line to the totals.
# A part that ends badly without counting a failure, or without any closing line, is itself one failure.
part() {
  local name=$1 log status=0 counts=() before=$failed
  shift
  log=$(mktemp)
  printf '== %s\n' "$name"
  "$@" 2>&1 | tee "$log" || status=${PIPESTATUS[0]}
  read -ra counts < <(closing_counts "$log") || true
  failures+=$(failed_lines "$log")
  rm -f "$log"
  if [[ ${#counts[@]} -eq 3 ]]; then
    count "${counts[@]}"
  else
    count_failure "$name: it ended without its closing line"
  fi
  if [[ $status -ne 0 && $failed -eq $before ]]; then
    count_failure "$name: exit code $status"
  fi
}

# count_failure WORDS: one that no test of a part's own stands for.
count_failure() {
  printf 'FAIL %s\n' "$1"
  failures+=$'\n'"FAIL $1"
  count 0 1 0
}

# closing_counts LOG: "PASSED FAILED SKIPPED" of the last closing line of ours, or of Catch2's together; nothing where
# there is none.
closing_counts() {
  awk '
    function number(word,  found) {
      return match($0, "[0-9]+ " word) ? substr($0, RSTART, RLENGTH) + 0 : 0
    }
    function add(good, bad, left_out) {
      line = (passed += good) " " (failed += bad) " " (skipped += left_out)
    }
    /^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { line = $1 " " $3 " " $5 }
    /^All tests passed \(.* in [0-9]+ test case/ { match($0, / in [0-9]+/); add(substr($0, RSTART + 4, RLENGTH - 4), 0, 0) }
    /^test cases: / {
      expected = number("failed as expected")
      gsub(/[0-9]+ failed as expected/, "")
      add(number("passed") + expected, number("failed"), number("skipped"))
    }
    END { if (line) print line }' "$1"
}

# failed_lines LOG: each failure in it with the lines below it, forty at most; of a log that repeats what failed at its
# end only that.
failed_lines() {
  awk '
    /^== what failed/ { taken = ""; next }
    /^(ok|skip|==) / || /^[0-9]+ (passed|files?) / { left = 0 }
    /^FAIL / || /: FAILED:$/ { left = 40 }
    left-- > 0 { taken = taken "\n" $0 }
    END { printf "%s", taken }' "$1"
}

# what_failed: repeats it below all that was printed meanwhile, which may be thousands of lines.
what_failed() {
  if [[ -n $failures ]]; then printf '== what failed%s\n' "$failures"; fi
}

# fill_block NAME FILE: standard input is what FILE has between <!-- NAME and <!-- end of NAME.
fill_block() {
  local block
  block=$(mktemp)
  cat >"$block"
  sed -i -e "/^<!-- $1/,/^<!-- end of $1/{/^<!--/!d}" -e "/^<!-- $1/r $block" "$2"
  rm "$block"
}

# closing_line: prints the totals; true where nothing failed.
closing_line() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed -eq 0 ]]
}

# Words, exits and sums that the other files of .dev share. Sourced by ./dev and .ci/run, which set $root.
# shellcheck shell=bash
# shellcheck disable=SC2034  # the files that source this one use what it sets

say() { printf 'dev: %s\n' "$*" >&2; }

# die CODE WORDS: with parley's exit codes, so 2 for a wrong command and 3 where the machine is to blame.
die() {
  say "${*:2}"
  exit "$1"
}

# Totals of what has been counted so far.
passed=0 failed=0 skipped=0

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
  rm -f "$log"
  if [[ ${#counts[@]} -eq 3 ]]; then
    count "${counts[@]}"
  else
    printf 'FAIL %s: it ended without its closing line\n' "$name"
    count 0 1 0
  fi
  if [[ $status -ne 0 && $failed -eq $before ]]; then
    printf 'FAIL %s: exit code %s\n' "$name" "$status"
    count 0 1 0
  fi
}

# closing_counts LOG: "PASSED FAILED SKIPPED" of the last closing line, ours or Catch2's; nothing where there is none.
closing_counts() {
  awk '
    function number(word,  found) {
      return match($0, "[0-9]+ " word) ? substr($0, RSTART, RLENGTH) + 0 : 0
    }
    /^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$/ { line = $1 " " $3 " " $5 }
    /^All tests passed \(.* in [0-9]+ test case/ { match($0, / in [0-9]+/); line = substr($0, RSTART + 4, RLENGTH - 4) " 0 0" }
    /^test cases: / {
      expected = number("failed as expected")
      gsub(/[0-9]+ failed as expected/, "")
      line = (number("passed") + expected) " " number("failed") " " number("skipped")
    }
    END { if (line) print line }' "$1"
}

# closing_line: prints the totals; true where nothing failed.
closing_line() {
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed -eq 0 ]]
}

# The JSON lines of several runs, joined.
# shellcheck shell=bash

# two_shards: the files one.jsonl and two.jsonl, of two runs; the second one fails.
two_shards() {
  mkdir -p specs
  printf 'scenario("passes", function() expect(1):equals(1) end)\n' >specs/a.lua
  printf 'scenario("fails", function() expect(1):equals(2) end)\n' >specs/b.lua
  run run specs/a.lua --report jsonl=one.jsonl
  run run specs/b.lua --report jsonl=two.jsonl
}

test_shards_make_the_reports_of_one_run() {
  two_shards
  run run specs -j1 --report tap=whole.tap
  run merge two.jsonl one.jsonl --report tap=merged.tap --report junit=merged.xml --report jsonl=merged.jsonl
  exits 1
  says "1 passed, 1 failed, 0 skipped"
  says "expected: 2"
  # Only the time that a scenario took differs.
  diff <(grep -v seconds whole.tap) <(grep -v seconds merged.tap) >words || fail "$(cat words)"
  run merge merged.jsonl
  exits 1
  says "1 passed, 1 failed, 0 skipped"
}

test_a_shard_without_its_end_is_named() {
  two_shards
  sed -i '$d' one.jsonl
  run merge one.jsonl two.jsonl --report junit=out.xml
  exits 3
  says "parley: one.jsonl has no end record"
  grep -qF 'one.jsonl has no end record' out.xml || fail "the report does not say so"
  run merge one.jsonl
  exits 3
}

test_a_scenario_in_two_files_is_named() {
  two_shards
  run merge one.jsonl one.jsonl
  exits 0
  says "parley: specs/a.lua: passes is in one.jsonl and in one.jsonl"
  says "1 passed, 0 failed, 0 skipped"
}

test_what_is_no_report_is_a_wrong_command_line() {
  run merge
  exits 2
  says "merge needs the files"
  printf '<xml/>\n' >junit.xml
  run merge junit.xml missing.jsonl
  exits 2
  says "parley: junit.xml: line 1 is no record"
  says "parley: missing.jsonl: [Errno 2] No such file or directory"
}

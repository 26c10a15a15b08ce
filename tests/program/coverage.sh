# `--report coverage`: which clauses of a specification the scenarios show.
# shellcheck shell=bash

# A suite that sets out to show five clauses of which one fails, one is skipped and one is nobody's.
clauses_script() {
  script suite.lua <<'EOS'
local clauses = {
  { "RFC 1 10", "comes behind 9" }, { "RFC 1 9", "is shown twice" }, { "RFC 1 9.2", "fails" },
  { "RFC 1 9.10", "is skipped" }, "RFC 1 8",
}
describe("a suite", { clauses = clauses }, function()
  it("one", { covers = { "RFC 1 9", "RFC 1 10" } }, function() expect(1):equals(1) end)
  it("two", { covers = { "RFC 1 9" } }, function() expect(1):equals(1) end)
  it("three", { covers = { "RFC 1 9", "RFC 1 9.2" } }, function(t) expect(t:param("value", "1")):equals("2") end)
  it("four", { covers = { "RFC 1 9.10", "elsewhere" }, skip = "later" }, function() end)
end)
EOS
}

test_clauses_are_covered_failed_or_not() {
  clauses_script
  run run suite.lua --report coverage --report none
  exits 1
  prints_as coverage.txt
}

test_a_clause_is_covered_where_all_that_show_it_pass() {
  clauses_script
  run run suite.lua --report coverage=clauses.txt --set value=2
  exits 0
  grep -qx 'clauses: 3 covered, 0 failed, 2 not covered' clauses.txt || fail "$(cat clauses.txt)"
  grep -q '^covered      RFC 1 9     is shown twice (3)$' clauses.txt || fail "$(cat clauses.txt)"
}

test_shards_are_covered_together() {
  clauses_script
  run run suite.lua --report coverage=whole.txt
  for i in 1 2; do run run suite.lua --shard "$i/2" --report "jsonl=$i.jsonl"; done
  run merge 1.jsonl 2.jsonl --report coverage=merged.txt
  diff whole.txt merged.txt || fail "another coverage"
}

test_what_is_no_clause_is_refused() {
  script bad.lua <<<'scenario("x", { clauses = { 3 } }, function() end)'
  run run bad.lua
  exits 1
  says "bad.lua:1: the option 'clauses' takes a list of clauses and what they ask"
}

# One run on many machines.
# shellcheck shell=bash

# suite: twelve scenarios in three files, four of which share a process.
suite() {
  local file
  for file in a b; do
    for n in 1 2 3 4; do echo "scenario('$file$n', function() expect($n):equals($n) end)"; done |
      script "specs/$file.lua"
  done
  script specs/group.lua <<'END'
describe("group", function()
  local calls = 0
  before_all(function() calls = calls + 1 end)
  it("one", { cases = { w = 1, x = 2, y = 3, z = 4 } }, function() expect(calls):equals(1) end)
end)
END
}

# run_shards N [ARGS...]: runs all N, each in its turn; leaves N.jsonl.
run_shards() {
  local count=$1 index
  shift
  for ((index = 1; index <= count; ++index)); do
    run run specs --shard "$index/$count" --report "jsonl=$index.jsonl" "$@"
    exits 0
  done
}

# names FILE...: the scenarios that ran, sorted.
names() {
  grep -h '"type":"finished"' "$@" | grep -o '"name":"[^"]*"' | sort
}

# fingerprints FILE...: each that there is, once.
fingerprints() {
  grep -ho '"fingerprint":"[0-9a-f]*"' "$@" | sort -u
}

test_each_scenario_runs_in_exactly_one_shard() {
  suite
  run run specs --report jsonl=all.jsonl
  for count in 1 2 5; do
    run_shards "$count"
    diff <(names all.jsonl) <(eval "names {1..$count}.jsonl") >words || fail "of $count shards: $(cat words)"
    [[ $(eval "fingerprints {1..$count}.jsonl" | wc -l) -eq 1 ]] || fail "fingerprints differ"
  done
  # What shares a process is in one of the five.
  [[ $(grep -l '"name":"group > one' {1..5}.jsonl | wc -l) -eq 1 ]] || fail "the group was divided"
}

test_the_terminal_says_which_shard_it_is_and_who_said_so() {
  suite
  run run specs --shard 1/2
  grep -qE '^parley: shard 1 of 2 \(--shard\): [0-9]+ of 12 scenarios$' err || fail "it does not say so"
  CI_NODE_INDEX=2 CI_NODE_TOTAL=3 run run specs
  says "parley: shard 2 of 3 (CI_NODE_INDEX and CI_NODE_TOTAL)"
  JOB_COMPLETION_INDEX=2 PARLEY_SHARD_TOTAL=3 run run specs
  says "parley: shard 3 of 3 (JOB_COMPLETION_INDEX and PARLEY_SHARD_TOTAL)"
  CI_NODE_INDEX=2 CI_NODE_TOTAL=3 run run specs --shard 1/1
  says "parley: shard 1 of 1 (--shard): 12 of 12 scenarios"
}

test_list_names_what_a_shard_would_run() {
  suite
  run list specs
  sort out >all
  : >parts
  for index in 1 2 3; do
    run list specs --shard "$index/3"
    exits 0
    cat out >>parts
  done
  diff all <(sort parts) >words || fail "$(cat words)"
}

test_a_shard_that_is_wrong_names_who_said_so() {
  suite
  run run specs --shard 0/3
  exits 2
  says "--shard takes I/N, as 2/5 for the second of five, not 0/3"
  CI_NODE_INDEX=4 CI_NODE_TOTAL=3 run run specs
  exits 2
  says "parley: CI_NODE_INDEX takes a number from 1 to 3, not 4"
  JOB_COMPLETION_INDEX=0 run run specs
  exits 2
  says "parley: JOB_COMPLETION_INDEX is set and PARLEY_SHARD_TOTAL is not"
  says_not passed
}

test_an_empty_shard_passes_and_says_so() {
  script one.lua <<<'scenario("alone", { assertions = false }, function() end)'
  local empty=0 index
  for index in 1 2 3; do
    run run one.lua --shard "$index/3" --report jsonl="$index.jsonl" --report junit=out.xml --report tap=out.tap
    exits 0
    if grep -qF "parley: shard $index of 3 (--shard) is empty: none of the 1 scenario falls into it" err; then
      empty=$((empty + 1))
      says "0 passed, 0 failed, 0 skipped"
    fi
  done
  [[ $empty -eq 2 ]] || fail "$empty shards are empty, not 2"
  run merge {1..3}.jsonl
  exits 0
  says "1 passed, 0 failed, 0 skipped"
  run run one.lua --shard 1/3 --filter nowhere
  exits 4
}

test_recorded_times_make_shards_of_equal_length() {
  script specs/a.lua <<'END'
for name in ("first second third fourth long"):gmatch("%a+") do scenario(name, { assertions = false }, function() end) end
END
  run run specs --report jsonl=recorded.jsonl
  exits 0
  # As if one of them had been longer than the four others together.
  sed -E 's/"seconds":[0-9.e-]+/"seconds":1/; /"name":"long"/s/"seconds":1/"seconds":8/' recorded.jsonl >times.jsonl
  run_shards 2 --timings times.jsonl
  local file=1.jsonl
  if names 2.jsonl | grep -qF long; then file=2.jsonl; fi
  [[ $(names "$file" | wc -l) -eq 1 ]] || fail "not alone: $(names "$file")"
  [[ $(names 1.jsonl 2.jsonl | wc -l) -eq 5 ]] || fail "not all: $(names 1.jsonl 2.jsonl)"
  run merge 1.jsonl 2.jsonl
  exits 0
  # A shard that was divided in another way is not of this run.
  run run specs --shard 2/2 --report jsonl=2.jsonl
  run merge 1.jsonl 2.jsonl
  exits 2
  says "2.jsonl (shard 2 of 2) and 1.jsonl (shard 1 of 2) are not of one run"
}

test_timings_that_cannot_be_read_are_a_wrong_command_line() {
  suite
  run run specs --shard 1/2 --timings missing.jsonl
  exits 2
  says "parley: --timings missing.jsonl: [Errno 2] No such file or directory"
  run run specs --shard 1/2 --timings specs/a.lua
  exits 2
  says "line 1 is no record"
}

test_what_is_not_one_partition_is_not_joined() {
  suite
  run_shards 2
  cp 1.jsonl copy.jsonl
  run merge 1.jsonl 2.jsonl copy.jsonl --report junit=out.xml
  exits 2
  says "parley: copy.jsonl (shard 1 of 2) is the same shard as 1.jsonl: give only the one that counts"
  [[ ! -e out.xml ]] || fail "a report was written"
  run run specs --filter a --shard 2/2 --report jsonl=2.jsonl
  run merge 1.jsonl 2.jsonl
  exits 2
  says "2.jsonl (shard 2 of 2) and 1.jsonl (shard 1 of 2) are not of one run: run all shards with the same"
}

test_a_missing_shard_is_named_with_the_way_out() {
  suite
  run_shards 3
  run merge 3.jsonl 1.jsonl --report junit=out.xml
  exits 3
  says "parley: shard 2 of 3 is missing: give its file too, or run it with --shard 2/3"
  grep -qF 'shard 2 of 3 is missing' out.xml || fail "the report does not say so"
}

# timeless FILE: a report, but for what is another time or token in each run.
timeless() {
  sed -E 's/[0-9]+(\.[0-9]+)? ?(us|ms|s)\b/TIME/g; s/"(seconds|cpu_seconds|time)":("[^"]*"|[0-9.e-]+)/\1/g
    s/(time|timestamp)="[^"]*"/\1/g; s/duration_ms.*//; s/seconds: .*//
    s/stop-commands::.*//; s/^::[0-9a-f]{32}::$//' "$1"
}

test_every_report_of_merged_shards_is_that_of_one_run() {
  suite
  cp "$here"/scripts/reports.lua specs/
  printf 'local x = = 1\n' >specs/broken.lua
  local kinds=(--report "junit=F.xml" --report "tap=F.tap" --report "jsonl=F.jsonl" --report github --report terminal)
  GITHUB_STEP_SUMMARY=$PWD/whole.md run run specs -j1 "${kinds[@]//F/whole}"
  exits 1
  cp out whole.txt
  for index in 1 2 3; do run run specs --shard "$index/3" --report "jsonl=$index.jsonl"; done
  for order in "1.jsonl 2.jsonl 3.jsonl" "3.jsonl 1.jsonl 2.jsonl"; do
    # shellcheck disable=SC2086  # the words are files
    GITHUB_STEP_SUMMARY=$PWD/merged.md run merge $order "${kinds[@]//F/merged}"
    exits 1
    cp out merged.txt
    for kind in xml tap txt md; do
      diff <(timeless "whole.$kind") <(timeless "merged.$kind") >words || fail "$kind of $order: $(cat words)"
    done
    # The run itself tells of one scenario after the other as it happens, so only the order may differ.
    diff <(timeless whole.jsonl | sort) <(timeless merged.jsonl | sort) >words || fail "jsonl of $order: $(cat words)"
    rm merged.md
  done
}

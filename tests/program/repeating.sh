# Running again, stopping early, another order.
# shellcheck shell=bash

three() {
  script three.lua <<'EOF'
scenario("a", function() expect(1):equals(1) end)
scenario("b", function() expect(1):equals(2) end)
scenario("c", function() expect(1):equals(1) end)
EOF
}

test_a_scenario_that_passes_in_another_attempt_is_flaky_and_each_attempt_is_shown() {
  # A directory outside stays from one attempt to the next; what is bound there the first time is there the second.
  script flaky.lua <<'EOF'
local socket = require "socket"
scenario("flaky", function(t)
  local s <close> = socket.socket(socket.AF_UNIX)
  local path = t:param("folder") .. "/been-here"
  local new = pcall(s.bind, s, path)
  expect(new):is_false()
end)
EOF
  run run flaky.lua --set "folder=$PWD"
  exits 1
  rm been-here
  run run flaky.lua --set "folder=$PWD" --retries 2
  exits 0
  says "flaky: passed in attempt 2"
  says "1 flaky"
  says "expected: false"
}

test_a_scenario_that_fails_in_each_attempt_has_failed() {
  three
  run run three.lua --retries 2 --filter b
  exits 1
  says "0 passed, 1 failed"
}

test_repeat_runs_all_of_it_as_often() {
  three
  run run three.lua --repeat 5
  exits 1
  says "10 passed, 5 failed"
}

test_the_rounds_are_told_apart_in_every_report() {
  three
  run run three.lua --repeat 2 --report junit=out.xml --report tap=out.tap --report jsonl=out.jsonl
  for round in 1 2; do
    says "  ok   a (round $round) ("
    says "  FAIL b (round $round)"
    grep -qF "name=\"c (round $round)\"" out.xml || fail "not in junit"
    grep -qE "^ok [0-9]+ - three.lua: a \(round $round\)$" out.tap || fail "not in tap"
  done
  [[ $(jq 'select(.type == "finished" and .name == "c") | .round' out.jsonl | sort | tr '\n' ' ') == "1 2 " ]] ||
    fail "not in the JSON lines"
  run merge out.jsonl --report tap=merged.tap
  diff <(grep -o ' - three.*' out.tap | sort) <(grep -o ' - three.*' merged.tap | sort) || fail "merged otherwise"
  says_not "is in out.jsonl"
  run run three.lua
  says_not "round"
}

test_until_failure_stops_at_the_first_one() {
  three
  run run three.lua --until-failure -j1
  exits 1
  says "1 passed, 1 failed"
  says "stopped: after 1 failed"
  run run three.lua --until-failure --repeat 3 --filter a
  exits 0
  says "3 passed"
}

test_fail_fast_starts_nothing_more() {
  three
  run run three.lua --fail-fast -j1
  exits 1
  says "1 passed, 1 failed"
  says "1 scenario did not finish"
  run run three.lua --fail-fast=2
  exits 1
  says "2 passed, 1 failed"
}

test_a_shuffled_order_comes_again_with_its_seed() {
  for n in 1 2 3 4 5 6 7 8 9; do echo "scenario('s$n', function() expect(1):equals(1) end)"; done | script nine.lua
  run run nine.lua --shuffle -j1 --report tap=first.tap
  exits 0
  local seed
  seed=$(grep -o 'shuffle=[0-9]*' err)
  run run nine.lua "--$seed" -j1 --report tap=second.tap
  cmp <(grep -o 's[0-9]' first.tap) <(grep -o 's[0-9]' second.tap) || fail "another order"
  run run nine.lua -j1 --shuffle=1 --report tap=third.tap
  run run nine.lua -j1 --shuffle=2 --report tap=fourth.tap
  ! cmp -s <(grep -o 's[0-9]' third.tap) <(grep -o 's[0-9]' fourth.tap) || fail "the same order for two seeds"
}

test_time_limits_of_scenarios_and_of_the_run() {
  script waits.lua <<<'scenario("waits", function(t) t:sleep(60) end)'
  run run waits.lua --timeout 0.1
  exits 1
  says "0.1 s"
  run run waits.lua --timeout 60 --global-timeout 0.2
  exits 1
  says "--global-timeout"
}

test_an_expected_failure_passes_and_one_that_passes_fails() {
  script expected.lua <<'EOF'
scenario("known", { fails = "issue 7" }, function() expect(1):equals(2) end)
scenario("mended", { fails = "issue 8" }, function() expect(1):equals(1) end)
EOF
  run run expected.lua
  exits 1
  says "failed as expected: issue 7"
  says "passed, though it is expected to fail: issue 8"
  says "1 passed, 1 failed"
}

test_a_number_beside_an_option_is_not_taken_for_a_path() {
  three
  run run three.lua --fail-fast 2
  exits 2
  says "--fail-fast=2"
  run run --shuffle 7 three.lua
  exits 2
  says "--shuffle=7"
  cp three.lua 7
  run run --shuffle 7
  exits 1
  says "2 passed, 1 failed"
}

test_a_parameter_that_nobody_reads_is_said() {
  script reads.lua <<'EOF'
scenario("reads", function(t) expect(t:param("host", "none")):not_equals("") end)
EOF
  run run reads.lua --set hots=a --set other=b
  exits 0
  says "no scenario read the parameter hots (--set); did you mean host?"
  says "no scenario read the parameter other (--set)"
  run run reads.lua --set host=a
  exits 0
  says_not "no scenario read"
}

test_what_contradicts_itself_is_refused() {
  three
  run run three.lua --repeat 2 --retries 1
  exits 2
  run run three.lua --retries many
  exits 2
  says "--retries takes a number from 0 to 100, not many"
  run run three.lua --timeout 0
  exits 2
}

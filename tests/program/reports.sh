# Every report, read by a program that others wrote.
# shellcheck shell=bash

# without COMMAND: skips where this machine lacks it.
needs() {
  command -v "$1" >/dev/null || skip "there is no $1 here ($2)"
}

# all_endings [ARGS...]: a run with a scenario of each ending and a file that does not load.
all_endings() {
  cp "$here"/scripts/reports.lua .
  printf 'local x = = 1\n' >broken.lua
  run run reports.lua broken.lua "$@"
  exits 1
}

# on_github ARGS...: runs parley as a step of GitHub Actions.
on_github() {
  : >summary.md
  GITHUB_ACTIONS=true GITHUB_STEP_SUMMARY=$PWD/summary.md GITHUB_WORKSPACE=$PWD run "$@"
}

test_junit_is_what_the_schema_wants() {
  needs xmllint libxml2-utils
  all_endings --report junit=out.xml
  xmllint --noout --schema "$here/junit.xsd" out.xml >words 2>&1 || fail "$(cat words)"
  [[ $(xmllint --xpath 'string(/testsuites/@tests)' out.xml) == 4 ]] || fail "not four tests"
  [[ $(xmllint --xpath 'count(//failure)' out.xml) == 1 ]] || fail "not one failure"
  [[ $(xmllint --xpath 'count(//error)' out.xml) == 1 ]] || fail "not one error"
  [[ $(xmllint --xpath 'string(//testcase[failure]/@name)' out.xml) == "fails with what a peer sent" ]] || fail "wrong name"
}

test_every_ending_in_junit_is_what_the_schema_wants() {
  needs xmllint libxml2-utils
  local expected="$here/../engine/expected/report.xml"
  [[ -e $expected ]] || skip "the expected reports of the engine's tests are not here"
  xmllint --noout --schema "$here/junit.xsd" "$expected" >words 2>&1 || fail "$(cat words)"
}

test_tap_is_understood_by_prove() {
  needs prove perl
  all_endings --report none --report tap
  # prove of Debian 12 knows TAP 13, whose parsers read the rest of TAP 14 as well.
  sed '1s/14/13/' out >out.tap
  prove --verbose --exec cat out.tap >words 2>&1 && fail "prove takes it for passed"
  grep -qF 'Tests: 4 Failed: 2' words || fail "$(cat words)"
  grep -qF 'Parse errors' words && fail "$(cat words)"
  grep -qF '# SKIP no \# reason' out || fail "no skip"
}

test_tap_of_a_run_that_passed_passes() {
  needs prove perl
  cp "$here"/scripts/ready.lua .
  printf 'scenario("passes", function() expect(1):equals(1) end)\n' >good.lua
  run run --report tap=out.tap good.lua
  exits 0
  sed -i '1s/14/13/' out.tap
  prove --exec cat out.tap >words 2>&1 || fail "$(cat words)"
}

test_json_lines_are_read_by_jq() {
  needs jq jq
  all_endings --report jsonl=out.jsonl
  jq -r 'select(.type == "finished") | .verdict' out.jsonl | sort | tr '\n' ' ' >verdicts
  [[ $(cat verdicts) == "failed passed skipped " ]] || fail "verdicts: $(cat verdicts)"
  [[ $(jq -r .type out.jsonl | tail -n 1) == end ]] || fail "no end record"
  jq -e 'select(.type == "end") | .failed == 2' out.jsonl >words || fail "wrong count"
  ! LC_ALL=C grep -q '[^[:print:]]' out.jsonl || fail "bytes that are not printable"
}

test_json_lines_are_what_the_schema_wants() {
  local schema="$here/../../docs/report.schema.json"
  [[ -e $schema ]] || skip "the documentation is not here"
  python3 -c 'import jsonschema' 2>words || skip "python3 has no jsonschema here (python3-jsonschema)"
  all_endings --report jsonl=out.jsonl
  local files=(out.jsonl)
  [[ -e $here/../engine/expected/report.jsonl ]] && files+=("$here/../engine/expected/report.jsonl")
  cat >check.py <<'EOF'
import json, sys
from jsonschema import Draft202012Validator as Validator
schema = json.load(open(sys.argv[1]))
Validator.check_schema(schema)
for path in sys.argv[2:]:
    for number, line in enumerate(open(path), 1):
        for error in Validator(schema).iter_errors(json.loads(line)):
            sys.exit(f"{path}:{number}: {error}")
EOF
  python3 check.py "$schema" "${files[@]}" >words 2>&1 || fail "$(cat words)"
}

test_several_reports_at_once_agree() {
  needs jq jq
  needs xmllint libxml2-utils
  all_endings -j 4 --report junit=out.xml --report tap=out.tap --report jsonl=out.jsonl --report github
  says "1 passed, 2 failed, 1 skipped"
  [[ $(xmllint --xpath 'string(/testsuites/@skipped)' out.xml) == 1 ]] || fail "junit disagrees"
  [[ $(grep -c '^not ok' out.tap) == 2 ]] || fail "tap disagrees"
  [[ $(grep -c '^::error ' out) == 2 ]] || fail "github disagrees"
  [[ $(ls -A) == *out.xml* && $(find . -name '*.xml*' | wc -l) == 1 ]] || fail "something stays: $(ls -A)"
}

test_what_a_peer_sent_is_no_command_to_github() {
  cp "$here"/scripts/reports.lua .
  on_github run -v reports.lua
  exits 1
  local token
  token=$(sed -n '1s/^::stop-commands:://p' out)
  [[ ${#token} -eq 32 ]] || fail "the first line is no stop-commands"
  # As the runner reads it: all lines from the first to the token's are dead.
  sed "1,/^::$token::\$/d" out >alive
  grep -qF "::error::owned" out || fail "the peer sent nothing"
  [[ $(grep -c '^::' alive) -eq 1 ]] || fail "more than one command: $(cat alive)"
  grep -q '^::error file=reports.lua,line=[0-9]*,title=fails with what a peer sent::' alive || fail "$(cat alive)"
  grep -qF '<details><summary>reports.lua' summary.md || fail "$(cat summary.md)"
  ! grep -qF '<b>' summary.md || fail "the peer's HTML is in the summary"
}

test_github_is_told_by_itself_unless_told_otherwise() {
  printf 'scenario("passes", function() expect(1):equals(1) end)\n' >good.lua
  on_github run good.lua
  says '::stop-commands::'
  grep -qF '### parley: 1 passed, 0 failed, 0 skipped' summary.md || fail "no summary"
  on_github run --report none --report terminal good.lua
  says_not '::stop-commands::'
  [[ ! -s summary.md ]] || fail "a summary"
}

test_a_report_on_standard_output_has_it_for_itself() {
  printf 'scenario("passes", function() expect(1):equals(1) end)\n' >good.lua
  run run --report jsonl=- good.lua
  exits 0
  ! grep -qv '^{' out || fail "something else is on standard output"
  grep -qF '1 passed, 0 failed, 0 skipped' err || fail "no terminal report on standard error"
  run run --report none --report junit=- good.lua
  [[ ! -s err ]] || fail "something is on standard error"
  [[ $(head -c 5 out) == '<?xml' ]] || fail "no XML"
}

test_a_report_that_cannot_be_written_is_a_wrong_command_line() {
  printf 'scenario("passes", function() print(io) end)\n' >good.lua
  run run --report junit=none/out.xml good.lua
  exits 2
  says 'parley: cannot write the report junit=none/out.xml: its folder does not exist'
  says_not passed
  run run --report jsonl=none/out.jsonl good.lua
  exits 2
  run run --report tap=. good.lua
  exits 2
  run run --report tap --report jsonl=- good.lua
  exits 2
  says 'two reports go to standard output'
}

test_a_full_disk_is_said_and_is_an_exit_code() {
  printf 'scenario("passes", function() expect(1):equals(1) end)\n' >good.lua
  local kind
  for kind in junit tap jsonl; do
    run run --report "$kind=/dev/full" good.lua
    exits 3
    says "parley: cannot write the report $kind=/dev/full: [Errno 28] No space left on device"
    says "1 passed, 0 failed, 0 skipped"
  done
  [[ -c /dev/full ]] || fail "/dev/full was replaced"
  GITHUB_STEP_SUMMARY=/dev/full run run --report github good.lua
  exits 3
  says "parley: cannot write the report github (GITHUB_STEP_SUMMARY): [Errno 28] No space left on device"
}

# on_a_small_disk COMMAND: runs it where the folder disk has room for 16 KiB, and keeps what is left there in left.
on_a_small_disk() {
  mkdir disk left
  unshare --user --map-root-user --mount sh -c "mount -t tmpfs -o size=16k none disk
    $1
    status=\$?
    cp -R disk/. left
    exit \$status"
}

test_a_disk_that_fills_up_has_whole_reports_or_none() {
  unshare --user --map-root-user --mount true 2>/dev/null || skip "this machine allows no mounts"
  script many.lua <<'EOF'
for n = 1, 100 do scenario("number " .. n, function() expect(n):equals(n) end) end
EOF
  # shellcheck disable=SC2034 # fail prints it
  status=0 command="run many.lua on a small disk"
  on_a_small_disk "'$parley' run --network host --report terminal --report jsonl=disk/out.jsonl \
    --report junit=disk/out.xml --report tap=disk/out.tap many.lua >out 2>err" || status=$?
  exits 3
  says "100 passed, 0 failed, 0 skipped"
  local report
  for report in jsonl=disk/out.jsonl junit=disk/out.xml tap=disk/out.tap; do
    says "cannot write the report $report: [Errno 28] No space left on device"
  done
  [[ $(ls -A left) == out.jsonl ]] || fail "half a report stays: $(ls -A left)"
  [[ -s left/out.jsonl && $(tail -c 1 left/out.jsonl | wc -l) -eq 1 ]] || fail "half a line"
}

test_a_limit_on_files_leaves_the_old_report_and_whole_lines() {
  all_endings --report junit=out.xml
  cp out.xml before.xml
  # In units of 1024 bytes.
  (ulimit -f 1 && run run reports.lua --report junit=out.xml --report jsonl=out.jsonl --report none && exits 3)
  says 'junit=out.xml: [Errno 27] File too large'
  says 'jsonl=out.jsonl: [Errno 27] File too large'
  cmp -s before.xml out.xml || fail "the old report is gone"
  [[ -s out.jsonl && $(tail -c 1 out.jsonl | wc -l) -eq 1 ]] || fail "half a line"
  [[ $(find . -name 'out.xml*' | wc -l) -eq 1 ]] || fail "something stays: $(ls -A)"
}

test_a_closed_standard_output_is_said_and_is_an_exit_code() {
  printf 'scenario("passes", function() expect(1):equals(1) end)\n' >good.lua
  local status=0 report
  for report in terminal tap jsonl=- junit=-; do
    status=0
    "$parley" run --report "$report" good.lua 2>err >&- || status=$?
    [[ $status -eq 3 ]] || fail "exit code $status of $report, not 3"
    grep -qF 'parley: cannot write to standard output' err || fail "$report is not said"
  done
  for report in "list good.lua" doctor --help; do
    status=0
    # shellcheck disable=SC2086 # words
    "$parley" $report 2>err >&- || status=$?
    [[ $status -eq 3 ]] || fail "exit code $status of $report, not 3"
  done
}

test_a_run_that_is_stopped_has_whole_reports() {
  needs xmllint libxml2-utils
  cp "$here"/scripts/ready.lua .
  local status=0
  "$parley" run --set folder="$PWD" --report junit=out.xml --report jsonl=out.jsonl ready.lua >out 2>err &
  until [[ -S ready ]]; do kill -0 $! || fail "it ended"; done
  kill -INT $!
  wait $! || status=$?
  [[ $status -eq 130 ]] || fail "exit code $status, not 130"
  xmllint --noout --schema "$here/junit.xsd" out.xml >words 2>&1 || fail "$(cat words)"
  grep -qF 'stopped by SIGINT' out.xml || fail "junit does not say so"
  tail -n 1 out.jsonl | grep -qF '"signal":2' || fail "jsonl does not say so"
}

# parley as a test of Bazel (https://bazel.build/reference/test-encyclopedia).
# shellcheck shell=bash

# What Bazel starts tests by; Debian's package bazel-bootstrap-data has it.
setup=/usr/share/bazel/embedded_tools/tools/test/test-setup.sh

# suite: six scenarios, the last of which fails and leaves a file behind.
suite() {
  for n in 1 2 3 4 5; do echo "scenario('s$n', function() expect($n):equals($n) end)"; done | script specs/suite.lua
  script specs/failing.lua <<'END'
scenario("fails", function(t)
  t:write("evidence.txt", "what was found")
  expect(t:tempdir()):equals("")
end)
END
}

# as_test_of_bazel ARGS...: runs parley as Bazel would; the folder bazel/ has what it says by files. Variables beside
# those that are set here stand in front of it.
as_test_of_bazel() {
  rm -rf bazel && mkdir -p bazel/outputs bazel/tmp
  local -x BAZEL_TEST=1 TEST_SRCDIR=$PWD TEST_WORKSPACE=. TEST_TARGET=//specs TEST_SIZE=medium
  local -x TEST_TMPDIR=$PWD/bazel/tmp TEST_UNDECLARED_OUTPUTS_DIR=$PWD/bazel/outputs
  local -x XML_OUTPUT_FILE=$PWD/bazel/test.xml TEST_PREMATURE_EXIT_FILE=$PWD/bazel/premature
  local -x TEST_SHARD_STATUS_FILE=$PWD/bazel/sharded TEST_INFRASTRUCTURE_FAILURE_FILE=$PWD/bazel/infrastructure
  local -x TEST_WARNINGS_OUTPUT_FILE=$PWD/bazel/warnings
  run "$@"
}

# is_junit FILE: what other programs take for JUnit XML.
is_junit() {
  command -v xmllint >/dev/null || skip "there is no xmllint here (libxml2-utils)"
  xmllint --noout --schema "$here/junit.xsd" "$1" >words 2>&1 || fail "$(cat words)"
}

# attribute NAME FILE: of the XML's root.
attribute() {
  xmllint --xpath "string(/testsuites/@$1)" "$2"
}

test_shards_count_from_zero_and_are_all_of_it() {
  suite
  local index tests=0
  for index in 0 1 2; do
    TEST_TOTAL_SHARDS=3 TEST_SHARD_INDEX=$index as_test_of_bazel run specs/suite.lua
    exits 0
    says "parley: shard $((index + 1)) of 3 (TEST_SHARD_INDEX and TEST_TOTAL_SHARDS)"
    [[ -e bazel/sharded ]] || fail "Bazel was not told that its shards are obeyed"
    is_junit bazel/test.xml
    tests=$((tests + $(attribute tests bazel/test.xml)))
    cp bazel/outputs/parley.jsonl "$index.jsonl"
  done
  [[ $tests -eq 5 ]] || fail "$tests tests in all, not 5"
  run merge {0..2}.jsonl
  exits 0
  says "5 passed, 0 failed, 0 skipped"
}

test_bazel_is_told_that_shards_are_obeyed_only_where_they_are() {
  suite
  as_test_of_bazel run specs/suite.lua
  [[ ! -e bazel/sharded ]] || fail "there were no shards"
  TEST_TOTAL_SHARDS=2 TEST_SHARD_INDEX=0 as_test_of_bazel run specs/suite.lua --shard 1/1
  exits 0
  [[ ! -e bazel/sharded ]] || fail "it ran everything"
  TEST_TOTAL_SHARDS=2 TEST_SHARD_INDEX=2 as_test_of_bazel run specs/suite.lua
  exits 2
  says "parley: TEST_SHARD_INDEX takes a number from 0 to 1, not 2"
}

test_what_failed_is_in_the_undeclared_outputs() {
  suite
  as_test_of_bazel run specs
  exits 1
  is_junit bazel/test.xml
  [[ $(attribute failures bazel/test.xml) -eq 1 ]] || fail "not one failure"
  grep -q '"type":"end"' bazel/outputs/parley.jsonl || fail "the JSON lines are not whole"
  [[ $(cat bazel/outputs/parley-kept-*/evidence.txt) == "what was found" ]] || fail "the directory was not kept there"
  [[ -z $(ls bazel/tmp) ]] || fail "something stays in TEST_TMPDIR: $(ls bazel/tmp)"
}

test_scratch_directories_are_where_bazel_wants_them() {
  suite
  [[ ${#PWD} -lt 40 ]] || skip "the path of this folder is too long: $PWD"
  as_test_of_bazel run --network host specs/failing.lua
  exits 1
  says "$PWD/bazel/tmp/parley-"
  [[ -z $(ls bazel/tmp) ]] || fail "something stays in TEST_TMPDIR: $(ls bazel/tmp)"
}

test_a_filter_and_fail_fast_and_a_seed() {
  suite
  TESTBRIDGE_TEST_ONLY=s3 as_test_of_bazel run specs
  exits 0
  says "1 passed, 0 failed, 0 skipped"
  TESTBRIDGE_TEST_ONLY='/s[34]/' as_test_of_bazel run specs --filter s5
  says "ok   s5"
  says "1 passed, 0 failed, 0 skipped"
  TESTBRIDGE_TEST_RUNNER_FAIL_FAST=1 as_test_of_bazel run -j1 specs
  exits 1
  says "0 passed, 1 failed"
  TEST_RANDOM_SEED=7 as_test_of_bazel run specs/suite.lua
  says_not "random order"
  TEST_RANDOM_SEED=7 as_test_of_bazel run --shuffle specs/suite.lua
  says "parley: in a random order; --shuffle=7 gives it again"
}

test_the_time_limit_of_bazel_ends_the_run_with_reports() {
  script waits.lua <<<'scenario("waits", function(t) t:sleep(600) end)'
  TEST_TIMEOUT=2 as_test_of_bazel run --timeout 600 waits.lua
  exits 1
  says "--global-timeout"
  is_junit bazel/test.xml
}

test_an_end_by_accident_is_told_from_a_regular_one() {
  suite
  as_test_of_bazel run specs
  exits 1
  [[ ! -e bazel/premature ]] || fail "the file stays, though the run came to its end"
  cp "$here"/scripts/ready.lua .
  TEST_PREMATURE_EXIT_FILE=premature "$parley" run --set folder="$PWD" ready.lua >out 2>err &
  until [[ -S ready ]]; do kill -0 $! || fail "it ended"; done
  [[ -e premature ]] || fail "nothing says that it runs"
  kill -KILL $!
  wait $! || true
  [[ -e premature ]] || fail "nothing says that it was killed"
}

test_a_machine_that_is_to_blame_is_named() {
  suite
  as_test_of_bazel run specs/suite.lua --report junit=/dev/full
  exits 3
  [[ $(sed -n 1p bazel/infrastructure) == parley && $(wc -l <bazel/infrastructure) -eq 2 ]] || fail "nobody is blamed"
  as_test_of_bazel run specs
  [[ ! -e bazel/infrastructure ]] || fail "the machine is blamed for a failure"
}

test_a_flaky_scenario_is_a_warning() {
  # What is bound in the first attempt is there in the second.
  script flaky.lua <<'END'
local socket = require "socket"
scenario("flaky", function(t)
  local s <close> = socket.socket(socket.AF_UNIX)
  local new = pcall(s.bind, s, t:param("folder") .. "/been-here")
  expect(new):is_false()
end)
END
  as_test_of_bazel run flaky.lua --retries 1 --set "folder=$PWD"
  exits 0
  [[ $(cat bazel/warnings) == "1 scenario passed only in a later attempt" ]] || fail "$(cat bazel/warnings)"
  as_test_of_bazel run flaky.lua --set "folder=$PWD"
  exits 0
  [[ ! -e bazel/warnings ]] || fail "a warning of nothing"
}

test_a_file_that_cannot_be_written_names_its_variable() {
  suite
  XML_OUTPUT_FILE=none/out.xml run run specs
  exits 2
  says "parley: cannot write XML_OUTPUT_FILE, none/out.xml: [Errno 2] No such file or directory"
  TEST_PREMATURE_EXIT_FILE=none/out run run specs
  exits 2
  says "parley: cannot write TEST_PREMATURE_EXIT_FILE, none/out: [Errno 2] No such file or directory"
  says_not passed
}

# by_its_own_setup INDEX ARGS...: parley with these arguments, as shard INDEX of 2, by the script that Bazel runs tests
# by, with paths relative to a folder of its own as Bazel gives them.
by_its_own_setup() {
  local -x TEST_TOTAL_SHARDS=2 TEST_SHARD_INDEX=$1 TEST_SHARD_STATUS_FILE=logs/sharded TEST_TIMEOUT=300 USER=tester
  local -x TEST_SRCDIR=runfiles RUNFILES_DIR=runfiles TEST_WORKSPACE=main TEST_TMPDIR=tmp TEST_BINARY=suite_test
  local -x XML_OUTPUT_FILE=logs/test.xml TEST_PREMATURE_EXIT_FILE=logs/premature TEST_WARNINGS_OUTPUT_FILE=logs/warnings
  local -x TEST_UNDECLARED_OUTPUTS_DIR=logs/outputs TEST_UNDECLARED_OUTPUTS_ANNOTATIONS_DIR=logs/annotations
  local -x TEST_UNUSED_RUNFILES_LOG_FILE=logs/unused TEST_INFRASTRUCTURE_FAILURE_FILE=logs/infrastructure
  local -x TEST_LOGSPLITTER_OUTPUT_FILE=logs/split
  # As Bazel has it: otherwise what the test prints goes through a tee, which may outlive the script.
  local -x EXPERIMENTAL_SPLIT_XML_GENERATION=1
  shift
  rm -rf exec && mkdir -p exec/runfiles/main
  cp -r specs exec/runfiles/main/
  ln -s "$parley" exec/runfiles/main/suite_test
  status=0
  # shellcheck disable=SC2034  # exits() reads it
  (cd exec && "$setup" ./suite_test "$@") >out 2>err </dev/null || status=$?
}

test_the_script_that_bazel_runs_tests_by_is_content() {
  [[ -x $setup ]] || skip "there is no $setup here (bazel-bootstrap-data)"
  suite
  local index tests=0
  for index in 0 1; do
    by_its_own_setup "$index" run specs/suite.lua
    exits 0
    says "shard $((index + 1)) of 2 (TEST_SHARD_INDEX and TEST_TOTAL_SHARDS)"
    [[ -e exec/logs/sharded && ! -e exec/logs/premature ]] || fail "the files are not as they must be: $(ls exec/logs)"
    is_junit exec/logs/test.xml
    tests=$((tests + $(attribute tests exec/logs/test.xml)))
  done
  [[ $tests -eq 5 ]] || fail "$tests tests in all, not 5"
  by_its_own_setup 0 run specs/failing.lua --shard 1/1
  exits 1
  [[ -e $(echo exec/logs/outputs/parley-kept-*/evidence.txt) ]] || fail "the directory was not kept"
}

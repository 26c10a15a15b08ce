# How a run ends beside passing and failing.
# shellcheck shell=bash

test_interrupted_it_leaves_with_the_signals_exit_code() {
  cp "$here"/scripts/ready.lua .
  local status=0
  "$parley" run --set folder="$PWD" ready.lua >out 2>err &
  until [[ -S ready ]]; do kill -0 $! || fail "it ended"; done
  kill -INT $!
  wait $! || status=$?
  [[ $status -eq 130 ]] || fail "exit code $status, not 130"
}

test_parameters_come_from_the_command_line() {
  cp "$here"/scripts/parameters.lua .
  run run parameters.lua
  exits 0
  run run --set name=a=b --set wanted=a=b --set other= --set "wanted other=" parameters.lua
  exits 0
  run run --set name=x parameters.lua
  exits 1
  says 'actual: "x"'
}

test_the_same_transcript_in_two_hundred_runs_of_two_hundred() {
  cp "$here"/scripts/same.lua .
  run run same.lua
  exits 0
  says "200 passed, 0 failed, 0 skipped"
}

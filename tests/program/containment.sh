# What a scenario does to itself stays its own: it fails, alone, with a clear message, and the next one runs.
# shellcheck shell=bash

test_code_that_never_ends_is_stopped() {
  cp "$here"/scripts/contained.lua .
  run run -j1 contained.lua
  exits 1
  prints_as contained.txt
}

test_what_is_used_up_fails_one_scenario() {
  cp "$here"/scripts/exhausts.lua .
  run run -j1 exhausts.lua
  exits 1
  prints_as exhausts.txt
}

test_a_crash_of_the_process_fails_one_scenario() {
  cp "$here"/scripts/ready.lua .
  "$parley" run --set folder="$PWD" ready.lua >out 2>err &
  until [[ -S ready ]]; do kill -0 $! || fail "it ended"; done
  kill -SEGV "$(scenario_of $!)"
  wait || true
  says "FAIL waits"
  says "the scenario's process"
  says "ok   next"
  says "1 passed, 1 failed, 0 skipped"
}

# scenario_of PID: the process of the scenario that this parley runs, which has bound the socket `ready`. Its keeper is one
# of parley's children; others may be leaving, or wait for their turn.
scenario_of() {
  local keeper children
  read -ra children < <(cat /proc/"$1"/task/*/children)
  for keeper in "${children[@]}"; do
    grep -qs "$PWD/ready" /proc/"$keeper"/net/unix || continue
    read -ra children < <(cat /proc/"$keeper"/task/*/children)
    printf '%s\n' "${children[0]}"
    return
  done
}

test_a_script_that_never_loads_is_stopped() {
  script endless.lua <<<'while true do end'
  run run endless.lua
  exits 1
  says "endless.lua:1: loading it did not end: a script only registers its scenarios"
}

test_a_directory_that_could_not_be_kept_whole_is_told() {
  unshare --user --map-root-user --mount true 2>err || skip "this machine allows no mount"
  script writes.lua <<<'scenario("writes", function(t) t:write("big", ("x"):rep(100000)) expect(1):equals(2) end)'
  mkdir small
  # shellcheck disable=SC2016 # it is another shell that expands it
  parley=$parley unshare --user --map-root-user --mount bash -c '
    mount -t tmpfs -o size=12k none small
    TMPDIR=$PWD/small "$parley" run writes.lua >out 2>err
    echo "$?" >code'
  # shellcheck disable=SC2034 # lib.sh looks at it
  read -r status <code
  exits 3
  says "not all of its directory could be kept: $PWD/small/parley-kept-"
  says "big: No space left on device"
}

test_descriptors_that_were_forgotten_are_closed_when_none_is_left() {
  cp "$here"/scripts/descriptors.lua .
  ulimit -n 256
  run run descriptors.lua
  exits 0
  says "2 passed, 0 failed, 0 skipped"
}

test_a_lookup_without_a_descriptor_is_an_error_of_the_system() {
  cp "$here"/scripts/resolver_descriptors.lua .
  ulimit -n 256
  run run resolver_descriptors.lua
  exits 0
  says "0 failed"
}

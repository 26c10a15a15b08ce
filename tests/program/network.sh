# The network that scenarios run in: their own, or the host's where that is asked for or nothing else is allowed.
# shellcheck shell=bash

# forbidding COMMAND...: runs it where no further user namespace may be made, as many machines have it.
forbidding() {
  unshare --user --map-root-user true 2>/dev/null || skip "this machine allows no user namespace at all"
  # shellcheck disable=SC2016  # for the inner shell
  unshare --user --map-root-user bash -c 'echo 0 >/proc/sys/user/max_user_namespaces && exec "$@"' - "$@"
}

test_a_scenario_meets_nothing_of_the_one_before() {
  unshare --user --map-root-user --net true 2>/dev/null || skip "this machine allows no private network"
  cp "$here"/scripts/after_another.lua .
  local jobs
  for jobs in 1 2 4; do
    run run --network private "-j$jobs" after_another.lua
    exits 0
    says "18 passed, 0 failed, 0 skipped"
  done
}

test_two_runs_on_the_hosts_network_take_turns() {
  cp "$here"/scripts/fixed_port.lua .
  local first=0 second=0
  "$parley" run fixed_port.lua >out 2>err &
  "$parley" run fixed_port.lua >>out 2>>err || second=$?
  wait $! || first=$?
  [[ $first$second == 00 ]] || fail "exit codes $first and $second"
}

test_without_private_networks_the_rest_runs_on_the_hosts() {
  script both.lua <<'LUA'
scenario("anywhere", function() expect(1):equals(1) end)
scenario("only private", { requires = { "private" } }, function() error("ran") end)
LUA
  status=0
  forbidding env NO_COLOR=1 "$parley" run both.lua >out 2>err || status=$?
  exits 0
  says "skip only private: requires"
  says "1 passed, 0 failed, 1 skipped"
}

# shellcheck disable=SC2034  # status is for lib.sh
test_a_private_network_that_is_demanded_and_forbidden_is_the_machines_fault() {
  script it.lua <<<'scenario("it", function() expect(1):equals(1) end)'
  status=0
  forbidding "$parley" run --network private it.lua >out 2>err || status=$?
  exits 3
}

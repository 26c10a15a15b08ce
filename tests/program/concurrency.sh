# How many scenarios run at the same time, and what is said of those that take long.
# shellcheck shell=bash

# Scenarios that end only when COUNT of them wait at the same time: another run of parley answers them all then.
meeting() {
  local count=$1
  script host/meet.lua <<EOF
local socket = require "socket"
scenario("meets", { timeout = 100, assertions = false }, function(t)
  local door <close> = socket.socket(socket.AF_UNIX)
  door:bind(t:param("door"))
  door:settimeout(90) -- A wait without one would be a deadlock: nobody in this run is going to connect.
  door:listen($count)
  print("the door is open")
  local guests = {}
  for i = 1, $count do guests[i] = door:accept() end
  for _, guest in ipairs(guests) do
    guest:sendall("all are here")
    guest:close()
  end
end)
EOF
  script guests.lua <<EOF
local socket = require "socket"
for i = 1, $count do
  scenario("guest " .. i, { timeout = 90, assertions = false }, function(t)
    local guest <close> = socket.socket(socket.AF_UNIX)
    guest:settimeout(80)
    guest:connect(t:param("door"))
    expect(guest:recv_all()):equals("all are here")
  end)
end
EOF
  mkfifo told
  "$parley" run -v host/meet.lua --set "door=$PWD/door" >told 2>/dev/null &
  host=$!
  exec 9<told
  local line
  while read -r line <&9; do [[ $line != *"the door is open" ]] || return 0; done
  fail "the door stays closed"
}

test_scenarios_that_only_wait_take_no_cores() {
  local count=$((3 * $(nproc)))
  [[ $count -lt 48 ]] || count=48
  meeting "$count"
  run run guests.lua --set "door=$PWD/door"
  exits 0
  cat <&9 >/dev/null
  wait "$host" || fail "the host failed"
  # What they took is known now.
  rm door told
  meeting "$count"
  run run guests.lua --set "door=$PWD/door"
  exits 0
  cat <&9 >/dev/null
  wait "$host" || fail "the host failed"
}

test_a_number_of_jobs_is_exact() {
  for n in 1 2 3 4 5 6; do echo "scenario('s$n', { assertions = false }, function(t) t:sleep(0.05) end)"; done | script six.lua
  run run six.lua -j1 --report jsonl=out.jsonl
  [[ $(jq -r 'select(.type == "started" or .type == "finished") | .type' out.jsonl | uniq | wc -l) -eq 12 ]] ||
    fail "two ran at once"
  # A lock of its own: who else runs on the host's network is not to be waited for.
  export XDG_RUNTIME_DIR=$PWD
  run run six.lua -j1 --network host
  exits 0
  run run six.lua --network host
  exits 0
  says "6 passed"
}

test_what_runs_for_long_is_said_while_it_runs() {
  script waits.lua <<'EOF'
scenario("quick", { assertions = false }, function() end)
scenario("waits", { timeout = 60, assertions = false }, function(t) t:sleep(1) end)
EOF
  run run waits.lua --slow-timeout 0.2 --report jsonl=out.jsonl
  exits 0
  says "slow waits: still runs after 200 ms (waits.lua:2)"
  says "slow waits: still runs after 400 ms"
  jq -es 'any(.type == "slow" and .name == "waits" and .seconds == 0.2)' out.jsonl >words || fail "no record"
  run run waits.lua --slow-timeout 60
  says_not "still runs"
  run run waits.lua --slow-timeout 0
  exits 2
}

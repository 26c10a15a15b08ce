# What reports tell of t:load.
# shellcheck shell=bash

# Three scenarios with a load: one that passes, one with errors, one whose threshold does not hold.
some_loads() {
  script loads.lua <<'LUA'
local socket = require "socket"

local function echo_server(t)
  local listener = socket.create_server({ "127.0.0.1", 0 }, { backlog = 128 })
  t:background("server", function()
    while true do
      local conn = listener:accept()
      t:background("server", function()
        local line = pcall(conn.recv_line, conn)
        while line do
          conn:sendall("pong\n")
          line = pcall(conn.recv_line, conn)
        end
        conn:close()
      end)
    end
  end)
  return listener:getsockname()
end

local function ping(c)
  c:sendall("ping\n")
  expect(c:recv_line()):equals("pong\n")
end

scenario("closed", function(t)
  local result = t:load { name = "<b>pings", to = echo_server(t), connections = 4, requests = 400, each = ping }
  expect(result.requests):equals(400)
end)

scenario("open", function(t)
  local address = echo_server(t)
  local result = t:load { to = address, connections = 2, rate = 500, requests = 50, each = function(c, number)
    if number == 7 then
      socket.create_connection({ "127.0.0.1", 1 }) -- nobody listens there
    end
    ping(c)
  end }
  expect(result.errors):equals { ConnectionRefusedError = 1 }
end)

scenario("too slow", function(t)
  local result = t:load { to = echo_server(t), requests = 10, each = ping }
  expect(result.latency.p99):at_most(1e-9)
end)
LUA
}

test_the_terminal_shows_figures_and_a_histogram() {
  some_loads
  run run -v loads.lua
  exits 1
  says "<b>pings: 4 connections, as fast as they are answered"
  says "400 requests answered in "
  says "load: 2 connections, 500 requests due a second"
  says "49 requests answered in "
  says "1 request failed: ConnectionRefusedError"
  grep -qE '^ +latency  min [0-9.]+ (ns|us|ms)  mean ' out || fail "no latencies"
  grep -qE '^ +p50 [0-9.]+ (us|ms)  p90 .*  p999 ' out || fail "no percentiles"
  [[ $(grep -cE '^ +up to +[0-9.]+ (us|ms|s)  #+ +[0-9]+$' out) -gt 5 ]] || fail "no histogram"
}

test_without_verbose_only_what_failed_shows_its_load() {
  some_loads
  run run loads.lua
  exits 1
  says_not "pings:"
  says "10 requests answered in "
}

# what of it a reader of JSON lines finds, also where they went through a merge.
has_loads() {
  jq -en '[inputs | select(.type == "finished" and .name == "closed")][0] | .loads | length == 1 and (.[0] |
    .name == "<b>pings" and .model == "closed" and .connections == 4 and .processes == 1 and .requests == 400 and
    .failed == 0 and .dropped == 0 and .errors == {} and (.throughput * .seconds | round) == 400 and
    ([.bars[][1]] | add) == 400 and .latency.min <= .latency.p50 and .latency.p999 <= .latency.max)' "$1" >words ||
    fail "$1: $(jq -c 'select(.type == "finished") | .loads' "$1")"
  jq -en '[inputs | select(.type == "finished" and .name == "open")][0] | .loads[0] |
    .model == "open" and .rate == 500 and .errors == { ConnectionRefusedError: 1 } and .failed == 1' "$1" >words ||
    fail "$1: $(jq -c 'select(.type == "finished") | .loads' "$1")"
}

test_json_lines_have_the_figures() {
  command -v jq >words || skip "there is no jq here"
  some_loads
  run run loads.lua --report jsonl=out.jsonl
  exits 1
  has_loads out.jsonl
  run merge out.jsonl --report jsonl=merged.jsonl
  has_loads merged.jsonl
  diff <(jq -cS 'select(.type == "finished") | .loads' out.jsonl | sort) \
    <(jq -cS 'select(.type == "finished") | .loads' merged.jsonl | sort) || fail "a merge changes figures"
}

test_loads_are_what_the_schema_wants() {
  local schema="$here/../../docs/report.schema.json"
  [[ -e $schema ]] || skip "the documentation is not here"
  python3 -c 'import jsonschema' 2>words || skip "python3 has no jsonschema here (python3-jsonschema)"
  some_loads
  run run loads.lua --report jsonl=out.jsonl
  cat >check.py <<'PYTHON'
import json, sys
from jsonschema import Draft202012Validator as Validator
schema = Validator(json.load(open(sys.argv[1])))
for line in open(sys.argv[2]):
    for error in schema.iter_errors(json.loads(line)):
        sys.exit(str(error))
PYTHON
  python3 check.py "$schema" out.jsonl >words 2>&1 || fail "$(cat words)"
}

test_events_say_nothing_of_what_a_load_exchanges() {
  command -v jq >words || skip "there is no jq here"
  some_loads
  run run --exact closed loads.lua --report events=events.jsonl
  exits 0
  [[ $(jq -r 'select(.role == "<b>pings") | .type' events.jsonl | wc -l) -eq 0 ]] || fail "$(head -n 30 events.jsonl)"
  [[ $(jq -r 'select(.role == "server" and .type == "received") | .length' events.jsonl | wc -l) -ge 400 ]] ||
    fail "nothing of the server"
}

# The program kills one of its siblings, which are the load's processes.
test_a_process_of_a_load_that_dies_is_told() {
  script kill.sh <<'SH'
read -r _
for child in $(cat "/proc/$PPID/task/$PPID/children"); do
  if [ "$child" != $$ ]; then kill -KILL "$child" && exit; fi
done
SH
  script dies.lua <<'LUA'
local process = require "process"
scenario("dies", { timeout = 20 }, function(t)
  local killer = process.start {
    command = { "sh", t:script_folder() .. "/kill.sh" }, stdin = process.PIPE, name = "killer",
  }
  local begun = 0
  t:run("killer", function()
    while begun == 0 do t:sleep(0.01) end
    killer:write("now\n")
  end, "load", function()
    begun = 1
    t:load { connections = 2, processes = 2, duration = 10, each = function() t:sleep(0.01) end }
  end)
end)
LUA
  SECONDS=0
  run run dies.lua
  exits 1
  says "a process of the load died of SIGKILL"
  ((SECONDS < 9)) || fail "the other process went on for $SECONDS s"
}

# --report events=FILE: the timed log of what happened, as jq reads it.
# shellcheck shell=bash

echo_server() {
  script echo.lua <<'EOS'
local socket = require "socket"

scenario("the server sends back what it received", function(t)
  local listener = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:sendall(conn:recv(1024))
  end, "client", function()
    local s <close> = socket.create_connection { "127.0.0.1", 7000 }
    s:sendall("a\0\"\xff")
    expect(s:recv_exactly(4)):equals("a\0\"\xff")
    print("done")
  end)
  expect(function() socket.create_connection { "127.0.0.1", 7001 } end):raises(socket.ConnectionRefusedError)
end)
EOS
}

# events FILTER: what jq makes of the log, lines joined by blanks.
events() { jq -r "$1" events.jsonl | tr '\n' ' '; }

# is FILTER TEXT: the same, which must be TEXT.
is() {
  local actual
  actual=$(events "$1")
  [[ ${actual% } == "$2" ]] || fail "$1 gives $actual, not $2"
}

test_each_call_is_there_by_role() {
  echo_server
  run run echo.lua --report events=events.jsonl
  exits 0
  is 'select(.type == "call" and .role == "client") | .call' 'getaddrinfo socket connect sendall recv_exactly close'
  is 'select(.type == "call" and .role == "server") | .call' 'accept recv sendall close'
  is 'select(.type == "call" and .call == "connect" and .role == "client") | .arguments[0]' '{"127.0.0.1", 7000}'
  is 'select(.type == "call" and .error) | .error' 'ConnectionRefusedError: [Errno 111] Connection refused'
  is 'select(.type == "call" and .begin > .end) | .call' ''
}

test_bytes_are_whole_whatever_they_are() {
  echo_server
  run run echo.lua --report events=events.jsonl
  is 'select(.type == "sent") | "\(.role) \(.length) \(.bytes)"' 'client 4 YQAi/w== server 4 YQAi/w=='
  is 'select(.type == "received") | "\(.role) \(.length) \(.bytes)"' 'server 4 YQAi/w== client 4 YQAi/w=='
  is 'select(.type == "output") | "\(.role) \(.by) \(.bytes | @base64d | rtrimstr("\n"))"' 'client print done'
}

test_a_socket_is_a_number_with_addresses() {
  echo_server
  run run echo.lua --report events=events.jsonl
  is 'select(.type == "socket" and .socket == 1) | .local' '0.0.0.0:0 127.0.0.1:7000'
  is 'select(.type == "socket" and .socket == 2) | "\(.family) \(.kind) \(.remote // "-")"' \
    'AF_INET SOCK_STREAM - AF_INET SOCK_STREAM 127.0.0.1:7000'
  [[ $(jq -s '([.[] | select(.type == "socket").socket] | unique) == ([.[] | select(.type == "closed").socket] | unique)' \
    events.jsonl) == true ]] || fail "not every socket that is opened is closed"
}

test_it_begins_with_its_version_and_ends() {
  echo_server
  run run echo.lua --report events=events.jsonl
  is 'select(.type == "begin") | .version' 1
  is 'select(.type == "scenario") | "\(.run) \(.file):\(.line) \(.name)"' \
    '1 echo.lua:3 the server sends back what it received'
  [[ $(jq -r .type events.jsonl | tail -2 | tr '\n' ' ') == "over end " ]] || fail "it has another end"
  [[ $(jq -r .type events.jsonl | head -2 | tr '\n' ' ') == "begin scenario " ]] || fail "it has another beginning"
}

test_what_was_before_a_sigkill_is_there() {
  script killed.lua <<'EOS'
local socket = require "socket"
local process = require "process"
scenario("is killed", function()
  local a = socket.socketpair()
  local p = process.start { command = { "sh", "-c", "read go; kill -9 $PPID" }, stdin = process.PIPE }
  a:sendall("last words")
  p:write("go\n")
  while true do end -- nothing waits any more, so nothing is sent to parley either
end)
EOS
  run run killed.lua --report events=events.jsonl
  exits 1
  is 'select(.type == "sent") | .bytes | @base64d' 'last words'
  is 'select(.type == "over") | .run' ''
  is 'select(.type == "end") | .type' end
}

test_a_call_that_never_ends_is_a_wait() {
  script stuck.lua <<'EOS'
local socket = require "socket"
scenario("waits for ever", function() socket.socketpair():recv(1) end)
EOS
  run run stuck.lua --report events=events.jsonl
  exits 1
  is 'select(.type == "wait") | "\(.role) \(.call) \(.socket)"' 'main recv 1'
  is 'select(.type == "failure") | .role' main
}

test_processes_and_their_output_are_there() {
  script child.lua <<'EOS'
local process = require "process"
scenario("starts a child", function()
  local p = process.start { command = { "sh", "-c", "echo out; echo err >&2" }, name = "child" }
  expect(p:wait()):equals { exit_code = 0 }
end)
EOS
  run run child.lua --report events=events.jsonl
  exits 0
  is 'select(.type == "output") | "\(.role) \(.by) \(.length)"' 'child stdout 4 child stderr 4'
  is 'select(.role == "child") | .type' 'started output output ended'
  is 'select(.type == "started") | .command | join(" ")' 'sh -c echo out; echo err >&2'
  is 'select(.type == "ended") | .exit_code' 0
}

test_the_end_of_a_process_names_the_signal() {
  script killed.lua <<'EOS'
local process = require "process"
scenario("kills a child", function()
  local p = process.start { command = { "sleep", "60" } }
  p:signal("SIGKILL")
  expect(p:wait()):equals { signal = "SIGKILL" }
  process.start { command = { "sleep", "61" }, name = "left over" }
end)
EOS
  run run killed.lua --report events=events.jsonl
  exits 0
  is 'select(.type == "ended") | "\(.role) \(.signal) \(.exit_code)"' 'sleep SIGKILL null left over SIGKILL null'
  [[ $(jq -r .type events.jsonl | tail -2 | head -1) == over ]] || fail "something follows the end of the scenario"
}

name_server() {
  script names.lua <<'EOS'
local socket = require "socket"
local zone = { ["www.example.test"] = { A = "127.0.0.2" }, ["big.example.test"] = { A = "127.0.0.3", truncated = true } }
scenario("asks for names", { dns = zone }, function()
  expect((socket.gethostbyname("www.example.test"))):equals("127.0.0.2")
  expect((socket.gethostbyname("big.example.test"))):equals("127.0.0.3")
end)
EOS
}

test_queries_to_the_name_server_are_there() {
  name_server
  run run names.lua --report events=events.jsonl
  [[ $status -ne 3 ]] || skip "there is no private network here"
  exits 0
  is 'select(.type == "query") | "\(.name) \(.records) \(.transport)"' \
    'www.example.test A udp big.example.test A udp big.example.test A tcp'
}

test_connections_have_two_ends_which_know_each_other() {
  echo_server
  run run echo.lua --report events=events.jsonl
  is 'select(.peer_socket) | "\(.role) \(.socket) \(.peer_socket)"' 'server 3 2'
  is 'select(.type == "closed" and .ending and .role == "client") | .ending' eof
  script reset.lua <<'EOS'
local socket = require "socket"
scenario("closes with bytes unread", function()
  local a, b = socket.socketpair()
  a:sendall("unread")
  b:close()
  expect(function() a:recv(1) end):raises(socket.ConnectionResetError)
end)
EOS
  run run reset.lua --report events=events.jsonl
  exits 0
  is 'select(.type == "closed" and .role) | .ending' reset
}

test_a_process_at_the_other_end_has_its_name() {
  command -v python3 >words || skip "there is no python3 here"
  script peer.lua <<'EOS'
local socket = require "socket"
local process = require "process"
scenario("talks to a process", function()
  local code = "import socket\ns = socket.create_server(('127.0.0.1', 7000)).accept()[0]\ns.sendall(b'x')\ns.recv(1)"
  process.start { command = { "python3", "-c", code }, name = "speaker", ready = { tcp = { "127.0.0.1", 7000 } } }
  local s <close> = socket.create_connection { "127.0.0.1", 7000 }
  expect(s:recv(1)):equals("x")
end)
EOS
  run run peer.lua --report events=events.jsonl
  exits 0
  is 'select(.peer) | "\(.remote) \(.peer)"' '127.0.0.1:7000 speaker'
}

test_what_tls_says_is_there() {
  [[ -e $here/../../specs/ssl ]] || skip "the specs are not here"
  run run "$here"/../../specs/ssl/ends.lua --filter "close_notify, both ways, by unwrap" --report events=events.jsonl
  exits 0
  is 'select(.type == "secured") | "\(.role) \(.agreed | split(" ")[0])"' 'client TLSv1.3 server TLSv1.3'
  [[ $(events 'select(.type == "alert") | "\(.direction) \(.name)"') == *"sent close_notify"* ]] || fail "no alert is there"
}

# A run in which each kind of record is, some of them by specs/examples.
everything_that_happens() {
  name_server
  script stuck.lua <<'EOS'
local process = require "process"
scenario("waits for ever", function() process.start { command = { "sleep", "60" } }:wait() end)
EOS
  run run "$here"/../../specs/examples/0[2356]*.lua "$here"/../../specs/ssl/ends.lua names.lua stuck.lua --timeout 2 --segment=3 --report events=events.jsonl
  exits 1
  says "1 failed"
}

test_each_record_is_what_the_schema_wants() {
  local schema="$here/../../docs/events.schema.json"
  [[ -e $schema && -e $here/../../specs/examples ]] || skip "the documentation and the specs are not here"
  python3 -c 'import jsonschema' 2>words || skip "python3 has no jsonschema here (python3-jsonschema)"
  everything_that_happens
  cat >check.py <<'EOF'
import json, sys
from jsonschema import Draft202012Validator as Validator
schema = json.load(open(sys.argv[1]))
Validator.check_schema(schema)
missing = set()
for form in schema["oneOf"]:
    kind = form["properties"]["type"]
    missing.update(kind["enum"] if "enum" in kind else [kind["const"]])
for number, line in enumerate(open("events.jsonl"), 1):
    record = json.loads(line)
    missing.discard(record["type"])
    for error in Validator(schema).iter_errors(record):
        sys.exit(f"{number}: {line}{error.message}")
if missing:
    sys.exit(f"no record is of: {missing}")
EOF
  python3 check.py "$schema" >words 2>&1 || fail "$(cat words)"
}

test_scenarios_side_by_side_are_told_apart() {
  script many.lua <<'EOS'
local socket = require "socket"
for i = 1, 6 do
  scenario("number " .. i, function()
    local a, b = socket.socketpair()
    for _ = 1, i do a:sendall("x") end
    expect(b:recv_exactly(i)):has_length(i)
  end)
end
EOS
  run run many.lua -j 3 --report events=events.jsonl
  exits 0
  local numbers
  numbers=$(jq -rs 'group_by(.run)[] | select(.[0].run) | "\(map(select(.name))[0].name) \(map(select(.type == "sent")) | length)"' \
    events.jsonl | sort | tr '\n' ';')
  [[ $numbers == "number 1 1;number 2 2;number 3 3;number 4 4;number 5 5;number 6 6;" ]] || fail "they are mixed: $numbers"
}

test_each_way_of_a_sweep_is_a_run() {
  echo_server
  run run echo.lua --segment=sweep --report events=events.jsonl
  [[ $(jq -sc '[.[] | select(.type == "scenario") | .segment // 0] | sort' events.jsonl) == \
    '[0,1,2,3,4,5,6,7,8,9,10,11]' ]] || fail "not each way is there once"
}

test_merge_reads_no_events() {
  echo_server
  run run echo.lua --report jsonl=run.jsonl
  run merge run.jsonl --report events=events.jsonl
  exits 2
  says "merge reads no events"
}

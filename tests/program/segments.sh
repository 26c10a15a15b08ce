# --segment cuts streams, so that a script shows whether it counts on where they are cut.
# shellcheck shell=bash

framing() {
  script framing.lua <<'EOS'
local socket = require "socket"

local function exchange(t, read)
  local a, b = socket.socketpair()
  t:run("client", function() a:sendall("hello") end, "server", function() expect(read(b)):equals("hello") end)
  expect(t):exchanged [[
    main > main  unix socketpair
      > "hello"
  ]]
end

scenario("takes a receive for a message", function(t) exchange(t, function(s) return s:recv(100) end) end)
scenario("says how long a message is", function(t) exchange(t, function(s) return s:recv_exactly(5) end) end)
scenario("asks for a message with MSG_WAITALL", function(t)
  exchange(t, function(s) return s:recv(5, socket.MSG_WAITALL) end)
end)
scenario("sends messages that stay whole", function()
  local a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
  a:send("hello")
  expect(b:recv(100)):equals("hello")
end)
scenario("is told how much was sent", function()
  local a = socket.socketpair()
  a:settimeout(1)
  expect(a:send("hello")):equals(5)
end)
EOS
}

test_without_it_nothing_is_cut() {
  framing
  run run framing.lua
  exits 0
}

test_byte_by_byte_a_receive_is_no_message() {
  framing
  run run framing.lua --segment=1
  exits 1
  says "3 passed, 2 failed"
  says "takes a receive for a message"
  says 'expected: "hello"'
  says "is told how much was sent"
}

test_a_seed_cuts_the_same_way_each_time() {
  script sizes.lua <<'EOS'
local socket = require "socket"
scenario("sizes", { assertions = false }, function()
  local a, b = socket.socketpair()
  a:sendall(("x"):rep(200))
  local sizes = {}
  for i = 1, 5 do sizes[i] = #b:recv(40) end
  print(table.concat(sizes, " "))
end)
EOS
  run run sizes.lua --segment=7 --report jsonl=first.jsonl
  exits 0
  run run sizes.lua --segment=7 --report jsonl=second.jsonl
  run run sizes.lua --segment=8 --report jsonl=third.jsonl
  ways() { jq -r 'select(.outputs) | .outputs[].text' "$1"; }
  [ -n "$(ways first.jsonl)" ] || fail "nothing printed"
  [ "$(ways first.jsonl)" = "$(ways second.jsonl)" ] || fail "one seed, two ways to cut"
  [ "$(ways first.jsonl)" != "$(ways third.jsonl)" ] ||
    fail "two seeds, one way to cut"
}

test_it_takes_a_number() {
  framing
  run run framing.lua --segment=often
  exits 2
  says "--segment takes a number"
  says "or sweep"
}

# The framing bugs of the documents' servers, as they were written: an END that is compared with one receive, and text
# that is decoded receive by receive.
naive_servers() {
  script naive.lua <<'EOS'
local socket = require "socket"

local function serve(client)
  while true do
    local data = client:recv(1024)
    if data == "" or data == "END" then break end
    client:send("Hey client")
  end
  client:close()
end

scenario("compares an end marker with a receive", function(t)
  local listener = socket.create_server { "127.0.0.1", 8001 }
  t:background("server", function() serve((listener:accept())) end)
  local s <close> = socket.create_connection { "127.0.0.1", 8001 }
  s:sendall("END")
  expect(s:recv_all()):equals("")
end)

scenario("decodes text receive by receive", function(t)
  local a, b = socket.socketpair()
  a:sendall("déjà vu")
  a:close()
  repeat
    local data = b:recv(1024)
    assert(utf8.len(data), "'utf-8' codec can't decode")
  until data == ""
end)

scenario("says how long a message is", function()
  local a, b = socket.socketpair()
  a:sendall("hello")
  expect(b:recv_exactly(5)):equals("hello")
end)
EOS
}

test_a_sweep_finds_the_framing_bugs_of_the_documents() {
  naive_servers
  run run naive.lua
  exits 0
  run run naive.lua --segment=sweep
  exits 1
  says "1 passed, 2 failed"
  says "FAIL compares an end marker with a receive"
  says "FAIL decodes text receive by receive"
}

test_a_sweep_shows_both_runs_from_where_they_differ() {
  naive_servers
  run run naive.lua --segment=sweep --filter marker --set 'key=a value'
  exits 1
  says "passes whole and fails byte by byte"
  says "whole                             | byte by byte"
  says "main > server  tcp 127.0.0.1:8001 | main > server  tcp 127.0.0.1:8001"
  says '  < EOF                           !   < "Hey clientHey clientHey client"'
  says "again: parley run --segment=1 --set 'key=a value' naive.lua:12"
}

test_the_command_line_of_a_sweep_fails_again() {
  naive_servers
  run run naive.lua --segment=sweep --filter decodes
  local again
  again=$(sed -n 's/^ *again: parley //p' out)
  # shellcheck disable=SC2086  # it is a command line
  run $again
  exits 1
  says "FAIL decodes text receive by receive"
}

test_each_report_of_a_sweep_has_a_verdict_a_scenario() {
  naive_servers
  run run naive.lua --segment=sweep -j 3 --report jsonl=out.jsonl --report junit=out.xml --report tap=out.tap
  exits 1
  [ "$(jq -r 'select(.type == "finished") | .verdict' out.jsonl | sort | tr '\n' ' ')" = "failed failed passed " ] ||
    fail "not one verdict for each scenario"
  [ "$(grep -c '<failure ' out.xml)" = 2 ] || fail "JUnit has other failures"
  [ "$(grep -c '^not ok ' out.tap)" = 2 ] || fail "TAP has other failures"
  grep -q 'again: parley run --segment=' out.xml || fail "JUnit does not say how to run it again"
}

test_a_sweep_calls_what_fails_whole_as_it_is() {
  script whole.lua <<'EOS'
scenario("fails however it is cut", function() expect(1):equals(2) end)
scenario("fails as its script says", { fails = "a reason" }, function() expect(1):equals(2) end)
scenario("is skipped", { skip = "a reason" }, function() end)
EOS
  run run whole.lua --segment=sweep
  exits 1
  says "1 passed, 1 failed, 1 skipped"
  says "expected another value"
  says_not "again:"
}

test_a_sweep_is_all_the_repetition_there_is() {
  naive_servers
  for option in --retries=1 --repeat=2 --until-failure; do
    run run naive.lua --segment=sweep $option
    exits 2
    says "--segment=sweep runs each scenario in many ways already"
  done
}

test_a_sweep_of_the_documents_programs() {
  cp "$here/scripts/framing.lua" .
  run run framing.lua --segment=sweep -j1
  exits 1
  prints_as framing.txt
}

whole_receives() {
  script whole.lua <<'EOS'
local socket = require "socket"

local function is_one_receive()
  local a, b = socket.socketpair()
  a:sendall("hello")
  expect(b:recv(100)):equals("hello")
end

scenario("what is sent at once comes at once", { segment = false }, is_one_receive)
scenario("what is sent at once is a message", is_one_receive)
describe("none of these", { segment = false }, function()
  before_all(function() end)
  it("is cut", is_one_receive)
end)
EOS
}

test_a_scenario_about_whole_receives_is_not_cut_and_the_report_says_so() {
  whole_receives
  run run whole.lua --segment=1 --report jsonl=out.jsonl --report events=events.jsonl
  exits 1
  says "2 passed, 1 failed"
  grep -q 'comes at once (.*, not cut)$' out || fail "the report does not say so"
  grep -q 'is cut (.*, not cut)$' out || fail "the report does not say so of one in a describe"
  [[ $(jq -r 'select(.type == "finished") | .not_cut' out.jsonl | sort | tr '\n' ' ') == "null true true " ]] ||
    fail "the JSON lines do not say so"
  [[ $(jq -r 'select(.type == "scenario") | .segment' events.jsonl | sort | tr '\n' ' ') == "1 null null " ]] ||
    fail "the events do not say so"
}

test_without_a_cut_nothing_is_called_not_cut() {
  whole_receives
  run run whole.lua
  exits 0
  says_not "not cut"
}

test_a_sweep_plays_what_is_not_cut_once() {
  whole_receives
  run run whole.lua --segment=sweep --filter "at once comes" --report events=events.jsonl
  exits 0
  says "not cut"
  [[ $(jq -r 'select(.type == "scenario") | .run' events.jsonl | wc -l) == 1 ]] || fail "it is played more than once"
}

test_a_merge_keeps_what_is_not_cut() {
  whole_receives
  run run whole.lua --segment=7 --filter cut --report jsonl=out.jsonl
  run merge out.jsonl
  says "not cut"
}

# A sample of what `parley run --segment=1 specs scripts` and other seeds play. Examples 01 and 04 take a receive for a
# message, as their documents do, and fail as those do.
test_the_specs_pass_however_their_streams_are_cut() {
  local top="$here/../.." segment
  [[ -e $top/specs ]] || skip "the specs are not here"
  for segment in 1 7; do
    run run --segment=$segment "$top"/specs/examples/0[2356]*.lua "$top"/specs/harness/transcript_ends.lua \
      "$top"/specs/harness/transcript_tasks.lua "$top"/specs/socket/{accept,receive,sendfile,makefile}.lua \
      "$top"/scripts/003-tcp-udp-threads/end_marker.lua
    exits 0
    says "not cut"
  done
}

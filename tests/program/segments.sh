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
  [ "$(grep -o 'output.*' first.jsonl | head -1)" = "$(grep -o 'output.*' second.jsonl | head -1)" ] ||
    fail "one seed, two ways to cut"
  [ "$(grep -o 'output.*' first.jsonl | head -1)" != "$(grep -o 'output.*' third.jsonl | head -1)" ] ||
    fail "two seeds, one way to cut"
}

test_it_takes_a_number() {
  framing
  run run framing.lua --segment=often
  exits 2
  says "--segment takes a number"
}

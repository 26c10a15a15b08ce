# --no-record: a run without transcripts.
# shellcheck shell=bash

# greeting CLAIM: a script whose only scenario passes a word, and then makes the claim.
greeting() {
  script greeting.lua <<EOS
local socket = require "socket"
scenario("it greets", function(t)
  local a, b = socket.socketpair()
  a:sendall("hello")
  expect(b:recv(10)):equals("hello")
  $1
end)
EOS
}

test_what_compares_no_exchange_passes() {
  greeting ''
  run run -v --no-record greeting.lua
  exits 0
  says_not "exchange:"
}

test_an_exchange_cannot_be_compared_and_the_way_out_is_named() {
  greeting 'expect(t):exchanged [[ > "hello" ]]'
  run run --no-record greeting.lua
  exits 1
  says "greeting.lua:6: in main: exchanged() compares the exchange, which is not recorded: the run has the option --no-record: run it without"
  says_not "exchange:"
}

test_nor_a_golden() {
  greeting 'expect(t):matches_golden()'
  run run --no-record greeting.lua
  exits 1
  says "matches_golden() compares the exchange, which is not recorded: the run has the option --no-record"
  [[ ! -e golden ]] || fail "something is pending"
}

test_nor_a_conversation() {
  greeting 'expect(t:conversation("main")):exchanged [[ ]]'
  run run --no-record greeting.lua
  exits 1
  says "t:conversation() is a part of the exchange, which is not recorded: the run has the option --no-record"
}

test_a_deadlock_is_found_at_once() {
  script stuck.lua <<'EOS'
local socket = require "socket"
scenario("waits for ever", { timeout = 60 }, function()
  local a, b = socket.socketpair()
  a:sendall("x")
  b:recv_exactly(2)
end)
EOS
  run run --no-record stuck.lua
  exits 1
  says "deadlock: every task waits"
}

test_it_goes_with_nothing_that_lives_on_exchanges() {
  greeting ''
  run run --no-record --segment=sweep greeting.lua
  exits 2
  says "--segment=sweep compares exchanges, which --no-record does not record"
  CI='' run run --no-record --update greeting.lua
  exits 2
  says "--update writes exchanges, which --no-record does not record"
}

# peak ARGS...: the most memory, in KiB, that the process had which moved 1 GiB.
peak() {
  run run -v "$@" bulk.lua
  exits 0
  sed -n 's/.*peak \([0-9]*\) KiB.*/\1/p' out | head -1
}

# Of a transfer the record holds the beginning, the length and a hash, however long it is.
test_a_record_of_a_gibibyte_takes_less_than_eight_mebibytes() {
  script bulk.lua <<'EOS'
local socket = require "socket"
scenario("1 GiB", { timeout = 60 }, function(t)
  local block, total = ("0123456789abcdef"):rep(4096), 0
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    local space = socket.bytearray(#block)
    repeat
      local size = conn:recv_into(space)
      total = total + size
    until size == 0
  end, "client", function()
    local s <close> = socket.create_connection { "127.0.0.1", 7000 }
    for _ = 1, 16384 do s:sendall(block) end
  end)
  expect(total):equals(1 << 30)
  print("peak " .. t:read("/proc/self/status"):match("VmHWM:%s*(%d+)") .. " KiB")
end)
EOS
  local without with
  without=$(peak --no-record)
  with=$(peak)
  ((with - without < 8192)) || fail "the record takes $((with - without)) KiB"
}

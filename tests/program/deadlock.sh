# When nothing can go on any more, parley says so at once, and who waits where.
# shellcheck shell=bash

# at_once SCRIPT: it fails long before the time limit of its scenarios, a minute, is over.
at_once() {
  SECONDS=0
  run run -j1 "$1"
  exits 1
  ((SECONDS < 20)) || fail "it took $SECONDS s"
}

test_every_kind_is_said_at_once() {
  cp "$here"/scripts/deadlock.lua .
  at_once deadlock.lua
  prints_as deadlock.txt
}

test_two_that_send_more_than_anybody_takes() {
  script sends.lua <<'LUA'
local socket = require "socket"
scenario("both send", { timeout = 60 }, function(t)
  local a, b = socket.socketpair()
  local much = ("x"):rep(1 << 22)
  t:run("left", function() a:sendall(much) end, "right", function() b:send(much) end)
end)
LUA
  at_once sends.lua
  says "sends.lua:5: in left: deadlock: every task waits"
  says "left in sendall at sends.lua:5"
  says "right in send at sends.lua:5"
}

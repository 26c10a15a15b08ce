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

test_nobody_is_left_that_select_could_tell_of() {
  script selects.lua <<'LUA'
local select, selectors, socket = require "select", require "selectors", require "socket"
scenario("both select", { timeout = 60 }, function(t)
  local a, b = socket.socketpair()
  local selector = selectors.DefaultSelector()
  selector:register(b, selectors.EVENT_READ)
  t:run("by select", function() select.select({ a }, {}, {}) end, "by selector", function() selector:select() end)
end)
LUA
  at_once selects.lua
  says "selects.lua:6: in by select: deadlock: every task waits"
  says "by select in select at selects.lua:6"
  says "by selector in epoll.poll at selects.lua:6"
}

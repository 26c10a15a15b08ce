# What a failure says where t:proxy, t:cut or t:fail had a part in it.
# shellcheck shell=bash

test_a_deadlock_behind_a_proxy_is_told_at_once() {
  script behind.lua <<'LUA'
local socket = require "socket"
scenario("both wait", { timeout = 60 }, function(t)
  local listener = socket.create_server { "127.0.0.1", 7000 }
  local proxy = t:proxy { to = { "127.0.0.1", 7000 }, toxics = { latency = { latency = 0.001 }, slow_close = { delay = 9 } } }
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:recv_exactly(10)
  end, "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("short")
    s:recv(10)
  end)
end)
LUA
  SECONDS=0
  run run behind.lua
  exits 1
  ((SECONDS < 20)) || fail "it took $SECONDS s"
  says "behind.lua:7: in server: deadlock: every task waits"
  says "client in recv at behind.lua:11"
  says_not "proxy in"
}

test_a_run_by_chance_says_its_seed() {
  script chance.lua <<'LUA'
local socket = require "socket"
scenario("a lossy line", function(t)
  local server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  server:bind { "127.0.0.1", 7000 }
  local proxy = t:proxy { kind = "udp", to = { "127.0.0.1", 7000 }, toxics = { loss = { probability = 0.5 } } }
  local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  for i = 1, 20 do s:sendto(tostring(i), proxy.address) end
  proxy:drain()
  server:settimeout(0)
  local got = {}
  for i = 1, 20 do
    local fine, data = pcall(server.recv, server, 10)
    got[i] = fine and data or nil
  end
  expect(table.concat(got, " ")):equals("all")
end)
LUA
  run run chance.lua
  exits 1
  says "proxy | seed 1: t:proxy{ seed = 1 } draws the same again"
  grep "actual:" out >first
  run run --set seed=1 chance.lua
  grep "actual:" out | diff first - || fail "the same seed draws something else"
  run run --set seed=5 chance.lua
  says "proxy | seed 5: t:proxy{ seed = 5 } draws the same again"
  grep "actual:" out | diff first - >/dev/null && fail "another seed draws the same"
  run run --set seed=x chance.lua
  exits 1
  says "--set seed=x: a seed is an integer"
}

test_a_failure_says_how_the_connection_was_cut() {
  script cut.lua <<'LUA'
local socket = require "socket"
scenario("a naive reader", function(t)
  local listener = socket.create_server { "127.0.0.1", 7000 }
  t:cut { to = { "127.0.0.1", 7000 }, after = "down", play = function(_, cut)
    t:run("server", function()
      local conn <close> = listener:accept()
      pcall(conn.sendall, conn, "abc")
    end, "client", function()
      local s <close> = socket.create_connection(cut.address)
      local answer = s:recv_all()
      expect(#answer == 0 or answer == "abc"):is_true()
    end)
  end }
end)
LUA
  run run cut.lua
  exits 1
  says "t:cut(): the connection was cut after byte 1 of 3 to the client (down), by FIN"
  says "# cut: after byte 1 of 3 down, by FIN"
  says 'client#2 > cut  tcp 127.0.0.1:*'
  says_not "client#3"
}

test_a_call_that_is_told_to_fail_and_never_made() {
  script told.lua <<'LUA'
local socket = require "socket"
scenario("too few", { assertions = false }, function(t)
  local a, b = socket.socketpair()
  t:fail("recv", "EIO", 2)
  b:send("x")
  a:recv(1)
end)
scenario("no role", { assertions = false }, function(t)
  t:fail { role = "sever", call = "recv", errno = "EIO" }
  t:run("server", function() end)
end)
scenario("not called", { assertions = false }, function(t) t:fail("connect", "EIO") end)
LUA
  run run -j1 told.lua
  exits 1
  says "told.lua:4: t:fail(): recv number 2 of 'main' was to fail with EIO, and recv was called 1 time"
  says "told.lua:9: t:fail(): recv number 1 of 'sever' was to fail with EIO, and recv was never called; there is no such role"
  says "did you mean 'server'?"
  says "told.lua:12: t:fail(): connect number 1 of 'main' was to fail with EIO, and connect was never called"
}

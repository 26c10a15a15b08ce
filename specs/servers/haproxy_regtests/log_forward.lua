-- HAProxy's reg-test log/log_forward: messages go from UDP into a ring, from there over TCP to another log-forward, and
-- over UDP to a syslog server.
local http = require "http"
local regtest = require "regtest_support"
local socket = require "socket"

local configuration = [[
frontend fe1
  mode http
  option httplog
  bind {{front}}
  log 127.0.0.1:1514 local0
  default_backend be
backend be
  mode http
  server app1 127.0.0.1:9001
ring myring
  format rfc5424
  maxlen 1200
  size 32764
  timeout connect 5s
  timeout server 10s
  server mysyslogsrv 127.0.0.1:{{ring_to}} {{protocol}}
log-forward syslog2tcp
  dgram-bind 127.0.0.1:1514
  log ring@myring local0
log-forward syslog2local
  bind 127.0.0.1:2514
  log 127.0.0.1:5140 local0
]]

local count = 50

-- HAProxy before a server, and as many requests as `count` through it.
local function play(t, values)
  regtest.serve(t, "app1", 9001, regtest.says "")
  local _, at = regtest.start(t, configuration, { "front" }, values)
  local c <close> = http.connect(at.front)
  for n = 1, count do expect(c:get("/client_c" .. n).status):equals(200) end
end

-- One message of RFC 5424, as HAProxy writes it where its own was of RFC 3164: its name stands in the place of the host.
local function expect_message(bytes, n)
  local text = bytes:match "^<134>1 %d+%-%d%d%-%d%dT%d%d:%d%d:%d%d[+-]%d%d:%d%d haproxy%[%d+%]: %- %- %- %- (.*)$"
  expect(text or repr(bytes)):matches("^127%.0%.0%.1:%d+ %[[^]]+%] fe1 be/app1 [%d/]+ 200 49 %- %- %-%-%-%- [%d/]+ 0/0 "
    .. '"GET /client_c' .. n .. ' HTTP/1%.1"$')
end

local framings = {
  ["in lines"] = { "legacy", function(conn) return conn:recv_line():sub(1, -2) end },
  ["counted"] = { "octet-count", function(conn)
    local length = tonumber(conn:recv_until(" "))
    return conn:recv_exactly(length)
  end },
}

describe("reg-tests > log/log_forward", regtest.options, function()
  scenario("each message comes through the ring and out on the other side, in order", function(t)
    local log = regtest.syslog(5140)
    play(t, { ring_to = 2514, protocol = "" })
    for n = 1, count do
      local bytes = log:recv(65535)
      expect(bytes:sub(-1)):equals("\n")
      expect_message(bytes:sub(1, -2), n)
    end
  end)

  scenario("the ring sends each message once, framed as it is told", { cases = framings }, function(t, framing)
    local protocol, read = table.unpack(framing)
    local receiver = socket.create_server { "127.0.0.1", 3514 }
    t:run("receiver", function()
      local conn <close> = receiver:accept()
      for n = 1, count do expect_message(read(conn), n) end
    end, "client", function() play(t, { ring_to = 3514, protocol = "log-proto " .. protocol }) end)
  end)
end)

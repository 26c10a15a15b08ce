-- HAProxy's reg-test http-messaging/http_wait_for_body: a message waits within HAProxy until its body is there, or enough
-- of it, and is given up when that takes too long.
local http = require "http"
local regtest = require "regtest_support"
local socket = require "socket"

-- http-no-delay: what HAProxy passes on is not held back for what may follow it.
local configuration = [[
defaults
  mode http
  option http-no-delay
  timeout client 5s
  timeout server 5s
  timeout connect 5s
  log 127.0.0.1:5140 local0
  log-format "%ST %ts %HU"
frontend fe1
  bind {{requests}}
  http-request wait-for-body time 50ms if { path /short }
  http-request wait-for-body time 5s if { path /a }
  http-request wait-for-body time 5s at-least 1000 if { path /b }
  default_backend be1
frontend fe2
  bind {{responses}}
  default_backend be2
backend be1
  server srv1 127.0.0.1:9001
backend be2
  http-response wait-for-body time 50ms if { status eq 203 }
  http-response wait-for-body time 5s if { status eq 200 }
  http-response wait-for-body time 5s at-least 1000 if { status eq 201 }
  server srv1 127.0.0.1:9002
]]

local body = ("0123456789"):rep(100) -- of the 1001 bytes that each message says it has

-- Nobody connects for now.
local function expect_nobody(listener)
  listener:settimeout(regtest.patience)
  expect(function() listener:accept() end):raises(socket.TimeoutError)
  listener:settimeout(nil)
end

describe("reg-tests > http-messaging/http_wait_for_body", regtest.options, function()
  scenario("a request whose body does not come is 408, and no server sees it", { covers = { "RFC 9110 15.5.9" } }, function(t)
    local server, log = socket.create_server { "127.0.0.1", 9001 }, regtest.syslog(5140)
    local _, at = regtest.start(t, configuration, { "requests", "responses" })
    local c <close> = http.connect(at.requests)
    c:send_request { target = "/short", headers = { ["Content-Length"] = 1001 } }
    c:send(body)
    expect(c:read_response().status):equals(408)
    expect((regtest.parse(log:recv(1000)))):equals("408 cR /short")
    expect_nobody(server)
  end)

  scenario("a request goes on when its body is there, or as much of it as is asked for", function(t)
    local server = socket.create_server { "127.0.0.1", 9001 }
    local _, at = regtest.start(t, configuration, { "requests", "responses" })
    local checked, begun = t:event(), t:event()
    t:run("srv1", function()
      checked:wait()
      local conn <close> = server:accept()
      local s = http.server(conn)
      expect(#s:read_request().body):equals(1001)
      s:respond {}
      expect(s:read_head().target):equals("/b")
      expect(conn:recv_exactly(1000)):equals(body)
      begun:set()
      expect(conn:recv_exactly(1)):equals("1")
      s:respond {}
    end, "client", function()
      local c <close> = http.connect(at.requests)
      c:send_request { target = "/a", headers = { ["Content-Length"] = 1001 } }
      c:send(body)
      expect_nobody(server) -- before its last byte is sent
      checked:set()
      c:send("1")
      expect(c:read_response().status):equals(200)
      c:send_request { target = "/b", headers = { ["Content-Length"] = 1001 } }
      c:send(body)
      begun:wait() -- the server has the thousand while the last one is not sent
      c:send("1")
      expect(c:read_response().status):equals(200)
    end)
  end)

  scenario("a response whose body does not come is 504", { covers = { "RFC 9110 15.6.5" } }, function(t)
    local server, log = socket.create_server { "127.0.0.1", 9002 }, regtest.syslog(5140)
    local _, at = regtest.start(t, configuration, { "requests", "responses" })
    t:run("srv1", function()
      local conn <close> = server:accept()
      http.server(conn):read_request()
      conn:sendall("HTTP/1.1 203 OK\r\nContent-Length: 1001\r\n\r\n" .. body)
      regtest.expect_end(conn)
    end, "client", function()
      local c <close> = http.connect(at.responses)
      expect(c:get("/").status):equals(504)
    end)
    expect((regtest.parse(log:recv(1000)))):equals("504 sR /")
  end)

  scenario("a response goes on when its body is there, or as much of it as is asked for", function(t)
    local server = socket.create_server { "127.0.0.1", 9002 }
    local _, at = regtest.start(t, configuration, { "requests", "responses" })
    local checked, thousand = t:event(), t:event()
    local c <close> = http.connect(at.responses)
    t:run("srv1", function()
      local conn <close> = server:accept()
      local s = http.server(conn)
      s:read_request()
      conn:sendall("HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" .. body)
      regtest.expect_nothing(c.socket) -- before its last byte is sent
      c.socket:settimeout(nil)
      checked:set()
      conn:sendall("1")
      s:read_request()
      conn:sendall("HTTP/1.1 201 OK\r\nContent-Length: 1001\r\n\r\n" .. body)
      thousand:wait()
      conn:sendall("1")
    end, "client", function()
      c:send_request {}
      checked:wait()
      expect(c:read_head().status):equals(200)
      expect(#c:read_body()):equals(1001)
      c:send_request {}
      expect(c:read_head().status):equals(201)
      expect(c.socket:recv_exactly(1000)):equals(body)
      thousand:set()
      expect(c.socket:recv_exactly(1)):equals("1")
    end)
  end)
end)

-- HAProxy and the servers behind it: whom it chooses, how it learns that one is down, what it does when one fails.
local errno = require "errno"
local haproxy = require "haproxy_support"
local http = require "http"
local proxy_protocol = require "proxy_protocol"
local socket = require "socket"

local two = "server one 127.0.0.1:9001\n  server two 127.0.0.1:9002"

-- One answer: its body, or what went wrong.
local function body_of(options)
  local answered, response = pcall(haproxy.request, options)
  return answered and response.body or response.message
end

local function ask(n, options)
  local bodies = {}
  for i = 1, n do bodies[i] = body_of(options) end
  return bodies
end

describe("HAProxy > servers", { tags = { "servers" }, requires = { "private", "command:haproxy" }, timeout = 15 }, function()
  scenario("take turns", function(t)
    haproxy.start(t, { backend = "balance roundrobin", servers = two })
    haproxy.serve(t, "one", 9001, haproxy.says "one")
    haproxy.serve(t, "two", 9002, haproxy.says "two")
    expect(ask(4)):equals { "one", "two", "one", "two" }
  end)

  scenario("are chosen by the path, the same for the same", function(t)
    haproxy.start(t, { backend = "balance uri", servers = two })
    haproxy.serve(t, "one", 9001, haproxy.says "one")
    haproxy.serve(t, "two", 9002, haproxy.says "two")
    local seen = {}
    for n = 1, 6 do
      local bodies = ask(2, { target = "/" .. n })
      expect(bodies[1]):equals(bodies[2])
      seen[bodies[1]] = true
    end
    expect(seen):equals { one = true, two = true }
  end)

  scenario("stay a client's by its cookie", function(t)
    haproxy.start(t, { backend = "balance roundrobin\n  cookie NODE insert indirect nocache",
      servers = "server one 127.0.0.1:9001 cookie a\n  server two 127.0.0.1:9002 cookie b" })
    haproxy.serve(t, "one", 9001, function(q) return { body = "one, cookie " .. tostring(q.headers["Cookie"]) } end)
    haproxy.serve(t, "two", 9002, function(q) return { body = "two, cookie " .. tostring(q.headers["Cookie"]) } end)
    expect(haproxy.request().headers["Set-Cookie"]):equals("NODE=a; path=/")
    local bodies = ask(3, { headers = { Cookie = "NODE=b; x=1" } })
    expect(bodies):equals { "two, cookie x=1", "two, cookie x=1", "two, cookie x=1" } -- HAProxy's own is taken away
  end)

  scenario("that are gone are found out by a check, and come back", function(t)
    local server = haproxy.start(t, { backend = "option httpchk GET /health",
      servers = "server one 127.0.0.1:9001 check inter 20ms fall 2 rise 2" })
    expect(server):logs("Server behind/one is DOWN, reason: Layer4 connection problem")
    expect(server):logs("backend behind has no server available")
    local healthy = true
    haproxy.serve(t, "one", 9001, function(q)
      return { body = "one", status = q.target == "/health" and not healthy and 500 or 200, headers = { Connection = "close" } }
    end)
    expect(server):logs("Server behind/one is UP, reason: Layer7 check passed, code: 200")
    expect(body_of()):equals("one")
    healthy = false
    expect(server):logs("Server behind/one is DOWN, reason: Layer7 wrong status, code: 500")
    expect(haproxy.request().status):equals(503)
  end)

  scenario("that refuse a connection are passed over", function(t)
    haproxy.start(t, { defaults = "option redispatch 1\n  retries 1", backend = "balance roundrobin", servers = two })
    haproxy.serve(t, "two", 9002, haproxy.says "two")
    expect(ask(3)):equals { "two", "two", "two" }
  end)

  local once = "retry-on conn-failure empty-response\n  http-request disable-l7-retry if METH_POST"

  -- Two servers of which the first takes a request and says nothing.
  local function start_with_a_mute_one(t)
    local server = haproxy.start(t, { defaults = "option redispatch 1\n  retries 1", backend = once, servers = two })
    local mute = socket.create_server { "127.0.0.1", 9001 }
    t:background("mute", function()
      while true do
        local conn <close> = mute:accept()
        http.server(conn):read_request()
      end
    end)
    haproxy.serve(t, "two", 9002, haproxy.says "from the second")
    return server
  end

  scenario("that end without an answer are passed over for a GET", { covers = { "RFC 9112 9.3.1" } }, function(t)
    start_with_a_mute_one(t)
    expect(body_of()):equals("from the second")
  end)

  scenario("that end without an answer are not passed over for a POST", { covers = { "RFC 9110 9.2.2" } }, function(t)
    local server = start_with_a_mute_one(t)
    expect(haproxy.request({ method = "POST", body = "order=1" }).status):equals(502)
    expect(server):logs("^502 SH POST / behind/one")
  end)

  scenario("that are a backup are asked only where no other is left", function(t)
    local server = haproxy.start(t, { servers =
      "server one 127.0.0.1:9001 check inter 20ms fall 1 rise 1\n  server two 127.0.0.1:9002 backup" })
    haproxy.serve(t, "two", 9002, haproxy.says "two")
    expect(server):logs("Server behind/one is DOWN")
    expect(body_of()):equals("two")
    haproxy.serve(t, "one", 9001, haproxy.says "one")
    expect(server):logs("Server behind/one is UP")
    expect(ask(2)):equals { "one", "one" }
  end)

  scenario("are taken out and put back by the operator", function(t)
    haproxy.start(t, { backend = "balance roundrobin", servers = two })
    haproxy.serve(t, "one", 9001, haproxy.says "one")
    haproxy.serve(t, "two", 9002, haproxy.says "two")
    expect(haproxy.command(t, "set server behind/one state maint")):equals("\n")
    expect(ask(3)):equals { "two", "two", "two" }
    haproxy.command(t, "set server behind/one state ready")
    haproxy.command(t, "set server behind/two addr 127.0.0.1 port 9001") -- a server that has moved
    expect(ask(3)):equals { "one", "one", "one" }
  end)

  -- HAProxy before a server of one connection that does this behind the request.
  local function answers(t, act)
    local server = haproxy.start(t)
    local listener = socket.create_server { "127.0.0.1", 9001 }
    t:background("one", function()
      local conn <close> = listener:accept()
      http.server(conn):read_request()
      act(conn)
    end)
    return server
  end

  scenario("that say no HTTP are 502", { covers = { "RFC 9110 15.6.3" } }, function(t)
    local lie = "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"
    local server = answers(t, function(conn) conn:sendall(lie) end)
    expect(haproxy.request().status):equals(502)
    expect(server):logs("^502 PH GET / behind/one")
  end)

  scenario("that are reset within their head are 502", function(t)
    local server = answers(t, function(conn)
      conn:sendall("HTTP/1.1 200 OK\r\nContent-")
      conn:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("ii", 1, 0))
    end)
    expect(haproxy.request().status):equals(502)
    expect(server):logs("^502 SH GET / behind/one")
  end)

  scenario("that end within their body end the client's, too", { covers = { "RFC 9112 8" } }, function(t)
    local server = answers(t, function(conn) conn:sendall("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it") end)
    expect(function() haproxy.request() end):raises(http.IncompleteRead)
    expect(server):logs("^200 SD GET / behind/one")
  end)

  scenario("that are cut after any byte of their answer never have half of it taken for the whole", function(t)
    haproxy.start(t)
    haproxy.serve(t, "one", 9002, haproxy.says(("0123456789"):rep(5)))
    t:cut { listen = { "127.0.0.1", 9001 }, to = { "127.0.0.1", 9002 }, after = "down", cap = 16, play = function(_, cut)
      local answered, response = pcall(haproxy.request)
      if answered and response.status == 200 then
        expect(response.body):equals(("0123456789"):rep(5))
      else
        expect(cut.byte):not_equals(nil) -- the first play is whole
      end
    end }
  end)

  scenario("that have no descriptor left for a moment keep their clients waiting, and lose none", function(t)
    haproxy.start(t)
    local listener = socket.create_server { "127.0.0.1", 9001 }
    t:run("one", function()
      t:fail("accept", "EMFILE")
      expect(function() listener:accept() end):raises(socket.OSError, { errno = errno.EMFILE })
      local conn <close> = listener:accept()
      http.serve(conn, function() return { body = "late", headers = { Connection = "close" } } end)
    end, "client", function() expect(body_of()):equals("late") end)
  end)

  scenario("may be far away: a slow and sliced way changes no byte", function(t)
    haproxy.start(t)
    t:proxy { listen = { "127.0.0.1", 9001 }, to = { "127.0.0.1", 9002 },
      toxics = { latency = { latency = 0.01, jitter = 0.005 }, slicer = { average_size = 500, size_variation = 400 } } }
    local bytes = ("0123456789abcdef"):rep(2000)
    haproxy.serve(t, "one", 9002, function() return { chunked = { bytes, bytes } } end)
    expect(body_of() == bytes .. bytes):is_true()
  end)

  -- The header of PROXY for a connection from 192.0.2.1:5000 to 192.0.2.2:80; `options` as of proxy_protocol.encode.
  local function header_with(options)
    options.source, options.destination = { "192.0.2.1", 5000 }, { "192.0.2.2", 80 }
    return proxy_protocol.encode(options)
  end

  scenario("are told the client's address by the PROXY protocol", {
    cases = { ["in a line"] = "send-proxy", ["in bytes"] = "send-proxy-v2" },
  }, function(t, option)
    haproxy.start(t, { servers = "server one 127.0.0.1:9001 " .. option })
    local listener = socket.create_server { "127.0.0.1", 9001 }
    t:run("one", function()
      local conn <close> = listener:accept()
      local header = proxy_protocol.read(conn)
      expect({ header.version, header.source[1], header.destination[1] }):equals {
        option == "send-proxy" and 1 or 2, "127.0.0.1", "127.0.0.1" }
      http.serve(conn, function() return { headers = { Connection = "close" } } end)
    end, "client", function() expect(haproxy.request().status):equals(200) end)
  end)

  local asks_for_a_header = { bind = "127.0.0.1:80 accept-proxy", frontend = "http-request set-header X-Source %[src]" }

  scenario("learn whom another proxy in front names as the client", {
    segment = false, -- HAProxy takes no header that comes in pieces
  }, function(t)
    haproxy.start(t, asks_for_a_header)
    haproxy.serve(t, "one", 9001, function(q) return { body = q.headers["X-Source"] } end)
    for _, header in ipairs { header_with { version = 1 }, header_with {} } do
      local c <close> = haproxy.connect()
      c:send(header)
      expect(c:get("/").body):equals("192.0.2.1")
    end
  end)

  scenario("are not reached by who says no PROXY header where one is asked for, or a wrong one", {
    cases = {
      ["none"] = "", ["without addresses"] = "PROXY TCP4 192.0.2.1\r\n", ["without its line's end"] = ("PROXY "):rep(20),
      ["of an unknown version"] = header_with { command = 0x31 },
    },
  }, function(t, header)
    haproxy.start(t, asks_for_a_header)
    haproxy.serve(t, "one", 9001, haproxy.says "reached")
    local c <close> = haproxy.connect()
    c:send(header .. http.encode_request {})
    expect(function() c:read_response() end):raises { socket.OSError, http.RemoteDisconnected }
  end)

  scenario("of any protocol are reached in the mode tcp, half-closed too", function(t)
    haproxy.start(t, { defaults = "mode tcp\n  log-format %ts" })
    local listener = socket.create_server { "127.0.0.1", 9001 }
    t:run("one", function()
      local conn <close> = listener:accept()
      expect(conn:recv_all()):equals("all \0 that\n")
      conn:sendall("it says")
    end, "client", function()
      local s <close> = socket.create_connection(haproxy.address)
      s:sendall("all \0 that\n")
      s:shutdown(socket.SHUT_WR)
      expect(s:recv_all()):equals("it says")
    end)
  end)
end)

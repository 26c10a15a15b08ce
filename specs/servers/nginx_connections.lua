-- nginx and its connections: kept, pipelined, dribbled, half closed, broken, timed out.
local http = require "http"
local nginx = require "nginx_support"
local socket = require "socket"

describe("nginx > connections", { tags = { "servers" }, requires = { "private", "command:nginx" }, timeout = 15 }, function()
  scenario("ten requests travel on one connection", { covers = { "RFC 9112 9.3" } }, function(t)
    nginx.start(t, { server = "location /n { return 200 $connection_requests; }" })
    local c <close> = nginx.connect()
    for n = 1, 10 do
      local response = c:get("/n")
      expect({ n = response.body, keep_alive = response.keep_alive }):equals { n = tostring(n), keep_alive = true }
    end
  end)

  scenario("a pipeline is answered in its order", { covers = { "RFC 9112 9.2", "RFC 9112 9.3.2" } }, function(t)
    nginx.start(t, { server = "location /n { return 200 $uri; }" })
    local c <close> = nginx.connect()
    local requests, targets, answers = {}, {}, {}
    for n = 1, 20 do
      targets[n] = "/n" .. n
      requests[n] = http.encode_request { target = targets[n] }
    end
    c:send(table.concat(requests))
    for n = 1, 20 do
      local answered, response = pcall(c.read_response, c)
      answers[n] = answered and response.body or response.message
    end
    expect(answers):equals(targets)
  end)

  scenario("a client that says close gets close, and the end", { covers = { "RFC 9112 9.6" } }, function(t)
    nginx.start(t)
    local c <close> = nginx.connect()
    local response = c:get("/", { headers = { Connection = "close" } })
    expect(response.headers["Connection"]):equals("close")
    expect(c.socket:recv(1)):equals("")
  end)

  scenario("HTTP/1.0 ends the connection unless it asks to keep it", { covers = { "RFC 9112 9.3", "RFC 9112 C.2.2" } },
    function(t)
      nginx.start(t)
      local old = nginx.request { version = "HTTP/1.0" }
      expect({ old.headers["Connection"], old.version }):equals { "close", "HTTP/1.1" }
      local c <close> = nginx.connect()
      c:send("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\nGET / HTTP/1.0\r\n\r\n")
      expect(c:read_response().headers["Connection"]):equals("keep-alive")
      expect(c:read_response().headers["Connection"]):equals("close")
    end)

  scenario("a request that comes byte by byte is answered like any other", { covers = { "RFC 9112 2.2" } }, function(t)
    nginx.start(t)
    local c <close> = nginx.connect()
    c.socket:setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    for byte in http.encode_request({ headers = { Range = "bytes=0-4" } }):gmatch(".") do c:send(byte) end
    expect(c:read_response().body):equals("Hello")
  end)

  scenario("a client that goes away within its body is logged, and hurts nobody", function(t)
    local server = nginx.start(t, { server = "location /up { proxy_pass http://127.0.0.1:9000; }" })
    local c = nginx.connect()
    c:send_head { method = "POST", target = "/up", headers = { ["Content-Length"] = 1000 } }
    c:send("only this")
    c:close()
    expect(server):logs("client prematurely closed connection")
    expect(server):logs("^POST /up 400")
    expect(nginx.request({}).status):equals(200)
  end)

  scenario("a connection that is cut after any byte leaves the server as it was", function(t)
    local server = nginx.start(t)
    local result = t:cut { to = nginx.address, cap = 20, play = function(_, cut)
      local c <close> = http.connect(cut.address)
      local answered, response = pcall(c.get, c, "/")
      if answered then expect(response.body):equals("Hello\n") else expect(cut.stream):not_equals(nil) end
    end }
    expect(result.plays):equals(20)
    expect(nginx.request({}).status):equals(200)
    expect(server:log("error.log")):matches("^[^\n]*\n") -- it has one
    expect(server:log("error.log"):find("worker process %d+ exited on signal")):is_nil()
  end)

  scenario("the last request that a connection may carry is told so", { covers = { "RFC 9112 9.6" } }, function(t)
    nginx.start(t, { server = "keepalive_requests 3;" })
    local c <close> = nginx.connect()
    local kept = {}
    for n = 1, 3 do kept[n] = c:get("/").keep_alive end
    expect(kept):equals { true, true, false }
    expect(c.socket:recv(1)):equals("")
  end)

  scenario("an idle connection is closed when its time is up", { covers = { "RFC 9112 9.5" } }, function(t)
    nginx.start(t, { server = "keepalive_timeout 50ms;" })
    local c <close> = nginx.connect()
    expect(c:get("/").keep_alive):is_true()
    c.socket:settimeout(2)
    expect(c.socket:recv(1)):equals("")
  end)

  scenario("a head that does not come is not waited for", { covers = { "RFC 9112 9.5" } }, function(t)
    local server = nginx.start(t, { server = "client_header_timeout 50ms;" })
    local c <close> = nginx.connect()
    c:send("GET / HTTP/1.1\r\nHost:")
    c.socket:settimeout(1)
    local ended, rest = pcall(c.socket.recv, c.socket, 1)
    expect(ended and rest or "the connection stays open"):equals("")
    expect(server):logs("client timed out %(110: Connection timed out%) while reading client request headers")
  end)

  scenario("a body that does not come is not waited for", function(t)
    local server = nginx.start(t, {
      server = "client_body_timeout 50ms; location /up { proxy_pass http://127.0.0.1:9000; }" })
    local c <close> = nginx.connect()
    c:send_head { method = "POST", target = "/up", headers = { ["Content-Length"] = 10 } }
    c:send("12345")
    c.socket:settimeout(2)
    expect(c.socket:recv_all()):equals("")
    expect(server):logs("^POST /up 408")
  end)

  scenario("a client that does not read is given up", function(t)
    local server = nginx.start(t, { server = "send_timeout 50ms;" })
    t:write("www/large.bin", ("x"):rep(16 << 20))
    local c <close> = nginx.connect()
    c:send_request { target = "/large.bin" }
    expect(server):logs("client timed out %(110: Connection timed out%) while sending response to client")
    expect(server):logs("^GET /large.bin 200 $")
  end)
end)

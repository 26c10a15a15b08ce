-- HAProxy between a client and a server: what it passes on, what it changes, what it refuses.
local haproxy = require "haproxy_support"
local http = require "http"
local socket = require "socket"

-- The two roles: `serve(connection)` is the server behind it, `ask(client)` the client before it.
local function play(t, serve, ask)
  local listener = socket.create_server { "127.0.0.1", 9001 }
  t:background("server", function()
    while true do
      local conn <close> = listener:accept()
      serve(conn)
    end
  end)
  t:run("client", function()
    local c <close> = haproxy.connect()
    c.socket:settimeout(2)
    ask(c)
  end)
end

describe("HAProxy > requests", {
  clauses = require "http_clauses", tags = { "servers" }, requires = { "private", "command:haproxy" }, timeout = 15,
}, function()
  scenario("happy path: a request goes to the server, and its answer comes back", { covers = { "RFC 9112 2.1" } }, function(t)
    haproxy.start(t)
    play(t, function(conn)
      http.serve(conn, function(q)
        expect({ q.method, q.target, q.body }):equals { "PUT", "/a?b=c", "hi" }
        expect({ table.unpack(q.headers) }):equals { { "host", "a" }, { "content-length", "2" } }
        return { headers = { { "Content-Length", 5 }, { "X-Server", "one" } }, body = "hello" }
      end)
    end, function(c)
      c:request { method = "PUT", target = "/a?b=c", headers = { { "Host", "a" }, { "Content-Length", 2 } }, body = "hi" }
    end)
    expect(t:conversation("client")):exchanged [[
      client > haproxy  tcp 127.0.0.1:80
        > "PUT /a?b=c HTTP/1.1\r\n"
        > "Host: a\r\n"
        > "Content-Length: 2\r\n"
        > "\r\n"
        > "hi"
        < "HTTP/1.1 200 OK\r\n"
        < "content-length: 5\r\n"
        < "x-server: one\r\n"
        < "\r\n"
        < "hello"
        > EOF
    ]]
  end)

  scenario("the server learns who the client is", function(t)
    haproxy.start(t, { frontend = "option forwardfor" })
    play(t, function(conn)
      http.serve(conn, function(q) return { body = table.concat(q:all("X-Forwarded-For"), ", then ") } end)
    end, function(c)
      local response = c:get("/", { headers = { ["X-Forwarded-For"] = "192.0.2.1" } })
      expect(response.body):equals("192.0.2.1, then 127.0.0.1")
    end)
  end)

  scenario("a body in chunks stays one", { covers = { "RFC 9112 7.1" } }, function(t)
    haproxy.start(t)
    play(t, function(conn)
      http.serve(conn, function(q) return { chunked = { q.headers["Transfer-Encoding"], " ", q.body } } end)
    end, function(c)
      local response = c:request { method = "POST", chunked = { "one", "two" } }
      expect({ response.headers["Transfer-Encoding"], response.body }):equals { "chunked", "chunked onetwo" }
    end)
  end)

  scenario("of both lengths only the chunks go on: nothing is smuggled", {
    covers = { "RFC 9112 6.1", "RFC 9112 6.3", "RFC 9112 11.2" } },
    function(t)
      haproxy.start(t)
      local ended = t:event()
      play(t, function(conn)
        local seen = http.server(conn):read_request()
        expect({ seen.headers["Content-Length"], seen.headers["Transfer-Encoding"], seen.body }):equals { nil, "chunked", "" }
        conn:sendall("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        local _, rest = pcall(conn.recv, conn, 1)
        expect(rest):not_equals("G") -- closed or reset: no second request
        ended:set()
      end, function(c)
        c:send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
        expect(c:read_response().status):equals(200)
        ended:wait()
      end)
    end)

  scenario("a target of * reaches the server", { covers = { "RFC 9110 9.3.7", "RFC 9112 3.2.4" } }, function(t)
    haproxy.start(t)
    haproxy.serve(t, "server", 9001, function(q) return { headers = { Allow = "GET, " .. q.method }, body = q.target } end)
    local response = haproxy.request { method = "OPTIONS", target = "*" }
    expect({ response.headers["Allow"], response.body }):equals { "GET, OPTIONS", "*" }
  end)

  scenario("a pipeline is answered in its order", { covers = { "RFC 9112 9.3.2" } }, function(t)
    haproxy.start(t)
    haproxy.serve(t, "server", 9001, function(q) return { body = q.target } end)
    local c <close> = haproxy.connect()
    for n = 1, 10 do c:send_request { target = "/" .. n } end
    for n = 1, 10 do expect(c:read_response().body):equals("/" .. n) end
  end)

  scenario("clients share a connection to the server", { covers = { "RFC 9112 9.3" } }, function(t)
    -- One thread: another one may take the next request before this one has put the connection back.
    haproxy.start(t, { global = "nbthread 1", backend = "http-reuse always" })
    local served = 0
    local function serve(conn)
      http.serve(conn, function()
        served = served + 1
        return { body = tostring(served), headers = served == 3 and { Connection = "close" } or {} }
      end)
    end
    play(t, serve, function()
      for n = 1, 3 do expect(haproxy.request().body):equals(tostring(n)) end
    end)
  end)

  scenario("a request that comes byte by byte goes on in one piece", { covers = { "RFC 9112 2.2" } }, function(t)
    haproxy.start(t)
    play(t, function(conn)
      expect(conn:recv(1000)):equals("GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
      conn:sendall("HTTP/1.1 204 No Content\r\n\r\n")
    end, function(c)
      for byte in http.encode_request({}):gmatch(".") do c:send(byte) end
      expect(c:read_response().status):equals(204)
    end)
  end)

  scenario("a server's 100 Continue reaches the client", { covers = { "RFC 9110 10.1.1", "RFC 9110 15.2" } }, function(t)
    haproxy.start(t)
    play(t, function(conn) http.serve(conn, function(q) return { body = q.body } end) end, function(c)
      local response = c:request { method = "PUT", body = "data", expect_continue = true }
      expect({ response.interim[1].status, response.body }):equals { 100, "data" }
    end)
  end)

  scenario("an upgraded connection is a tunnel", { covers = { "RFC 9110 7.8" } }, function(t)
    haproxy.start(t)
    play(t, function(conn)
      local s = http.server(conn)
      expect(s:read_request().headers["Upgrade"]):equals("echo")
      s:respond { status = 101, headers = { Upgrade = "echo", Connection = "upgrade" } }
      conn:sendall(conn:recv_line())
    end, function(c)
      expect(c:get("/", { headers = { Upgrade = "echo", Connection = "upgrade" } }).status):equals(101)
      c:send("ping\n")
      expect(c.socket:recv_line()):equals("ping\n")
      expect(c.socket:recv(1)):equals("")
    end)
  end)

  scenario("a client that has finished writing gets its answer", { covers = { "RFC 9112 9.6" } }, function(t)
    haproxy.start(t)
    local finished = t:event()
    play(t, function(conn)
      local s = http.server(conn)
      s:read_request()
      finished:wait()
      conn:settimeout(0.05) -- a HAProxy that takes the end of its writing for its end is gone by then
      pcall(conn.recv, conn, 1)
      pcall(s.respond, s, { body = "late" })
    end, function(c)
      c:send_request {}
      c.socket:shutdown(socket.SHUT_WR)
      finished:set()
      local answered, response = pcall(c.read_response, c)
      expect(answered and response.body or response.message):equals("late")
    end)
  end)

  scenario("rules choose the server, refuse and redirect", function(t)
    haproxy.start(t, { frontend = [[
  http-request deny deny_status 403 if { path_beg /private }
  http-request redirect scheme https if { hdr(host) -i secure.example.test }
  http-request return status 200 content-type text/plain string "up" if { path /health }
]] })
    expect(haproxy.request({ target = "/private/x" }).status):equals(403)
    local moved = haproxy.request { target = "/x", headers = { Host = "Secure.example.test" } }
    expect({ moved.status, moved.headers["Location"] }):equals { 302, "https://Secure.example.test/x" }
    expect(haproxy.request({ target = "/health" }).body):equals("up")
  end)

  scenario("a large answer arrives whole", { covers = { "RFC 9112 6.3" } }, function(t)
    haproxy.start(t)
    local bytes = ("0123456789abcdef"):rep(1 << 16)
    haproxy.serve(t, "server", 9001, haproxy.says(bytes))
    local c <close> = haproxy.connect()
    local whole, response = pcall(c.get, c, "/")
    expect(whole and #response.body or response.message):equals(#bytes)
  end)

  for _, case in ipairs {
    { "two lengths that differ", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12",
      "RFC 9112 6.3" },
    { "a length that is no number", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1x\r\n\r\n1", "RFC 9110 8.6" },
    { "a blank before a colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", "RFC 9112 5.1" },
    { "a field without a name", "GET / HTTP/1.1\r\nHost: a\r\n: 1\r\n\r\n", "RFC 9112 5" },
    { "a name of a field that is no token", "GET / HTTP/1.1\r\nHost: a\r\nX(y): 1\r\n\r\n", "RFC 9110 5.6.2" },
    { "a chunk without a size", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", "RFC 9112 7.1" },
    { "a target that names another host than Host", "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n", "RFC 9112 3.2.2" },
    { "a TLS hello", "\22\3\1\0\165\1\0\0\161\3\3\r\n\r\n", "RFC 9112 2.2" },
  } do
    scenario(case[1] .. " is refused, and no server sees it", { covers = { case[3] } }, function(t)
      local server = haproxy.start(t, { backend = "option http-buffer-request\n  http-request wait-for-body time 1s" })
      local c <close> = haproxy.connect()
      c:send(case[2])
      local response = c:read_response()
      expect({ response.status, response.keep_alive }):equals { 400, false }
      expect(server):logs("^400 PR")
    end)
  end

  scenario("a NUL in a field is not passed on", { covers = { "RFC 9110 5.5" }, fails = "HAProxy 2.6 passes it on" }, function(t)
    haproxy.start(t)
    haproxy.serve(t, "server", 9001, haproxy.says "a server saw it")
    local c <close> = haproxy.connect()
    c:send("GET / HTTP/1.1\r\nHost: a\r\nX: 1\0002\r\n\r\n")
    expect(c:read_response().status):equals(400)
  end)
end)

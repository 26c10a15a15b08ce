-- nginx in front of a server that the scenario plays itself: what it passes on, and what it does when that one fails.
local http = require "http"
local nginx = require "nginx_support"
local socket = require "socket"

local pass = "location / { proxy_pass http://127.0.0.1:9000; }"

-- A listener behind nginx, and nginx with these lines of configuration before it.
local function start(t, lines)
  local listener = socket.create_server { "127.0.0.1", 9000 }
  return listener, nginx.start(t, lines or { server = pass })
end

-- The two roles: `serve(connection)` is the server behind nginx, `ask(client)` the client before it.
local function play(t, listener, serve, ask)
  t:run("upstream", function()
    local conn <close> = listener:accept()
    serve(conn)
  end, "client", function()
    local c <close> = nginx.connect()
    c.socket:settimeout(2)
    ask(c)
  end)
end

describe("nginx > upstream", { tags = { "servers" }, requires = { "private", "command:nginx" }, timeout = 15 }, function()
  scenario("a request is passed on without what holds for one hop", { covers = { "RFC 9110 7.6.1" } }, function(t)
    local listener = start(t)
    play(t, listener, function(conn)
      local request = http.server(conn):read_request()
      expect({ request.target, request.headers["Connection"], request.headers["Keep-Alive"], request.headers["TE"] })
        :equals { "/a?b=c", "close" }
      expect(request.headers["X-Kept"]):equals("yes")
      conn:sendall("HTTP/1.0 200 OK\r\nX-From: upstream\r\n\r\nbody")
    end, function(c)
      local response = c:get("/a?b=c", { headers = { Connection = "keep-alive", ["X-Kept"] = "yes" } })
      expect({ response.version, response.headers["X-From"], response.body }):equals { "HTTP/1.1", "upstream", "body" }
      expect(response.headers["Transfer-Encoding"]):equals("chunked")
    end)
  end)

  scenario("a body in chunks is passed on with its length", {
    covers = { "RFC 9112 6.2", "RFC 9112 7.1", "RFC 9112 7.1.1", "RFC 9112 7.1.2" },
  }, function(t)
    local listener = start(t)
    play(t, listener, function(conn)
      http.serve(conn, function(request)
        return { body = ("%s %s"):format(request.headers["Content-Length"], request.body) }
      end)
    end, function(c)
      local chunks = { "one", { "two", extension = ";a=b" } }
      expect(c:request({ method = "POST", chunked = chunks, trailers = { X = "1" } }).body):equals("6 onetwo")
    end)
  end)

  scenario("a body that dribbles in is passed on in one piece", function(t)
    local listener = start(t)
    play(t, listener, function(conn)
      local s = http.server(conn)
      s:read_head()
      expect(conn:recv(100)):equals("slowly")
      s:respond {}
    end, function(c)
      c:send_head { method = "PUT", headers = { ["Content-Length"] = 6 } }
      for byte in ("slowly"):gmatch(".") do c:send(byte) end
      expect(c:read_response().status):equals(200)
    end)
  end)

  scenario("who expects 100-continue gets it from nginx", { covers = { "RFC 9110 10.1.1" } }, function(t)
    local listener = start(t)
    play(t, listener, function(conn)
      http.serve(conn, function(request) return { body = request.body, status = request.headers["Expect"] and 500 } end)
    end, function(c)
      local response = c:request { method = "PUT", body = "data", expect_continue = true }
      expect({ #response.interim, response.interim[1].status, response.body }):equals { 1, 100, "data" }
    end)
  end)

  scenario("an upgraded connection is a tunnel", { covers = { "RFC 9110 7.8" } }, function(t)
    local listener = start(t, { server = [[ location / { proxy_pass http://127.0.0.1:9000; proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; } ]] })
    play(t, listener, function(conn)
      local s = http.server(conn)
      expect(s:read_request().headers["Upgrade"]):equals("echo")
      s:respond { status = 101, headers = { Upgrade = "echo", Connection = "upgrade" } }
      conn:sendall(conn:recv_line())
      expect(conn:recv(1)):equals("")
    end, function(c)
      expect(c:get("/", { headers = { Upgrade = "echo", Connection = "upgrade" } }).status):equals(101)
      c:send("ping\n")
      expect(c.socket:recv_line()):equals("ping\n")
    end)
  end)

  scenario("connections to it are kept for the next client", { covers = { "RFC 9112 9.3" } }, function(t)
    local listener = start(t, { http = "upstream behind { server 127.0.0.1:9000; keepalive 1; }", server = [[
      location / { proxy_pass http://behind; proxy_http_version 1.1; proxy_set_header Connection ""; } ]] })
    local served = 0
    play(t, listener, function(conn)
      http.serve(conn, function()
        served = served + 1
        return { body = tostring(served), headers = served == 3 and { Connection = "close" } or {} }
      end)
    end, function()
      for n = 1, 3 do expect(nginx.request({}).body):equals(tostring(n)) end
    end)
  end)

  scenario("where nobody listens the answer is 502", { covers = { "RFC 9110 15.6.3" } }, function(t)
    local server = nginx.start(t, { server = pass })
    expect(nginx.request({}).status):equals(502)
    expect(server):logs("connect%(%) failed %(111: Connection refused%) while connecting to upstream")
  end)

  scenario("one that does not answer in time is given up with 504", { covers = { "RFC 9110 15.6.5" } }, function(t)
    local listener, server = start(t, { server = pass .. "proxy_read_timeout 100ms;" })
    local answered = t:event()
    play(t, listener, function(conn)
      http.server(conn):read_request()
      conn:settimeout(0.4) -- until nginx goes; a nginx that waits gets a late answer
      if not pcall(conn.recv, conn, 1) then http.server(conn):respond {} end
      answered:wait()
    end, function(c)
      expect(c:get("/").status):equals(504)
      answered:set()
      expect(server):logs("upstream timed out %(110: Connection timed out%) while reading response header")
    end)
  end)

  scenario("one that says no HTTP is 502", { covers = { "RFC 9110 15.6.3" } }, function(t)
    local listener, server = start(t)
    play(t, listener, function(conn)
      http.server(conn):read_request()
      conn:sendall("HTTP/1.1 200 OK\r\nX: a\0b\r\n\r\n")
    end, function(c)
      expect(c:get("/").status):equals(502)
      expect(server):logs("upstream sent invalid header")
    end)
  end)

  scenario("one that ends within its body ends the client's, too", { covers = { "RFC 9112 8" } }, function(t)
    local listener, server = start(t)
    play(t, listener, function(conn)
      http.server(conn):read_request()
      conn:sendall("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf of it")
    end, function(c)
      expect(function() c:get("/") end):raises(http.IncompleteRead)
      expect(server):logs("upstream prematurely closed connection while reading upstream")
    end)
  end)

  scenario("one that is reset within its head is 502", function(t)
    local listener, server = start(t)
    play(t, listener, function(conn)
      http.server(conn):read_request()
      conn:sendall("HTTP/1.1 200 OK\r\nContent-")
      conn:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("ii", 1, 0))
    end, function(c)
      expect(c:get("/").status):equals(502)
      expect(server):logs("recv%(%) failed %(104: Connection reset by peer%)")
    end)
  end)

  local two = { http = "upstream behind { server 127.0.0.1:9001; server 127.0.0.1:9000; }", server = [[
    location / { proxy_pass http://behind; proxy_next_upstream_tries 2; } ]] }

  scenario("the next one is asked where one is down", function(t)
    local listener, server = start(t, two)
    play(t, listener, function(conn) http.serve(conn, function() return { body = "from the second" } end) end, function(c)
      expect(c:get("/").body):equals("from the second")
      expect(server):logs("connect%(%) failed .* upstream: \"http://127.0.0.1:9001/\"")
    end)
  end)

  scenario("a POST that one has taken is not sent to the next", { covers = { "RFC 9110 9.2.2" } }, function(t)
    local first, repeated = socket.create_server { "127.0.0.1", 9001 }, false
    local second = start(t, two)
    t:background("second", function()
      local conn <close> = second:accept()
      http.serve(conn, function()
        repeated = true
        return {}
      end)
    end)
    play(t, first, function(conn) http.server(conn):read_request() end, function(c)
      expect({ status = c:post("/", "order=1").status, repeated = repeated }):equals { status = 502, repeated = false }
    end)
  end)

  scenario("a client that has finished writing gets its answer, where aborts are ignored", { covers = { "RFC 9112 9.6" } },
    function(t)
      local listener = start(t, { server = pass .. "proxy_ignore_client_abort on;" })
      local finished = t:event()
      play(t, listener, function(conn)
        local s = http.server(conn)
        s:read_request()
        finished:wait()
        conn:settimeout(0.05) -- who takes the end of its writing for its end is gone by then
        pcall(conn.recv, conn, 1)
        s:respond { body = "late" }
      end, function(c)
        c:send_request {}
        c.socket:shutdown(socket.SHUT_WR)
        finished:set()
        local answered, response = pcall(c.read_response, c)
        expect(answered and response.body or response.message):equals("late")
      end)
    end)

  scenario("a client that has finished writing is taken for gone unless told otherwise", function(t)
    local listener, server = start(t)
    play(t, listener, function(conn)
      http.server(conn):read_request()
      expect(conn:recv(1)):equals("")
    end, function(c)
      c:send_request {}
      c.socket:shutdown(socket.SHUT_WR)
      expect(c.socket:recv(1)):equals("")
      expect(server):logs("^GET / 499")
    end)
  end)

  scenario("a client that goes away is 499, and the server behind learns it", function(t)
    local listener, server = start(t)
    local asked = t:event()
    play(t, listener, function(conn)
      http.server(conn):read_request()
      asked:set()
      expect(conn:recv(1)):equals("")
    end, function(c)
      c:send_request {}
      asked:wait()
    end)
    expect(server):logs("^GET / 499")
  end)

  scenario("a slow and sliced way to it changes no byte", function(t)
    local listener = socket.create_server { "127.0.0.1", 9001 }
    t:proxy { listen = { "127.0.0.1", 9000 }, to = { "127.0.0.1", 9001 },
      toxics = { latency = { latency = 0.01, jitter = 0.005 }, slicer = { average_size = 500, size_variation = 400 } } }
    nginx.start(t, { server = pass })
    local bytes = ("0123456789abcdef"):rep(2000)
    play(t, listener, function(conn) http.serve(conn, function() return { chunked = { bytes, bytes } } end) end, function(c)
      expect(c:get("/").body == bytes .. bytes):is_true()
    end)
  end)
end)

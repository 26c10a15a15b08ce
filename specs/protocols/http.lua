-- require "http": requests and responses between a client and a server of its own.
local both = require "both"
local http = require "http"
local socket = require "socket"

-- Plays a server whose handler is `handle` and a client of it.
local function play(t, handle, client)
  both.play(t, 80, function(conn) http.serve(conn, handle) end, function(s) client(http.client(s)) end)
end

describe("http", function()
  it("asks and answers", function(t)
    play(t, function(request)
      return { headers = { ["Content-Type"] = "text/plain" }, body = request.method .. " " .. request.target }
    end, function(c)
      local r = c:get("/index.html", { headers = { Accept = "*/*" } })
      expect({ r.version, r.status, r.reason, r.body, r.keep_alive })
        :equals { "HTTP/1.1", 200, "OK", "GET /index.html", true }
      expect(r.headers["CONTENT-type"]):equals("text/plain")
      expect(c:post("/form", "a=1").body):equals("POST /form")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET /index.html HTTP/1.1\r\n"
        > "Host: 127.0.0.1\r\n"
        > "Accept: */*\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Content-Type: text/plain\r\n"
        < "Content-Length: 15\r\n"
        < "\r\n"
        < "GET /index.html"
        > "POST /form HTTP/1.1\r\n"
        > "Host: 127.0.0.1\r\n"
        > "Content-Length: 3\r\n"
        > "\r\n"
        > "a=1"
        < "HTTP/1.1 200 OK\r\n"
        < "Content-Type: text/plain\r\n"
        < "Content-Length: 10\r\n"
        < "\r\n"
        < "POST /form"
        > EOF
        < EOF
    ]]
  end)

  local heads = {
    flawless = "A: b\r\n", ["a blank behind a value"] = "A: b \r\n", ["a field that is not there yet"] = "A: b\r\nC",
  }
  it("takes a head, and not a byte behind it", { cases = heads }, function(_, fields)
    local a, b = socket.socketpair()
    local c = http.client(a, { host = "a" })
    b:sendall("HTTP/1.1 101 Switching Protocols\r\n" .. fields)
    if fields:sub(-1) == "C" then
      local ok, e = pcall(function()
        a:settimeout(0.01)
        c:read_head()
      end)
      expect(ok or not socket.isinstance(e, socket.TimeoutError)):is_false()
      return
    end
    b:sendall("\r\nrest")
    local head = c:read_head()
    expect({ head.status, head.headers.a }):equals { 101, "b" }
    expect(a:recv(10)):equals("rest")
  end)

  it("takes a response that is there as a whole, and not a byte behind it", function(t)
    both.play(t, 80, function(conn)
      conn:recv_until("\r\n\r\n")
      conn:sendall("HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\nCONTENT-LENGTH: 3\r\n\r\nabcrest")
    end, function(s)
      local r = http.client(s):get "/"
      expect({ r.interim[1].status, r.status, r.body, r.trailers }):equals { 103, 200, "abc", {} }
      expect(s:recv(10)):equals("rest")
    end)
    local calls = { table.unpack(t:calls("client"), 5, 8) }
    expect(calls):equals { "recv_until", "recv_until", "recv_exactly", "recv" }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: 127.0.0.1\r\n"
        > "\r\n"
        < "HTTP/1.1 103 Early Hints\r\n"
        < "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "CONTENT-LENGTH: 3\r\n"
        < "\r\n"
        < "abc"
        < "rest"
        > EOF
        < EOF
    ]]
  end)

  it("waits for a body that comes behind its head", function(t)
    local head_was_read = t:event()
    both.play(t, 80, function(conn)
      conn:recv_until("\r\n\r\n")
      conn:sendall("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc")
      head_was_read:wait()
      conn:sendall("def")
    end, function(s)
      local c = http.client(s)
      c:send_request {}
      expect(c:read_head().status):equals(200)
      head_was_read:set()
      expect(c:read_body()):equals("abcdef")
    end)
  end)

  it("asks anew what differs from the request before", function(t)
    play(t, function(request) return { body = request.method .. request.target .. request.headers.host } end, function(c)
      expect({ c:get("/").body, c:get("/").body, c:get("/a").body }):equals {
        "GET/127.0.0.1", "GET/127.0.0.1", "GET/a127.0.0.1" }
      c.host = "b"
      expect({ c:get("/a").body, c:delete("/a").body }):equals { "GET/ab", "DELETE/ab" }
    end)
  end)

  it("gives repeated fields one by one, and joined", function(t)
    play(t, function()
      return { headers = { { "Set-Cookie", "a=1" }, { "set-cookie", "b=2" }, { "Vary", "A" }, { "Content-Length", 0 } } }
    end, function(c)
      local r = c:get "/"
      expect(r:all("Set-Cookie")):equals { "a=1", "b=2" }
      expect(r.headers["set-cookie"]):equals("a=1, b=2")
      expect(r.headers.nothing):is_nil()
      expect(function() return r.stauts end):raises("a response has no attribute 'stauts'; did you mean 'status'?")
      expect(r.headers):equals { { "Set-Cookie", "a=1" }, { "set-cookie", "b=2" }, { "Vary", "A" }, { "Content-Length", "0" } }
    end)
  end)

  it("knows which responses have no body", function(t)
    play(t, function(request)
      if request.method == "HEAD" then return { body = "not sent" } end
      return { status = math.tointeger(request.target:sub(2)) }
    end, function(c)
      local r = c:head "/"
      expect({ r.body, r.headers["content-length"] }):equals { "", "8" }
      expect({ c:get("/204").body, c:get("/304").body, c:get("/404").body }):equals { "", "", "" }
    end)
  end)

  it("pipelines", function(t)
    play(t, function(request) return { body = request.target } end, function(c)
      c:send_request { target = "/1" }
      c:send_request { target = "/2", method = "HEAD" }
      c:send(http.encode_request { target = "/3" })
      expect({ c:read_response().body, c:read_response().body, c:read_response().body }):equals { "/1", "", "/3" }
    end)
  end)

  it("ends the connection where either side says so", function(t)
    local function closes(headers, version, answer)
      play(t, function() return answer or {} end, function(c)
        c:request { headers = headers, version = version }
        expect(function() c:read_response() end):raises(http.RemoteDisconnected)
      end)
    end
    closes { Connection = "close" }
    closes({}, "HTTP/1.0")
    closes({}, nil, { headers = { Connection = "Close" } })
    play(t, function() return {} end, function(c)
      local keep = { version = "HTTP/1.0", headers = { Connection = "keep-alive" } }
      expect({ c:request(keep).status, c:request(keep).status }):equals { 200, 200 }
    end)
  end)

  it("upgrades", function(t)
    both.play(t, 80, function(conn)
      local s = http.serve(conn, function(request)
        return { status = 101, headers = { Connection = "upgrade", Upgrade = request.headers.upgrade } }
      end)
      expect(s.upgraded):is_true()
      conn:sendall(conn:recv_line())
    end, function(s)
      local r = http.client(s):get("/", { headers = { Connection = "upgrade", Upgrade = "echo" } })
      expect({ r.status, r.headers.upgrade, r.body }):equals { 101, "echo", "" }
      s:sendall("hello\n")
      expect(s:recv_line()):equals("hello\n")
    end)
  end)

  it("tunnels behind CONNECT", function(t)
    both.play(t, 80, function(conn)
      http.serve(conn, function() return { headers = { Via = "x" } } end)
      conn:sendall(conn:recv_line())
    end, function(s)
      local r = http.client(s):request { method = "CONNECT", target = "example.test:443" }
      expect({ r.status, r.body }):equals { 200, "" }
      s:sendall("hello\n")
      expect(s:recv_line()):equals("hello\n")
    end)
  end)

  it("names the host as it was asked for", function()
    local listener <close> = socket.create_server { "127.0.0.1", 8080 }
    local c <close> = http.connect { "127.0.0.1", 8080 }
    c:send_request {}
    local conn <close> = listener:accept()
    expect(http.server(conn):read_request().headers.host):equals("127.0.0.1:8080")
    local a, b = socket.socketpair()
    http.client(a):send_request {}
    expect(http.server(b):read_request().headers.host):equals("localhost")
    http.client(a, { host = "example.test" }):send_request {}
    expect(http.server(b):read_request().headers.host):equals("example.test")
  end)

  it("says which option it does not have", function()
    local s <close> = socket.socketpair()
    local c = http.client(s)
    expect(function() c:get("/", { header = {} }) end):raises("unknown option 'header'; did you mean 'headers'?")
    expect(function() http.client(s, { lenient = { "bare_fl" } }) end):raises("unknown name 'bare_fl'")
    expect(function() http.client "s" end):raises(socket.TypeError)
    expect(function() return c.gte end):raises(socket.AttributeError)
    expect(function() http.serve(s) end):raises("http.serve() takes a socket, then a function")
  end)
end)

describe("100-continue", function()
  local function upload(t, answer, options)
    local response
    both.play(t, 80, function(conn)
      local s = http.server(conn, options)
      answer(s, options and s:read_head() or s:read_request())
    end, function(s)
      response = http.client(s):request { method = "PUT", target = "/", body = "data", expect_continue = true }
    end)
    return response
  end

  it("comes before the body", function(t)
    local r = upload(t, function(s, request) s:respond { status = 201, body = request.body } end)
    expect({ r.status, r.body, #r.interim, r.interim[1].status }):equals { 201, "data", 1, 100 }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "PUT / HTTP/1.1\r\n"
        > "Host: 127.0.0.1\r\n"
        > "Content-Length: 4\r\n"
        > "Expect: 100-continue\r\n"
        > "\r\n"
        < "HTTP/1.1 100 Continue\r\n"
        < "\r\n"
        > "data"
        < "HTTP/1.1 201 Created\r\n"
        < "Content-Length: 4\r\n"
        < "\r\n"
        < "data"
        > EOF
        < EOF
    ]]
  end)

  it("that does not come keeps the body back", function(t)
    local r = upload(t, function(s) s:respond { status = 417, headers = { Connection = "close" } } end, { auto_continue = false })
    expect(r.status):equals(417)
    expect(t:conversation("client")):not_equals("")
    expect(t:conversation("client"):find("data", 1, true)):is_nil()
  end)

  it("is one of several interim responses", function(t)
    local r = upload(t, function(s, request)
      expect(request.expects_continue):is_true()
      s:respond { status = 103, headers = { Link = "</a.css>" } }
      s:respond { status = 100 }
      expect(s:read_body()):equals("data")
      s:respond { status = 102 }
      s:respond {}
    end, { auto_continue = false })
    expect({ r.interim[1].status, r.interim[1].headers.link, r.interim[2].status, r.interim[3].status, r.status })
      :equals { 103, "</a.css>", 100, 102, 200 }
  end)
end)

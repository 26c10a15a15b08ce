-- HAProxy's limits and timeouts: who waits, who is refused, who is given up; the log says by two letters who ended it.
local haproxy = require "haproxy_support"
local http = require "http"
local socket = require "socket"

describe("HAProxy > limits", { tags = { "servers" }, requires = { "private", "command:haproxy" }, timeout = 15 }, function()
  scenario("a head that does not come is 408", { covers = { "RFC 9110 15.5.9" } }, function(t)
    local server = haproxy.start(t, { defaults = "timeout http-request 50ms" })
    local c <close> = haproxy.connect()
    c.socket:settimeout(1)
    c:send("GET / HTTP/1.1\r\nHost:")
    local answered, response = pcall(c.read_response, c)
    expect(answered and response.status or "no answer in 1 s"):equals(408)
    expect(server):logs("^408 cR")
  end)

  scenario("an idle connection is closed when its time is up", { covers = { "RFC 9112 9.5" } }, function(t)
    haproxy.start(t, { defaults = "timeout http-keep-alive 50ms" })
    haproxy.serve(t, "server", 9001, haproxy.says "here")
    local c <close> = haproxy.connect()
    expect(c:get("/").keep_alive):is_true()
    c.socket:settimeout(2)
    expect(c.socket:recv(1)):equals("")
  end)

  scenario("a server that does not answer in time is given up with 504", { covers = { "RFC 9110 15.6.5" } }, function(t)
    local server = haproxy.start(t, { backend = "timeout server 100ms" })
    local listener <close> = socket.create_server { "127.0.0.1", 9001 }
    expect(haproxy.request().status):equals(504)
    expect(server):logs("^504 sH GET / behind/one")
  end)

  scenario("a server that does not take a connection is given up with 503", { covers = { "RFC 9110 15.6.4" } }, function(t)
    local server = haproxy.start(t)
    expect(haproxy.request().status):equals(503)
    expect(server):logs("^503 SC GET / behind/one")
  end)

  scenario("a server gets so many requests at a time, the next one waits its turn", function(t)
    local server = haproxy.start(t, { servers = "server one 127.0.0.1:9001 maxconn 1" })
    local first_came, second_waits, running, most = t:event(), t:event(), 0, 0
    haproxy.serve(t, "server", 9001, function(q)
      running = running + 1
      most = math.max(most, running)
      if q.target == "/1" then
        first_came:set()
        second_waits:wait()
      end
      running = running - 1
      return { body = q.target }
    end)
    t:run("first", function() expect(haproxy.request({ target = "/1" }).body):equals("/1") end, "second", function()
      first_came:wait()
      local c <close> = haproxy.connect()
      c:send_request { target = "/2" }
      repeat until haproxy.command(t, "show stat behind 2 -1"):find("\nbehind,BACKEND,1,") -- qcur: who waits
      second_waits:set()
      expect(c:read_response().body):equals("/2")
    end)
    expect(most):equals(1)
    expect(server):logs("^200 %-%- GET /2")
  end)

  scenario("who waits too long in the queue is 503", function(t)
    local server = haproxy.start(t, {
      backend = "timeout queue 50ms", servers = "server one 127.0.0.1:9001 maxconn 1" })
    local came, refused = t:event(), t:event()
    haproxy.serve(t, "server", 9001, function()
      came:set()
      refused:wait()
      return {}
    end)
    t:run("first", function() expect(haproxy.request({ target = "/1" }).status):equals(200) end, "second", function()
      came:wait()
      expect(haproxy.request({ target = "/2" }).status):equals(503)
      refused:set()
    end)
    expect(server):logs("^503 sQ GET /2 behind/")
  end)

  scenario("where all connections are taken the next one waits in the backlog", function(t)
    haproxy.start(t, { frontend = "maxconn 1" })
    haproxy.serve(t, "server", 9001, haproxy.says "here")
    local first = haproxy.connect()
    expect(first:get("/").body):equals("here")
    local second <close> = haproxy.connect()
    second:send_request {}
    second.socket:settimeout(0.05)
    expect(function() second.socket:recv(1) end):raises(socket.timeout)
    second.socket:settimeout(2)
    first:close()
    expect(second:read_response().body):equals("here")
  end)

  scenario("a client that asks too often is told to wait", function(t)
    haproxy.start(t, { frontend = [[
  stick-table type ip size 1k expire 1m store http_req_rate(1m)
  http-request track-sc0 src
  http-request deny deny_status 429 if { sc_http_req_rate(0) gt 3 }
]] })
    haproxy.serve(t, "server", 9001, haproxy.says "here")
    local statuses = {}
    for n = 1, 5 do statuses[n] = haproxy.request().status end
    expect(statuses):equals { 200, 200, 200, 429, 429 }
  end)

  scenario("a head that no buffer holds is refused", { covers = { "RFC 9110 5.4" } }, function(t)
    local server = haproxy.start(t, { global = "tune.bufsize 4096" })
    expect(haproxy.request({ headers = { X = ("x"):rep(5000) } }).status):equals(400)
    expect(server):logs("^400 PR")
  end)

  scenario("an answer whose head no buffer holds is 502", { covers = { "RFC 9110 15.6.3" } }, function(t)
    local server = haproxy.start(t, { global = "tune.bufsize 4096" })
    haproxy.serve(t, "server", 9001, function() return { headers = { X = ("x"):rep(5000) } } end)
    expect(haproxy.request().status):equals(502)
    expect(server):logs("^502 PH")
  end)

  scenario("a body that says it is too long is 413", { covers = { "RFC 9110 15.5.14" } }, function(t)
    haproxy.start(t, { frontend = "http-request deny deny_status 413 if { req.body_size gt 1000 }" })
    haproxy.serve(t, "server", 9001, haproxy.says "taken")
    expect(haproxy.request({ method = "POST", body = ("x"):rep(1001) }).status):equals(413)
    expect(haproxy.request({ method = "POST", body = ("x"):rep(1000) }).body):equals("taken")
  end)

  scenario("a client that goes while the server works is logged as such", function(t)
    local server = haproxy.start(t, { defaults = "option abortonclose" })
    local listener = socket.create_server { "127.0.0.1", 9001 }
    local c = haproxy.connect()
    c:send_request { target = "/gone" }
    local conn <close> = listener:accept()
    http.server(conn):read_request()
    c:close()
    local finished, rest = pcall(conn.recv, conn, 1)
    expect(not finished or rest == ""):is_true() -- reset or closed
    expect(server):logs("CH GET /gone behind/one")
  end)
end)

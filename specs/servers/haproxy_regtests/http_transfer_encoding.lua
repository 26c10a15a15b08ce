-- HAProxy's reg-test http-messaging/http_transfer_encoding: how a body is delimited is told once and as RFC 9112 has it,
-- or the message is refused, so that nobody smuggles a second one within it.
local http = require "http"
local regtest = require "regtest_support"
local socket = require "socket"

local configuration = [[
listen fe1
  mode http
  log 127.0.0.1:5140 local0
  log-format "%ST %ts %HU"
  bind {{front}}
  server s1 127.0.0.1:9001
]]

-- HAProxy before a server that a role plays, with its log.
local function start(t)
  local listener, log = socket.create_server { "127.0.0.1", 9001 }, regtest.syslog(5140)
  local _, at = regtest.start(t, configuration, { "front" })
  return listener, at.front, log
end

-- What HAProxy answers to these bytes: all of it until it closes where `ends`, else one response.
local function ask(address, bytes, ends)
  local s <close> = socket.create_connection(address)
  s:sendall(bytes)
  if ends then return s:recv_all() end
  return http.client(s):read_response()
end

-- Fields of a request or response, and the bytes behind its head.
local function message(first_line, fields, rest)
  return first_line .. "\r\n" .. table.concat(fields, "\r\n") .. "\r\n\r\n" .. (rest or "")
end

local chunked, nothing = "Transfer-Encoding: chunked", "0\r\n\r\n"

describe("reg-tests > http-messaging/http_transfer_encoding", regtest.options, function()
  scenario("chunked wins over a length, also in HTTP/1.0, and the connection ends: what is behind is no request", {
    covers = { "RFC 9112 6.1", "RFC 9112 6.3" },
  }, function(t)
    local listener, front = start(t)
    local smuggled = nothing .. "GET /smuggled HTTP/1.1\r\n\r\n"
    local requests = {
      message("POST / HTTP/1.1", { "Host: a", chunked, "Content-Length: 31" }, smuggled),
      message("POST / HTTP/1.0", { chunked }, nothing),
    }
    local passed_on = {
      message("POST / HTTP/1.1", { "host: a", chunked:lower() }, nothing),
      message("POST / HTTP/1.0", { chunked:lower() }, nothing),
    }
    local conns = {}
    t:run("s1", function()
      for n, request in ipairs(passed_on) do
        conns[n] = listener:accept()
        expect(conns[n]:recv_exactly(#request)):equals(request)
        conns[n]:sendall("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
      end
    end, "client", function()
      for _, request in ipairs(requests) do
        expect(ask(front, request, true)):equals("HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")
      end
    end)
    for _, conn in ipairs(conns) do regtest.expect_nothing(conn) end -- neither a second request nor a part of one
  end)

  scenario("a server's chunked wins over its length and its version, and what is behind is not the client's", {
    covers = { "RFC 9112 6.3" },
  }, function(t)
    local listener, front = start(t)
    local answers = {
      message("HTTP/1.0 200 Ok", { chunked }, nothing),
      message("HTTP/1.1 200 Ok", { chunked, "Content-Length: 30" }, nothing .. "Response splitting attack"),
    }
    t:run("s1", function()
      for _, answer in ipairs(answers) do
        local conn <close> = listener:accept()
        http.server(conn):read_request()
        pcall(conn.sendall, conn, answer) -- HAProxy may end the connection before it is all sent
        regtest.expect_end(conn)
      end
    end, "client", function()
      local request = message("GET / HTTP/1.1", { "Host: a", "Connection: close" })
      expect(ask(front, request, true)):equals(message("HTTP/1.0 200 Ok", { chunked:lower() }, nothing))
      expect(ask(front, request, true)):equals(message("HTTP/1.1 200 Ok", { chunked:lower(), "connection: close" }, nothing))
    end)
  end)

  scenario("of TE nothing but trailers goes on to the server", { covers = { "RFC 9110 10.1.4" } }, function(t)
    local listener, front = start(t)
    local seen = {}
    t:run("s1", function()
      local conn <close> = listener:accept()
      local s = http.server(conn)
      for n = 1, 3 do
        local q = s:read_request()
        seen[n] = { q.target, q.headers["transfer-encoding"], q.headers["te"] or "none" }
        s:respond {}
      end
    end, "client", function()
      local c <close> = http.connect(front)
      for n, te in ipairs { "trailers, gzip", "gzip", "trailers;q=0.5" } do
        expect(c:request({ method = "POST", target = "/" .. n, chunked = {}, headers = { TE = te } }).status):equals(200)
      end
    end)
    expect(seen):equals { { "/1", "chunked", "trailers" }, { "/2", "chunked", "none" }, { "/3", "chunked", "none" } }
  end)

  scenario("codings that are not one chunked at the end are refused, and never reach the server", {
    covers = { "RFC 9112 6.1", "RFC 9112 7" },
  }, function(t)
    local listener, front, log = start(t)
    for n, case in ipairs {
      { "chunked, chunked", 400 }, { "chunked, gzip, chunked", 400 }, { "chunked, gzip", 400 }, { "gzip", 400 },
      { "gzip, chunked", 422 },
    } do
      local coding, status = table.unpack(case)
      local target = "/" .. n
      local answer = ask(front, message("GET " .. target .. " HTTP/1.1", { "Host: a", "Transfer-Encoding: " .. coding }, nothing))
      expect({ coding, answer.status }):equals { coding, status }
      expect((regtest.parse(log:recv(1000)))):equals(status .. " PR <BADREQ>")
    end
    listener:settimeout(0)
    expect(function() listener:accept() end):raises(socket.BlockingIOError)
  end)

  scenario("a response with such codings is 502", { covers = { "RFC 9112 6.1" } }, function(t)
    local listener, front, log = start(t)
    local codings = { "chunked, chunked", "chunked, gzip, chunked", "chunked, gzip", "gzip" }
    t:run("s1", function()
      for _, coding in ipairs(codings) do
        local conn <close> = listener:accept()
        http.server(conn):read_request()
        pcall(conn.sendall, conn, message("HTTP/1.1 200 OK", { "Transfer-Encoding: " .. coding }, nothing))
      end
    end, "client", function()
      for _, coding in ipairs(codings) do
        expect({ coding, ask(front, message("GET / HTTP/1.1", { "Host: a" })).status }):equals { coding, 502 }
        expect((regtest.parse(log:recv(1000)))):equals("502 PH /")
      end
    end)
  end)
end)

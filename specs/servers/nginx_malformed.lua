-- nginx and requests that break the rules of HTTP/1.1: what it refuses, and what it may take.
local nginx = require "nginx_support"

-- Bytes that are no request, with the status that they get and the clause that they break.
local refused = {
  { "a request without Host", "GET / HTTP/1.1\r\n\r\n", 400, "RFC 9112 3.2" },
  { "two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400, "RFC 9112 3.2" },
  { "a Host that is no name", "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, "RFC 9112 3.2" },
  { "a blank before a colon", "GET / HTTP/1.1\r\nHost : a\r\n\r\n", 400, "RFC 9112 5.1" },
  { "a field that goes on in another line", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\n 2\r\n\r\n", 400, "RFC 9112 5.2" },
  { "a NUL in a field", "GET / HTTP/1.1\r\nHost: a\r\nX: 1\0002\r\n\r\n", 400, "RFC 9110 5.5" },
  { "both lengths", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400,
    "RFC 9112 6.1" },
  { "a coding that it does not know", "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: x, chunked\r\n\r\n", 501,
    "RFC 9112 6.1" },
  { "two lengths that differ", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n12", 400,
    "RFC 9112 6.3" },
  { "a length below zero", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: -1\r\n\r\n", 400, "RFC 9110 8.6" },
  { "a target with a blank in it", "GET /a b HTTP/1.1\r\nHost: a\r\n\r\n", 400, "RFC 9112 3" },
  { "a method in small letters", "get / HTTP/1.1\r\nHost: a\r\n\r\n", 400, "RFC 9110 9.1" },
  { "a version above its own", "GET / HTTP/2.1\r\nHost: a\r\n\r\n", 505, "RFC 9112 2.3" },
  { "a TLS hello", "\22\3\1\0\165\1\0\0\161\3\3", 400, "RFC 9112 2.2" },
}

describe("nginx > malformed", { tags = { "servers" }, requires = { "private", "command:nginx" }, timeout = 15 }, function()
  for _, case in ipairs(refused) do
    local name, bytes, status, clause = table.unpack(case)
    scenario(name .. " is refused and the connection closed", { covers = { clause } }, function(t)
      nginx.start(t)
      local c <close> = nginx.connect()
      c:send(bytes .. "GET / HTTP/1.1\r\nHost: smuggled\r\n\r\n")
      local response = c:read_response()
      expect({ status = response.status, keep_alive = response.keep_alive }):equals { status = status, keep_alive = false }
      expect(c.socket:recv_all()):equals("") -- what stood behind it is no request
    end)
  end

  scenario("a chunk without a size is refused", { covers = { "RFC 9112 7.1" } }, function(t)
    local server = nginx.start(t, { server = "location /up { proxy_pass http://127.0.0.1:9000; }" })
    local response = nginx.request { method = "POST", target = "/up", chunked = { { "abc", size = "zz" } } }
    expect(response.status):equals(400)
    expect(server):logs("client sent invalid chunked body")
  end)

  scenario("lines that end in a bare LF are taken", { covers = { "RFC 9112 2.2" } }, function(t)
    nginx.start(t)
    expect(nginx.send("GET / HTTP/1.1\nHost: a\n\n").body):equals("Hello\n")
  end)

  scenario("empty lines before a request are passed over", { covers = { "RFC 9112 2.2" } }, function(t)
    nginx.start(t)
    expect(nginx.send("\r\n\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n").body):equals("Hello\n")
  end)

  scenario("HTTP/0.9 gets the bare file", function(t)
    nginx.start(t)
    local c <close> = nginx.connect()
    c:send("GET /\r\n")
    expect(c.socket:recv_all()):equals("Hello\n")
  end)
end)

-- nginx as a file server: what a request asks for, and what it gets.
local nginx = require "nginx_support"

describe("nginx > requests", {
  clauses = require "http_clauses", tags = { "servers" }, requires = { "private", "command:nginx" }, timeout = 15,
  redact = { etag = "%x+%-6" },
}, function()
  scenario("happy path: a file is sent with its length", {
    covers = { "RFC 9112 2.1", "RFC 9112 6.2", "RFC 9110 6.6.1" },
  }, function(t)
    nginx.start(t)
    nginx.request { headers = { { "Host", "a" }, { "Connection", "close" } } }
    expect(t:conversation("main")):exchanged [[
      main > nginx  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: a\r\n"
        > "Connection: close\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Server: nginx/1.22.1\r\n"
        < "Date: {date}\r\n"
        < "Content-Type: text/html\r\n"
        < "Content-Length: 6\r\n"
        < "Last-Modified: {date}\r\n"
        < "Connection: close\r\n"
        < "ETag: \"{etag}\"\r\n"
        < "Accept-Ranges: bytes\r\n"
        < "\r\n"
        < "Hello\n"
        > EOF
    ]]
  end)

  scenario("HEAD gets what GET would get, without the body", { covers = { "RFC 9112 6.3", "RFC 9110 9.3.2" } }, function(t)
    nginx.start(t)
    local head, get = nginx.request { method = "HEAD" }, nginx.request {}
    for _, name in ipairs { "Content-Length", "Content-Type", "ETag", "Last-Modified" } do
      expect(head.headers[name]):equals(get.headers[name])
    end
    expect({ head.status, head.body }):equals { 200, "" }
  end)

  scenario("a client that has the file gets 304 and no body", { covers = { "RFC 9110 13.1.2", "RFC 9112 6.3" } }, function(t)
    nginx.start(t)
    local etag = nginx.request({}).headers["ETag"]
    local again = nginx.request { headers = { ["If-None-Match"] = etag } }
    expect({ again.status, again.body }):equals { 304, "" }
    expect(nginx.request({ headers = { ["If-None-Match"] = '"another"' } }).status):equals(200)
  end)

  scenario("a range gets its part, and one behind the end 416", { covers = { "RFC 9110 14.2", "RFC 9110 15.5.17" } }, function(t)
    nginx.start(t)
    local part = nginx.request { headers = { Range = "bytes=1-3" } }
    expect({ part.status, part.body, part.headers["Content-Range"] }):equals { 206, "ell", "bytes 1-3/6" }
    local behind = nginx.request { headers = { Range = "bytes=6-" } }
    expect({ behind.status, behind.headers["Content-Range"] }):equals { 416, "bytes */6" }
  end)

  scenario("an ETag changes with the file, and guards changes and parts", {
    covers = { "RFC 9110 8.8.3", "RFC 9110 13.1.1", "RFC 9110 13.1.5" },
  }, function(t)
    nginx.start(t)
    local etag = nginx.request({}).headers["ETag"]
    expect(nginx.request({ headers = { ["If-Match"] = etag } }).status):equals(200)
    t:write("www/index.html", "Hello again\n")
    expect(nginx.request({}).headers["ETag"]):not_equals(etag)
    expect(nginx.request({ headers = { ["If-Match"] = etag } }).status):equals(412)
    local whole = nginx.request { headers = { Range = "bytes=0-1", ["If-Range"] = etag } }
    expect({ whole.status, whole.body }):equals { 200, "Hello again\n" }
  end)

  scenario("several ranges come as one multipart body", { covers = { "RFC 9110 14.6" } }, function(t)
    nginx.start(t)
    local parts = nginx.request { headers = { Range = "bytes=0-0,-2" } }
    expect(parts.headers["Content-Type"]):matches("^multipart/byteranges; boundary=%w+$")
    local boundary = parts.headers["Content-Type"]:match("boundary=(.*)")
    expect(parts.body):contains("Content-Range: bytes 0-0/6\r\n\r\nH\r\n--" .. boundary)
    expect(parts.body):contains("Content-Range: bytes 4-5/6\r\n\r\no\n\r\n--" .. boundary .. "--")
  end)

  scenario("a client that takes gzip gets it in chunks", { covers = { "RFC 9112 7.1", "RFC 9110 8.4" } }, function(t)
    nginx.start(t, { server = "gzip on; gzip_vary on; gzip_min_length 1; gzip_types text/plain;" })
    t:write("www/long.txt", ("hello "):rep(1000))
    local packed = nginx.request { target = "/long.txt", headers = { ["Accept-Encoding"] = "gzip" } }
    expect(packed.headers["Content-Encoding"]):equals("gzip")
    expect(packed.headers["Transfer-Encoding"]):equals("chunked")
    expect(packed.headers["Vary"]):equals("Accept-Encoding")
    expect(packed:decoded()):equals(("hello "):rep(1000))
    expect(nginx.request({ target = "/long.txt" }).headers["Content-Encoding"]):is_nil()
  end)

  scenario("a large file arrives whole", { covers = { "RFC 9112 6.3" } }, function(t)
    nginx.start(t)
    local bytes = ("0123456789abcdef"):rep(1 << 16)
    t:write("www/large.bin", bytes)
    local c <close> = nginx.connect()
    local whole, response = pcall(c.get, c, "/large.bin")
    expect(whole and #response.body or response.message):equals(#bytes)
    expect(whole and response.body == bytes):is_true()
  end)

  scenario("a folder without its slash is redirected to", { covers = { "RFC 9110 15.4.2" } }, function(t)
    nginx.start(t)
    t:write("www/docs/index.html", "docs")
    local moved = nginx.request { target = "/docs", headers = { Host = "www.example.test" } }
    expect({ moved.status, moved.headers["Location"] }):equals { 301, "http://www.example.test/docs/" }
  end)

  scenario("a file answers no method that would change it", { covers = { "RFC 9110 15.5.6" } }, function(t)
    nginx.start(t)
    expect(nginx.request({ method = "POST", body = "x" }).status):equals(405)
    expect(t:read("www/index.html")):equals("Hello\n")
  end)

  scenario("a server that is no proxy makes no tunnels", { covers = { "RFC 9110 9.3.6", "RFC 9112 3.2.3" } }, function(t)
    nginx.start(t)
    local c <close> = nginx.connect()
    c:send("CONNECT b.example.test:443 HTTP/1.1\r\nHost: b.example.test:443\r\n\r\n")
    expect(c:read_response({ method = "GET" }).status):equals(400)
    expect(c.socket:recv(1)):equals("")
  end)

  scenario("what is not there is 404 and stands in the error log", { covers = { "RFC 9110 15.5.5" } }, function(t)
    local server = nginx.start(t)
    expect(nginx.request({ target = "/none" }).status):equals(404)
    expect(server):logs('open%(%) ".*/www/none" failed %(2: No such file or directory%)')
    expect(server):logs("^GET /none 404 OK$")
  end)

  scenario("no path leads out of the root", {
    cases = { ["dots"] = "/../nginx.conf", ["escaped dots"] = "/%2e%2e/nginx.conf", ["escaped slash"] = "/..%2fnginx.conf" },
  }, function(t, target)
    nginx.start(t)
    expect(nginx.request({ target = target }).status):equals(400)
  end)

  scenario("the name in Host chooses the server", { covers = { "RFC 9110 7.2", "RFC 9110 4.2.3" } }, function(t)
    nginx.start(t, { server = "return 200 default;",
      http = "server { listen 127.0.0.1:80; server_name b.example.test; return 200 b; }" .. "\n" })
    expect(nginx.request({ headers = { Host = "B.example.TEST" } }).body):equals("b")
    expect(nginx.request({ target = "http://b.example.test/", headers = { Host = "a" } }).body):equals("b")
  end)
end)

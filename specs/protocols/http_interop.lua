-- HTTP with others: Python's http.server and http.client, and nginx.
local http = require "http"
local process = require "process"
local socket = require "socket"
local websocket = require "websocket"

describe("Python's http.server", { tags = { "servers" }, requires = { "command:python3" } }, function()
  it("answers", function(t)
    t:write("www/index.html", "<p>hello")
    local server <close> = process.start {
      command = { "python3", "-u", "-m", "http.server", "-b", "127.0.0.1", "-d", "www", "8000" },
      ready = { tcp = { "127.0.0.1", 8000 } },
    }
    local c <close> = http.connect { "127.0.0.1", 8000 }
    local r = c:get "/"
    expect({ r.version, r.status, r.body, r.keep_alive }):equals { "HTTP/1.0", 200, "<p>hello", false }
    expect(r.headers["Content-Type"]):equals("text/html")
    local other <close> = http.connect { "127.0.0.1", 8000 }
    expect({ other:head("/none").status, server:is_running() }):equals { 404, true }
  end)
end)

local client = [[
import http.client
c = http.client.HTTPConnection("127.0.0.1", 80)
c.request("GET", "/chunked")
r = c.getresponse()
print(r.status, r.read(), r.headers.get_all("Set-Cookie"))
c.request("POST", "/echo", iter([b"one", b"two"]), encode_chunked=True, headers={"Transfer-Encoding": "chunked"})
print(c.getresponse().read())
c.request("GET", "/lie")
try:
    c.getresponse().read()
except http.client.IncompleteRead as e:
    print(e)
]]

describe("Python's http.client", { tags = { "servers" }, requires = { "command:python3" } }, function()
  it("understands, and is lied to", function()
    local listener <close> = socket.create_server { "127.0.0.1", 80 }
    local python <close> = process.start { command = { "python3", "-u", "-c", client } }
    do
      local conn <close> = listener:accept()
      http.serve(conn, function(request)
        if request.target == "/echo" then return { body = request.body } end
        if request.target == "/lie" then
          return { headers = { ["Content-Length"] = 10, Connection = "close" }, body = "short" }
        end
        return { headers = { ["Set-Cookie"] = { "a=1", "b=2" } }, chunked = { "a", "bc" } }
      end)
    end
    expect(python:wait()):equals { exit_code = 0 }
    expect(python:stdout()):equals("200 b'abc' ['a=1', 'b=2']\nb'onetwo'\nIncompleteRead(5 bytes read, 5 more expected)\n")
  end)
end)

local nginx_conf = [[
user root; daemon off; master_process off; error_log stderr; pid nginx.pid;
events {}
http {
  access_log off; gzip on; gzip_min_length 1; gzip_types text/plain; root www; default_type text/plain;
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
  server {
    listen 127.0.0.1:80;
    location /ws {
      proxy_pass http://127.0.0.1:8080; proxy_http_version 1.1;
      proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade;
    }
  }
}
]]

describe("nginx", { tags = { "servers" }, requires = { "command:nginx" } }, function()
  local c

  before_each(function(t)
    t:write("nginx.conf", nginx_conf)
    t:write("www/a.txt", ("hello "):rep(100))
    local nginx = process.start {
      command = { "nginx", "-p", t:tempdir(), "-c", "nginx.conf", "-e", "stderr" },
      ready = { tcp = { "127.0.0.1", 80 } }, stop = "SIGQUIT",
    }
    c = http.connect { "127.0.0.1", 80 }
    t:defer(function() nginx:stop() end)
    t:defer(function() c:close() end)
  end)

  it("sends bodies compressed and in chunks", function()
    local r = c:get("/a.txt", { headers = { ["Accept-Encoding"] = "gzip" } })
    expect({ r.headers["transfer-encoding"], r.headers["content-encoding"] }):equals { "chunked", "gzip" }
    expect({ r:decoded(), c:get("/a.txt").body }):equals { ("hello "):rep(100), ("hello "):rep(100) }
    expect(c:head("/a.txt").headers["content-length"]):equals("600")
    expect(c:get("/a.txt", { headers = { Range = "bytes=0-4" } }).body):equals("hello")
  end)

  it("refuses what is malformed", function()
    local r = c:request { headers = { { "Host", "a" }, { "Content-Length", "1" }, { "Transfer-Encoding", "chunked" } } }
    expect({ r.status, r.keep_alive }):equals { 400, false }
  end)

  it("passes a WebSocket on", function(t)
    local listener = socket.create_server { "127.0.0.1", 8080 }
    t:run("server", function()
      local conn <close> = listener:accept()
      local ws = websocket.accept(conn)
      ws:send(ws:read() .. "?")
      expect(ws:read()):is_nil()
    end, "client", function()
      local ws <close> = websocket.connect({ "127.0.0.1", 80 }, { target = "/ws" })
      ws:send { "he", "llo" }
      expect(ws:read()):equals("hello?")
      expect(ws:finish(1001)):equals(1001)
    end)
    listener:close()
  end)
end)

-- nginx and its limits: how long a request may be, how often and how many may come.
local nginx = require "nginx_support"

local up = "location /up { proxy_pass http://127.0.0.1:9000; }"

describe("nginx > limits", { tags = { "servers" }, requires = { "private", "command:nginx" }, timeout = 15 }, function()
  scenario("a target longer than a buffer is 414", { covers = { "RFC 9112 3", "RFC 9110 15.5.15" } }, function(t)
    nginx.start(t, { server = "large_client_header_buffers 4 1k;" })
    expect(nginx.request({ target = "/" .. ("x"):rep(500) }).status):equals(404)
    expect(nginx.request({ target = "/" .. ("x"):rep(2000) }).status):equals(414)
  end)

  scenario("a field longer than a buffer is refused and named in the log", { covers = { "RFC 9110 5.4" } }, function(t)
    local server = nginx.start(t, { server = "large_client_header_buffers 4 1k;" })
    local response = nginx.request { headers = { Cookie = ("c"):rep(2000) } }
    expect({ response.status, response.keep_alive }):equals { 400, false }
    expect(response.body):contains("Request Header Or Cookie Too Large")
    expect(server):logs('client sent too long header line: "Cookie: ccc')
  end)

  scenario("more fields than all buffers hold are refused", function(t)
    nginx.start(t, { server = "large_client_header_buffers 2 1k;" })
    local fields = {}
    for n = 1, 40 do fields["X-" .. n] = ("v"):rep(100) end
    expect(nginx.request({ headers = fields }).status):equals(400)
  end)

  scenario("a body that says it is too long is 413 before it is sent", { covers = { "RFC 9110 15.5.14", "RFC 9110 10.1.1" } },
    function(t)
      local server = nginx.start(t, { server = "client_max_body_size 1k;" .. up })
      local c <close> = nginx.connect()
      c:send_head { method = "POST", target = "/up", headers = { ["Content-Length"] = 1025, Expect = "100-continue" } }
      c.socket:settimeout(1)
      local response = c:read_head()
      expect({ response.status, response.keep_alive }):equals { 413, false }
      expect(server):logs("client intended to send too large body: 1025 bytes")
    end)

  scenario("a body in chunks is counted as it comes", { covers = { "RFC 9110 15.5.14" } }, function(t)
    nginx.start(t, { server = "client_max_body_size 1k;" .. up })
    local chunks = { ("a"):rep(600), ("b"):rep(600) }
    expect(nginx.request({ method = "POST", target = "/up", chunked = chunks }).status):equals(413)
  end)

  scenario("a client that asks too often is told to wait", function(t)
    local server = nginx.start(t, {
      http = "limit_req_zone $binary_remote_addr zone=one:1m rate=1r/m;",
      server = "limit_req zone=one burst=2 nodelay; limit_req_status 429;",
    })
    local statuses = {}
    for n = 1, 4 do statuses[n] = nginx.request({}).status end
    expect(statuses):equals { 200, 200, 200, 429 }
    expect(server):logs('limiting requests, excess: [%d.]+ by zone "one"')
  end)

  scenario("one client may have so many requests at a time", function(t)
    local server = nginx.start(t, {
      http = "limit_conn_zone $binary_remote_addr zone=one:1m;", server = "limit_conn one 1;" })
    t:write("www/large.bin", ("x"):rep(16 << 20))
    local first <close> = nginx.connect()
    first:send_request { target = "/large.bin" }
    first:read_head()
    expect(nginx.request({}).status):equals(503)
    expect(server):logs('limiting connections by zone "one"')
    first:read_body()
    expect(nginx.request({}).status):equals(200)
  end)

  scenario("where no connection is left an idle one is closed for a new one", function(t)
    local server = nginx.start(t, { connections = 8 })
    local idle <close> = nginx.connect()
    expect(idle:get("/").keep_alive):is_true()
    local others = {}
    for n = 1, 6 do
      others[n] = nginx.connect()
      expect(others[n]:get("/").status):equals(200)
    end
    expect(idle.socket:recv(1)):equals("")
    expect(server):logs("8 worker_connections are not enough, reusing connections")
    for _, c in ipairs(others) do c:close() end
  end)
end)

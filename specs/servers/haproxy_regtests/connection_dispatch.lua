-- HAProxy's reg-test connection/dispatch: a proxy without servers, which passes all on to one address.
local http = require "http"
local regtest = require "regtest_support"
local socket = require "socket"

local configuration = [[
listen fe_tcp
  bind {{fe_tcp}}
  mode tcp
  dispatch 127.0.0.1:9001
listen fe_http
  bind {{fe_http}}
  mode http
  log 127.0.0.1:5140 local0
  log-format "%ST %ts %HM %HU %b/%s"
  retries 0
  dispatch 127.0.0.1:9002
]]

describe("reg-tests > connection/dispatch", regtest.options, function()
  scenario("connections and requests go to the address, as they came; one that refuses is told to the client", function(t)
    local log = regtest.syslog(5140)
    local behind_tcp, behind_http = socket.create_server { "127.0.0.1", 9001 }, socket.create_server { "127.0.0.1", 9002 }
    local _, at = regtest.start(t, configuration, { "fe_tcp", "fe_http" })

    t:run("s1", function()
      local conn <close> = behind_tcp:accept()
      expect(conn:recv_exactly(8)):equals("\0any\r\n\xff!")
      http.serve(conn, function() return { body = "of s1" } end)
    end, "s2", function()
      local conn <close> = behind_http:accept()
      http.serve(conn, function(q) return { headers = { Connection = "close" }, body = "of s2, " .. q.target } end)
    end, "c1", function()
      local s <close> = socket.create_connection(at.fe_tcp)
      s:sendall("\0any\r\n\xff!") -- no HTTP, and it passes
      local c = http.client(s)
      expect(c:get("/").body):equals("of s1")
    end, "c2", function()
      local c <close> = http.connect(at.fe_http)
      local r = c:get("/path?query")
      expect({ r.status, r.body }):equals { 200, "of s2, /path?query" }
    end)
    expect((regtest.parse(log:recv(1000)))):equals("200 -- GET /path?query fe_http/<NOSRV>")

    behind_http:close()
    local c <close> = http.connect(at.fe_http)
    expect(c:get("/gone").status):equals(503)
    expect((regtest.parse(log:recv(1000)))):equals("503 SC GET /gone fe_http/<NOSRV>")
  end)
end)

-- HAProxy's reg-test http-messaging/h1_to_h1: GET, HEAD and POST with and without a body go from HTTP/1.1 to HTTP/1.1, and
-- what stands behind a request that closes is dropped.
local http = require "http"
local regtest = require "regtest_support"

local configuration = [[
listen feh1
  mode http
  bind {{front}}
  server s1 127.0.0.1:9001
]]

-- What is sent for each method: a request without a word about a body, one with none, one with a body, and the last one.
local function requests(method)
  return {
    { method = method, target = "/1" },
    { method = method, target = "/2", headers = { ["Content-Length"] = 0 } },
    { method = method, target = "/3", body = "this must be delivered, like it or not" },
    { method = method, target = "/4", headers = { ["Content-Length"] = 0, Connection = "close" } },
  }
end

describe("reg-tests > http-messaging/h1_to_h1", regtest.options, function()
  scenario("every request is answered for itself, and behind the last one nothing is passed on", {
    covers = { "RFC 9112 6.3", "RFC 9112 9.6" },
    cases = { GET = "GET", HEAD = "HEAD", POST = "POST" },
  }, function(t, method)
    local seen = {}
    regtest.serve(t, "s1", 9001, function(q)
      seen[#seen + 1] = { q.method, q.target, q.body }
      return { body = "response " .. #seen }
    end)
    local _, at = regtest.start(t, configuration, { "front" })

    local c <close> = http.connect(at.front)
    for n, request in ipairs(requests(method)) do
      c:send_request(request)
      if n == 4 then c:send("GET /not-sent HTTP/1.1\r\nHost: a\r\n\r\n") end
      local r = c:read_response()
      expect({ r.status, r.headers["content-length"], r.body }):equals {
        200, "10", method == "HEAD" and "" or "response " .. n,
      }
    end
    regtest.expect_end(c.socket)
    expect(seen):equals {
      { method, "/1", "" }, { method, "/2", "" }, { method, "/3", "this must be delivered, like it or not" },
      { method, "/4", "" },
    }
  end)
end)

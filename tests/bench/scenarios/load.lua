-- Requests to nginx with one worker over connections that are kept, as many as there are in so many `seconds`. The parameter
-- `by` chooses who makes them: wrk with one thread, or t:load in one process, whose requests use a socket or http.client.
-- nginx, too, counts them. What this prints the driver reads.
local http = require "http"
local process = require "process"

local address = { "127.0.0.1", 7000 }
local connections = 64

local function start_nginx(t)
  t:write("www/index.html", ("x"):rep(100))
  t:write("nginx.conf", [[
    daemon off; pid nginx.pid; error_log error.log; user root; worker_processes 1;
    events { worker_connections 512; }
    http {
      access_log off; root www; keepalive_requests 1000000000;
      server { listen 127.0.0.1:7000; location /count { stub_status; } }
    }
  ]])
  process.start {
    command = { "nginx", "-p", t:tempdir(), "-c", "nginx.conf", "-e", "error.log" }, ready = { tcp = address },
  }
end

-- counted() -> how many connections nginx has accepted and requests it has had, those of this call included.
local function counted()
  local client = http.connect(address)
  local accepted, requests = client:get("/count").body:match("(%d+) %d+ (%d+)")
  return tonumber(accepted), tonumber(requests)
end

-- Each makes requests and gives how many were answered, how many of them in a second, and how many more may be under way
-- when it ends.
local ways = {}

function ways.wrk(_, seconds)
  local wrk = process.start {
    command = { "wrk", "-t1", "-c" .. connections, "-d" .. seconds, "http://127.0.0.1:7000/" }, name = "wrk",
  }
  expect(wrk:wait(seconds + 10)):equals { exit_code = 0 }
  local said = wrk:output()
  expect(said:match("Socket errors[^\n]*") or said:match("Non%-2xx[^\n]*")):is_nil()
  return tonumber(said:match("(%d+) requests in")), tonumber(said:match("Requests/sec: +([%d.]+)")), connections
end

local function by_load(t, options, seconds)
  options.connections, options.duration = connections, seconds
  local result = t:load(options)
  expect(result.failed):equals(0)
  return result.requests, result.throughput, 0
end

-- The least that is a request: no answer is looked at, but for its first bytes.
function ways.socket(t, seconds)
  local request = "GET / HTTP/1.1\r\nHost: 127.0.0.1:7000\r\n\r\n"
  return by_load(t, { to = address, each = function(c)
    c:sendall(request)
    if c:recv(4096):sub(1, 12) ~= "HTTP/1.1 200" then error("another answer") end
  end }, seconds)
end

function ways.http(t, seconds)
  return by_load(t, {
    connect = function() return http.connect(address) end,
    each = function(client)
      if client:get("/").status ~= 200 then error("another answer") end
    end,
  }, seconds)
end

scenario("requests to nginx", { timeout = 120 }, function(t)
  local make_requests = ways[t:param("by", "socket")]
  start_nginx(t)
  local requests, a_second, under_way = make_requests(t, math.tointeger(tonumber(t:param("seconds", "3"))))
  local accepted, had = counted()
  expect(accepted):at_most(connections + 2) -- one is that which asks; wrk tries another one before it begins
  expect(had - 1):at_least(requests)
  expect(had - 1):at_most(requests + under_way)
  print(("bench: requests_a_second %.1f"):format(a_second))
end)

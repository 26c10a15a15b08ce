-- Requests a second to nginx with one worker, over 64 connections that are kept: wrk with one thread beside t:load in one
-- process. `parley run -j1 -v --network private tests/bench/load_nginx.lua`; docs/load.md has the figures. In turn, so that
-- what else the machine does is shared.
local http = require "http"
local process = require "process"

local address = { "127.0.0.1", 80 }
local connections, rounds = 64, 3

local function start_nginx(t)
  t:write("www/index.html", ("x"):rep(100))
  t:write("nginx.conf", [[
    daemon off; pid nginx.pid; error_log error.log; user root; worker_processes 1;
    events { worker_connections 512; }
    http { access_log off; root www; keepalive_requests 1000000000; server { listen 127.0.0.1:80; } }
  ]])
  process.start {
    command = { "nginx", "-p", t:tempdir(), "-c", "nginx.conf", "-e", "error.log" }, ready = { tcp = address },
  }
end

local function by_wrk(seconds)
  local wrk = process.start {
    command = { "wrk", "-t1", "-c" .. connections, "-d" .. seconds, "http://127.0.0.1/" }, name = "wrk",
  }
  local rate = wrk:wait_for_output("Requests/sec: +([%d.]+)", seconds + 10)
  expect(wrk:wait()):equals { exit_code = 0 }
  return tonumber(rate)
end

-- The least that is a request: no answer is looked at, but for its first bytes.
local function by_sockets(t, seconds)
  local request = "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
  local result = t:load { name = "sockets", to = address, connections = connections, duration = seconds, each = function(c)
    c:sendall(request)
    if c:recv(4096):sub(1, 12) ~= "HTTP/1.1 200" then error("another answer") end
  end }
  expect(result.failed):equals(0)
  return result.throughput
end

local function by_http(t, seconds)
  local result = t:load {
    name = "http", connections = connections, duration = seconds,
    connect = function() return http.connect(address) end,
    each = function(client)
      if client:get("/").status ~= 200 then error("another answer") end
    end,
  }
  expect(result.failed):equals(0)
  return result.throughput
end

local function median(values)
  table.sort(values)
  return values[(#values + 1) // 2]
end

scenario("wrk and t:load", { requires = { "private", "command:nginx", "command:wrk" }, timeout = 120 }, function(t)
  local seconds = math.tointeger(t:param("seconds", 3))
  start_nginx(t)
  local wrk, sockets, clients = {}, {}, {}
  for round = 1, rounds do
    wrk[round], sockets[round], clients[round] = by_wrk(seconds), by_sockets(t, seconds), by_http(t, seconds)
    print(("round %d: wrk %.0f, sockets %.2f of it, http.client %.2f"):format(round, wrk[round],
      sockets[round] / wrk[round], clients[round] / wrk[round]))
  end
  print(("median: wrk %.0f a second, sockets %.0f (%.2f), http.client %.0f (%.2f)"):format(median(wrk),
    median(sockets), median(sockets) / median(wrk), median(clients), median(clients) / median(wrk)))
end)

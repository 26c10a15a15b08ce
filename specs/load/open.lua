-- t:load with a rate: requests fall due at fixed moments, and their latency counts from there.
local support = require "support"

-- Echoes lines, but stalls once: before the answer to that request no connection gets one for so many seconds.
local function stalling_server(t, nth, seconds)
  local count, free_again = 0, nil
  return support.serve(t, function(conn)
    while true do
      local line = conn:recv_line()
      count = count + 1
      if count == nth then
        free_again = t:event()
        t:sleep(seconds)
        free_again:set()
      elseif free_again then
        free_again:wait()
      end
      conn:sendall(line)
    end
  end)
end

scenario("requests come at their rate", function(t)
  local address = support.serve(t, support.echo)
  local result = t:load { to = address, connections = 4, rate = 500, duration = 0.4, each = support.ask }
  expect(result.requests + result.dropped):equals(200)
  expect(result.duration):at_least(0.2) -- who is busy at the end drops the last ones
end)

scenario("so many requests at a rate", function(t)
  local address = support.serve(t, support.echo)
  local result = t:load { to = address, rate = 200, requests = 20, each = support.ask }
  expect(result.requests):equals(20)
  expect(result.dropped):equals(0)
  expect(result.duration):at_least(0.05) -- 19 / 200, but for a first one that is late
end)

scenario("a server that stalls once shows in the open model", function(t)
  local address = stalling_server(t, 50, 0.1)
  local result = t:load { to = address, connections = 2, rate = 500, requests = 200, each = support.ask }
  expect(result.requests):equals(200)
  -- Some fifty requests fell due while the server stalled; the first of them waited for all of the time.
  expect(result.latency.max):at_least(0.099)
  expect(result.latency.p99):at_least(0.09)
  expect(result.latency.p90):at_least(0.04)
end)

scenario("in the closed model the same stall is one slow request for each connection", function(t)
  local address = stalling_server(t, 50, 0.1)
  local result = t:load { to = address, connections = 2, requests = 1000, each = support.ask }
  expect(result.latency.max):at_least(0.099)
  expect(result.latency.p99):at_most(0.09)
end)

scenario("what no connection was free for is told", function(t)
  local address = support.serve(t, function(conn)
    while true do
      local line = conn:recv_line()
      t:sleep(0.05)
      conn:sendall(line)
    end
  end)
  local result = t:load { to = address, rate = 100, duration = 0.2, each = support.ask }
  expect(result.requests + result.dropped):equals(20)
  expect(result.requests):at_most(5)
  expect(result.dropped):at_least(15)
end)

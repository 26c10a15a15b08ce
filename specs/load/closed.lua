-- t:load without a rate: each connection makes its next request when the one before is answered.
local http = require "http"
local socket = require "socket"
local support = require "support"

scenario("so many requests, shared among the connections", function(t)
  local accepted, asked = 0, {}
  local address = support.serve(t, function(conn)
    accepted = accepted + 1
    support.echo(conn)
  end)
  local result = t:load { to = address, connections = 4, requests = 100, each = function(c, number)
    asked[number] = (asked[number] or 0) + 1
    support.ask(c, number)
  end }
  expect(accepted):equals(4)
  expect(#asked):equals(100)
  for _, times in ipairs(asked) do expect(times):equals(1) end
  expect(result.requests):equals(100)
  expect(result.failed):equals(0)
  expect(result.dropped):equals(0)
  expect(result.errors):equals {}
end)

scenario("the result holds plain numbers, in seconds, in their order", function(t)
  local address = support.serve(t, support.echo)
  local result = t:load { to = address, connections = 8, requests = 500, each = support.ask }
  local latency = result.latency
  local last = 0
  for _, name in ipairs { "min", "p50", "p90", "p95", "p99", "p999", "max" } do
    expect(latency[name]):at_least(last)
    last = latency[name]
  end
  expect(latency.min):at_least(1e-7)
  expect(latency.max):at_most(result.duration * 1.001)
  expect(latency.mean):at_most(latency.max)
  expect(latency.stddev):at_most(latency.max)
  expect(latency:percentile(0)):equals(latency.min)
  expect(latency:percentile(50)):equals(latency.p50)
  expect(latency:percentile(99.9)):equals(latency.p999)
  expect(latency:percentile(100)):equals(latency.max)
  expect(math.abs(result.throughput * result.duration - 500)):at_most(0.001)
end)

scenario("so many seconds", function(t)
  local address = support.serve(t, support.echo)
  local result = t:load { to = address, connections = 2, duration = 0.4, each = support.ask }
  expect(result.duration):at_least(0.1)
  expect(result.requests):at_least(3) -- a machine may take its time
end)

scenario("whichever ends first", function(t)
  local address = support.serve(t, support.echo)
  local result = t:load { to = address, duration = 4, requests = 10, each = support.ask }
  expect(result.requests):equals(10)
  expect(result.duration):at_most(3)
end)

scenario("what was begun is waited for", function(t)
  local address = support.serve(t, function(conn)
    local line = conn:recv_line()
    t:sleep(0.6)
    conn:sendall(line)
  end)
  local result = t:load { to = address, duration = 0.5, each = support.ask }
  expect(result.requests):equals(1)
  expect(result.latency.min):at_least(0.6)
  expect(result.duration):at_least(0.6)
end)

scenario("a connection is whatever connect gives", function(t)
  local address = support.serve(t, function(conn)
    local server = http.server(conn)
    while true do
      local request = server:read_request()
      if not request then return end
      server:respond { body = request.target }
    end
  end)
  local numbers = {}
  local result = t:load {
    connections = 3, requests = 30,
    connect = function(number)
      numbers[#numbers + 1] = number
      return http.connect(address)
    end,
    each = function(client, number)
      expect(client:get("/" .. number).body):equals("/" .. number)
    end,
  }
  expect(numbers):equals { 1, 2, 3 }
  expect(result.requests):equals(30)
end)

scenario("without any, each request makes its own", function(t)
  local accepted = 0
  local address = support.serve(t, function(conn)
    accepted = accepted + 1
    support.echo(conn)
  end)
  local result = t:load { connections = 2, requests = 20, each = function(c, number)
    expect(c):is_nil()
    local s <close> = socket.create_connection(address)
    support.ask(s, number)
  end }
  expect(result.requests):equals(20)
  expect(accepted):equals(20)
end)

scenario("connections are closed in the end", function(t)
  local ended = 0
  local address = support.serve(t, function(conn)
    local fine, e = pcall(support.echo, conn)
    expect(fine):is_false()
    expect(socket.isinstance(e, socket.IncompleteReadError)):is_true()
    ended = ended + 1
  end)
  t:load { to = address, connections = 5, requests = 5, each = support.ask }
  t:sleep(0) -- the servers have their turn
  expect(ended):equals(5)
end)

scenario("a request that never waits keeps nobody from running", function(t)
  local turns = 0
  t:background("other", function()
    while true do
      turns = turns + 1
      t:sleep(0.001)
    end
  end)
  local result = t:load { duration = 1, each = function() end }
  expect(result.requests):at_least(100)
  expect(turns):at_least(3) -- one is before the load
end)

scenario("several loads in one scenario, one after the other and at once", function(t)
  local address = support.serve(t, support.echo)
  local first = t:load { to = address, requests = 10, each = support.ask }
  local second, third
  t:run("readers", function()
    second = t:load { name = "readers", to = address, connections = 2, requests = 20, each = support.ask }
  end, "writers", function()
    third = t:load { name = "writers", to = address, connections = 3, requests = 30, each = support.ask }
  end)
  expect({ first.requests, second.requests, third.requests }):equals { 10, 20, 30 }
  expect(first.latency:percentile(100)):equals(first.latency.max)
end)

scenario("what a load exchanges is not recorded, and the rest is", function(t)
  local address = support.serve(t, support.echo)
  t:load { to = address, connections = 3, requests = 30, each = support.ask }
  t:run("client", function()
    local s <close> = socket.create_connection(address)
    support.ask(s, 1)
  end)
  t:load { to = address, requests = 3, each = support.ask }
  expect(t):exchanged [[
    client > server  tcp 127.0.0.1:*
      > "request 1\n"
      < "request 1\n"
      > EOF
      < EOF
  ]]
end)

scenario("over UDP, too", function(t)
  local server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  server:bind { "127.0.0.1", 7000 }
  t:background("server", function()
    while true do
      local bytes, from = server:recvfrom(100)
      server:sendto(bytes, from)
    end
  end)
  local result = t:load {
    connections = 3, requests = 30,
    connect = function()
      local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      s:connect { "127.0.0.1", 7000 }
      return s
    end,
    each = function(c, number)
      c:send(tostring(number))
      expect(c:recv(100)):equals(tostring(number))
    end,
  }
  expect(result.requests):equals(30)
  expect(t):exchanged ""
end)

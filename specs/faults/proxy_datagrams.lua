-- A UDP proxy: datagrams that are lost, doubled, late, in another order, damaged; by a seed.
local socket = require "socket"
local time = require "time"

local function udp(address)
  local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  if address then s:bind(address) end
  return s
end

-- A server's socket at port 7000, and a proxy to it.
local function inside(t, options)
  options.to, options.kind = { "127.0.0.1", 7000 }, "udp"
  return udp(options.to), t:proxy(options)
end

-- Sends the numbers from 1 to n through a proxy and gives what the server got, in its order.
local function numbers(t, n, options)
  local server, proxy = inside(t, options)
  local got = {}
  t:run("client", function()
    local s <close> = udp()
    for i = 1, n do s:sendto(tostring(i), proxy.address) end
    proxy:drain()
    server:settimeout(0)
    local fine, data = pcall(server.recv, server, 100)
    while fine do
      got[#got + 1] = data
      fine, data = pcall(server.recv, server, 100)
    end
  end)
  server:close()
  proxy:close()
  return got
end

local function in_order(n)
  local list = {}
  for i = 1, n do list[i] = tostring(i) end
  return list
end

scenario("questions and answers pass, each client's to itself", function(t)
  local server, proxy = inside(t, { listen = { "127.0.0.1", 8000 } })
  t:run("server", function()
    for _ = 1, 2 do
      local data, from = server:recvfrom(100)
      server:sendto("re: " .. data, from)
    end
  end, "one", function()
    local s <close> = udp()
    s:sendto("first", proxy.address)
    expect(s:recv(100)):equals("re: first")
  end, "two", function()
    local s <close> = udp()
    s:sendto("second", proxy.address)
    expect(s:recv(100)):equals("re: second")
  end)
  expect(t):exchanged [[
    one > proxy  udp 127.0.0.1:8000
      > "first"
      < "re: first"
    two > proxy  udp 127.0.0.1:8000
      > "second"
      < "re: second"
    proxy > server  udp 127.0.0.1:7000
      > "first"
      < "re: first"
    proxy#2 > server  udp 127.0.0.1:7000
      > "second"
      < "re: second"
  ]]
  expect(proxy:stats()):equals {
    connections = 2, open = 2, up = { received = 2, sent = 2 }, down = { received = 2, sent = 2 },
  }
end)

scenario("without toxics all arrive, in their order", function(t)
  expect(numbers(t, 50, {})):equals(in_order(50))
end)

scenario("loss takes its share, the same for the same seed", function(t)
  local function lossy(seed) return numbers(t, 100, { seed = seed, toxics = { loss = { probability = 0.3 } } }) end
  local got = lossy(3)
  expect(#got):at_least(55)
  expect(#got):at_most(85)
  expect(lossy(3)):equals(got)
  expect(lossy(4)):not_equals(got)
  expect(t:output("proxy")):contains("seed 3")
end)

scenario("loss of all is a line that is cut", function(t)
  expect(numbers(t, 10, { toxics = { loss = { probability = 1 } } })):equals {}
end)

scenario("duplicate sends some twice", function(t)
  local got = numbers(t, 40, { toxics = { duplicate = { probability = 0.5 } } })
  expect(#got):at_least(50)
  expect(#got):at_most(70)
  expect(numbers(t, 2, { toxics = { duplicate = { probability = 1 } } })):equals { "1", "1", "2", "2" }
end)

scenario("reorder lets later ones go first, and loses none", function(t)
  local got = numbers(t, 40, { toxics = { reorder = { probability = 0.3 } } })
  expect(got):not_equals(in_order(40))
  table.sort(got, function(a, b) return tonumber(a) < tonumber(b) end)
  expect(got):equals(in_order(40))
end)

scenario("a datagram that waits for the next one goes in the end, where none comes", function(t)
  expect(numbers(t, 1, { toxics = { reorder = { probability = 1, delay = 0.01 } } })):equals { "1" }
end)

scenario("corrupt flips one bit of some", function(t)
  local got = numbers(t, 40, { toxics = { corrupt = { probability = 0.5 } } })
  expect(#got):equals(40)
  local damaged = 0
  for i, data in ipairs(got) do
    if data ~= tostring(i) then damaged = damaged + 1 end
    expect(#data):equals(#tostring(i))
  end
  expect(damaged):at_least(10)
  expect(damaged):at_most(30)
end)

scenario("latency makes datagrams late", { cases = { up = "up", down = "down" } }, function(t, stream)
  local server, proxy = inside(t, { toxics = { latency = { latency = 0.03, jitter = 0.01, stream = stream } } })
  t:run("server", function()
    local data, from = server:recvfrom(100)
    server:sendto(data, from)
  end, "client", function()
    local s <close> = udp()
    local begin = time.monotonic()
    s:sendto("ping", proxy.address)
    expect(s:recv(100)):equals("ping")
    expect(time.monotonic() - begin):at_least(0.02)
  end)
end)

scenario("toxics are switched, and what is held back goes at once", { timeout = 5 }, function(t)
  local server, proxy = inside(t, { listen = { "127.0.0.1", 8000 }, toxics = { latency = { latency = 1000 } } })
  t:run("client", function()
    local s <close> = udp()
    s:sendto("slow", proxy.address)
    t:sleep(0.01)
    proxy:remove("latency")
    expect(server:recv(100)):equals("slow")
    proxy:add("loss", { probability = 1, stream = "up" })
    s:sendto("lost", proxy.address)
    proxy:drain()
  end)
  expect(t):exchanged [[
    client > proxy  udp 127.0.0.1:8000
      # proxy: latency 1000 s
      > "slow"
      # proxy: latency removed, by client
      # proxy: loss 1 up, by client
      > "lost"
    proxy > client  udp 127.0.0.1:7000
      # proxy: latency 1000 s
      > "slow"
      # proxy: latency removed, by client
      # proxy: loss 1 up, by client
  ]]
end)

scenario("down: nobody is there, until it is up again", function(t)
  local server, proxy = inside(t, { listen = { "127.0.0.1", 8000 } })
  proxy:disable()
  t:run("client", function()
    local s <close> = udp()
    s:connect(proxy.address)
    s:send("anybody?")
    expect(function() s:recv(100) end):raises(socket.ConnectionRefusedError)
    proxy:enable()
    s:send("hello")
    expect(server:recv(100)):equals("hello")
  end)
end)

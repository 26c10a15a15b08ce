-- Each toxic of a TCP proxy, in both directions: what it does to bytes, ends and connections.
local sides = require "sides"
local socket = require "socket"
local time = require "time"

local function both_ways(name, fn)
  scenario(name, { segment = false, cases = { up = "up", down = "down" } }, fn)
end

both_ways("latency makes bytes late, each by as much", function(t, stream)
  local listener, proxy = sides.inside(t, { toxics = { latency = { latency = 0.05, jitter = 0.01, stream = stream } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    local begin = time.monotonic()
    s:sendall("ping\n")
    expect(s:recv_line()):equals("ping\n")
    expect(time.monotonic() - begin):at_least(0.04)
  end)
end)

scenario("latency in both directions adds up", function(t)
  local listener, proxy = sides.inside(t, { toxics = { latency = { latency = 0.03 } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    local begin = time.monotonic()
    s:sendall("ping\n")
    expect(s:recv_line()):equals("ping\n")
    expect(time.monotonic() - begin):at_least(0.06)
  end)
end)

both_ways("bandwidth lets so many bytes a second through", function(t, stream)
  local listener, proxy = sides.inside(t, { toxics = { bandwidth = { rate = 10000, stream = stream } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    local begin = time.monotonic()
    s:sendall(("x"):rep(1000))
    expect(s:recv_exactly(1000)):equals(("x"):rep(1000))
    expect(time.monotonic() - begin):at_least(0.1)
  end)
end)

both_ways("slow_close makes the end late, and nothing else", function(t, stream)
  local listener, proxy = sides.inside(t, { toxics = { slow_close = { delay = 0.05, stream = stream } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("last words")
    expect(s:recv_exactly(10)):equals("last words")
    local begin = time.monotonic()
    s:shutdown(socket.SHUT_WR)
    expect(s:recv(10)):equals("")
    expect(time.monotonic() - begin):at_least(0.05)
  end)
end)

scenario("timeout lets nothing through, then closes the connection", function(t)
  local listener, proxy = sides.inside(t, { toxics = { timeout = { timeout = 0.05, stream = "up" } } })
  t:run("server", sides.server(listener, function(conn) expect(conn:recv(10)):equals("") end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("lost")
    expect(s:recv(10)):equals("")
  end)
end)

scenario("timeout of the answers loses them", function(t)
  local listener, proxy = sides.inside(t, { toxics = { timeout = { timeout = 0.05, stream = "down" } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("heard")
    expect(s:recv(10)):equals("")
  end)
end)

scenario("timeout of 0 never closes: what comes is dropped until it is removed", function(t)
  local listener, proxy = sides.inside(t, { toxics = { timeout = { stream = "up" } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:settimeout(0.05)
    s:sendall("lost")
    expect(function() s:recv(10) end):raises(socket.timeout)
    s:settimeout(nil)
    proxy:remove("timeout")
    s:sendall("found")
    expect(s:recv_exactly(5)):equals("found")
  end)
  expect(t:conversation("client")):contains("  ! recv timeout\n  # proxy: timeout removed, by client\n  > \"found\"")
end)

both_ways("reset_peer resets both ends at the first byte", function(t, stream)
  local listener, proxy = sides.inside(t, { toxics = { reset_peer = { stream = stream } } })
  t:run("server", sides.server(listener, function(conn)
    if stream == "down" then
      conn:recv(10)
      conn:sendall("answer")
    end
    expect(function() conn:recv(10) end):raises(socket.ConnectionResetError)
  end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("question")
    expect(function() s:recv(10) end):raises(socket.ConnectionResetError)
  end)
end)

scenario("reset_peer waits for its time", function(t)
  local listener, proxy = sides.inside(t, { toxics = { reset_peer = { timeout = 0.05 } } })
  t:run("server", sides.server(listener, function(conn)
    expect(function() conn:recv(10) end):raises(socket.ConnectionResetError)
  end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    local begin = time.monotonic()
    s:sendall("question")
    expect(function() s:recv(10) end):raises(socket.ConnectionResetError)
    expect(time.monotonic() - begin):at_least(0.05)
  end)
end)

both_ways("slicer sends small slices", function(t, stream)
  local listener, proxy = sides.inside(t, { toxics = { slicer = { average_size = 3, size_variation = 2, stream = stream } } })
  local sizes, got = {}, ""
  local function collect(s)
    while #got < 40 do
      local data = s:recv(100)
      sizes[#sizes + 1], got = #data, got .. data
    end
  end
  t:run("server", sides.server(listener, stream == "up" and collect or sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall(("0123456789"):rep(4))
    if stream == "down" then collect(s) end
  end)
  expect(got):equals(("0123456789"):rep(4))
  expect(#sizes):at_least(8)
  for _, size in ipairs(sizes) do expect(size):at_most(5) end
end)

both_ways("limit_data closes the connection after so many bytes", function(t, stream)
  local listener, proxy = sides.inside(t, { toxics = { limit_data = { bytes = 7, stream = stream } } })
  local heard
  t:run("server", sides.server(listener, function(conn)
    heard = stream == "up" and conn:recv_all() or conn:recv(100)
    if stream == "down" then conn:sendall("an answer") end
  end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("a question")
    expect(s:recv_all()):equals(stream == "down" and "an answ" or "")
  end)
  expect(heard):equals(stream == "up" and "a quest" or "a question")
  proxy:drain()
  expect(t:conversation("proxy")):contains(stream == "up" and '  > "a quest"\n  > EOF\n  < EOF\n'
    or '  > "a question"\n  < "an answ"\n  > EOF\n  < "er"\n  < EOF\n') -- the end came between the two
end)

scenario("toxics go together: a slice at a time, each late, up to a limit", function(t)
  local listener, proxy = sides.inside(t, {})
  proxy:add("slicer", { average_size = 2, stream = "up" })
  proxy:add("latency", { latency = 0.01, stream = "up" })
  proxy:add("limit_data", { bytes = 5, stream = "up" })
  local heard
  t:run("server", sides.server(listener, function(conn) heard = conn:recv_all() end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("0123456789")
    expect(s:recv_all()):equals("")
  end)
  expect(heard):equals("01234")
end)

-- How many of 60 connections a seed resets.
local function resets_of(t, seed)
  local listener, proxy = sides.inside(t, { seed = seed, toxics = { reset_peer = { toxicity = 0.3, stream = "up" } } })
  local pattern = {}
  for i = 1, 60 do
    t:run("server", sides.server(listener, function(conn) pcall(sides.echo, conn) end), "client", function()
      local s <close> = socket.create_connection(proxy.address)
      s:sendall("x")
      pattern[i] = pcall(s.recv, s, 1) and "-" or "R"
    end)
  end
  listener:close()
  proxy:close()
  return table.concat(pattern)
end

scenario("toxicity is a share of the connections, drawn from the seed", { segment = false }, function(t)
  local first = resets_of(t, 7)
  local _, resets = first:gsub("R", "")
  expect(resets):at_least(9)
  expect(resets):at_most(27)
  expect(resets_of(t, 7)):equals(first)
  expect(resets_of(t, 8)):not_equals(first)
  expect(t:output("proxy")):contains("seed 7: t:proxy{ seed = 7 } draws the same again")
end)

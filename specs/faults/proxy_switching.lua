-- A proxy's toxics are switched while it runs, each switch stands in the transcript; wrong arguments are told.
local sides = require "sides"
local socket = require "socket"

scenario("toxics come, change and go", function(t)
  local listener, proxy = sides.inside(t, { listen = { "127.0.0.1", 8000 } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    local function ask(text)
      s:sendall(text)
      expect(s:recv_exactly(#text)):equals(text)
    end
    ask("one\n")
    proxy:add("latency", { latency = 0.01, stream = "down" })
    ask("two\n")
    proxy:update("latency", { jitter = 0.005 })
    ask("three\n")
    proxy:remove("latency")
    ask("four\n")
  end)
  proxy:drain()
  expect(t):exchanged [[
    client > proxy  tcp 127.0.0.1:8000
      > "one\n"
      < "one\n"
      # proxy: latency 0.01 s down, by client
      > "two\n"
      < "two\n"
      # proxy: latency 0.01 s +- 0.005 s down, by client
      > "three\n"
      < "three\n"
      # proxy: latency removed, by client
      > "four\n"
      < "four\n"
      > EOF
      < EOF
    proxy > server  tcp 127.0.0.1:7000
      > "one\n"
      < "one\n"
      # proxy: latency 0.01 s down, by client
      > "two\n"
      < "two\n"
      # proxy: latency 0.01 s +- 0.005 s down, by client
      > "three\n"
      < "three\n"
      # proxy: latency removed, by client
      > "four\n"
      < "four\n"
      > EOF
      < EOF
  ]]
end)

scenario("what another role switches stands where that one knew to be", function(t)
  local listener, proxy = sides.inside(t, { listen = { "127.0.0.1", 8000 } })
  local asked, slowed = t:event(), t:event()
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("one\n")
    s:recv_line()
    asked:set()
    slowed:wait()
    s:sendall("two\n")
    s:recv_line()
  end, "operator", function()
    proxy:add("bandwidth", { rate = 1000000 })
    asked:wait()
    proxy:add("slicer", { average_size = 10 })
    slowed:set()
  end)
  proxy:drain()
  expect(t:conversation("client")):exchanged [[
    client > proxy  tcp 127.0.0.1:8000
      # proxy: bandwidth 1000000 B/s, by operator
      > "one\n"
      < "one\n"
      # proxy: slicer 10 bytes, by operator
      > "two\n"
      < "two\n"
      > EOF
      < EOF
  ]]
end)

scenario("a toxic that is removed lets go at once what it held", { timeout = 5 }, function(t)
  local listener, proxy = sides.inside(t, { toxics = { latency = { latency = 1000 }, slow_close = { delay = 1000 } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("hello")
    t:sleep(0.02)
    proxy:remove("latency")
    expect(s:recv_exactly(5)):equals("hello")
    s:shutdown(socket.SHUT_WR)
    t:sleep(0.02)
    proxy:remove("slow_close")
    expect(s:recv(5)):equals("")
  end)
end)

scenario("down: connections are reset and new ones refused, until it is up again", function(t)
  local listener, proxy = sides.inside(t, {})
  local address = proxy.address
  t:run("server", function()
    local first <close> = listener:accept()
    expect(function() first:recv(10) end):raises(socket.ConnectionResetError)
    local second <close> = listener:accept()
    sides.echo(second)
  end, "client", function()
    local first <close> = socket.create_connection(address)
    t:sleep(0.01)
    proxy:disable()
    expect(function() first:recv(10) end):raises(socket.ConnectionResetError)
    expect(function() socket.create_connection(address) end):raises(socket.ConnectionRefusedError)
    proxy:enable()
    expect(proxy.address):equals(address)
    local second <close> = socket.create_connection(address)
    second:sendall("again")
    expect(second:recv_exactly(5)):equals("again")
  end)
end)

scenario("reset_all makes it transparent again", function(t)
  local listener, proxy = sides.inside(t, { toxics = { timeout = {}, latency = { latency = 100 } } })
  proxy:disable()
  proxy:reset_all()
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("x")
    expect(s:recv(1)):equals("x")
  end)
end)

scenario("stats count connections, and bytes each way", function(t)
  local listener, proxy = sides.inside(t, { toxics = { limit_data = { bytes = 3, stream = "down" } } })
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("hello")
    expect(s:recv_all()):equals("hel")
  end)
  proxy:drain()
  expect(proxy:stats()):equals {
    connections = 1, open = 0, up = { received = 5, sent = 5 }, down = { received = 5, sent = 3 },
  }
end)

describe("a proxy of before_all", function()
  local proxy
  before_all(function(t) proxy = t:proxy { listen = { "127.0.0.1", 8000 }, to = { "127.0.0.1", 7000 } } end)
  for _, name in ipairs { "first", "second" } do
    it("serves the " .. name .. " scenario", function(t)
      local listener <close> = socket.create_server { "127.0.0.1", 7000 }
      proxy:disable()
      proxy:enable() -- it stays a fixture
      t:run("server", sides.server(listener, sides.echo), "client", function()
        local s <close> = socket.create_connection(proxy.address)
        s:sendall("x")
        expect(s:recv(1)):equals("x")
      end)
      proxy:drain()
      expect(t):exchanged [[
        client > proxy  tcp 127.0.0.1:8000
          > "x"
          < "x"
          > EOF
          < EOF
        proxy > server  tcp 127.0.0.1:7000
          > "x"
          < "x"
          > EOF
          < EOF
      ]]
    end)
  end
end)

scenario("wrong options are told", function(t)
  local to = { "127.0.0.1", 7000 }
  local function refuses(options, message)
    expect(function() t:proxy(options) end):raises(message)
  end
  refuses(nil, "it takes a table")
  refuses({}, "to is missing: where the server is")
  refuses({ to = { "127.0.0.1" } }, "to takes an address")
  refuses({ to = to, listen = { "127.0.0.1", 70000 } }, "listen takes an address")
  refuses({ to = to, lissen = to }, "unknown option 'lissen'; did you mean 'listen'?")
  refuses({ to = to, kind = "sctp" }, 'kind takes "tcp" or "udp"')
  refuses({ to = to, seed = 1.5 }, "seed takes an integer")
  refuses({ to = to, name = "main" }, "'main' is a role already")
  t:proxy { to = to, name = "first" }
  refuses({ to = to, name = "first" }, "there is a proxy 'first' already")
  refuses({ to = to, toxics = { latancy = {} } }, "there is no toxic 'latancy'; did you mean 'latency'?")
  refuses({ to = to, toxics = { loss = { probability = 1 } } }, "'loss' is no toxic of a tcp proxy, but of a udp one")
  refuses({ to = to, toxics = { latency = { latency = -1 } } }, "latency takes latency: a number of seconds, from 0")
end)

scenario("wrong toxics are told", function(t)
  local proxy = t:proxy { to = { "127.0.0.1", 7000 }, toxics = { latency = {} } }
  local function refuses(message, method, ...)
    local arguments = table.pack(...)
    expect(function() proxy[method](proxy, table.unpack(arguments, 1, arguments.n)) end):raises(message)
  end
  refuses("there is no toxic 'bandwith'; did you mean 'bandwidth'?", "add", "bandwith")
  refuses("bandwidth takes rate: bytes a second, above 0", "add", "bandwidth", { rate = 0 })
  refuses("bandwidth has no attribute 'rat'; did you mean 'rate'?", "add", "bandwidth", { rat = 1 })
  refuses("slicer takes average_size: a number of bytes, from 1", "add", "slicer")
  refuses("size_variation takes less than average_size", "add", "slicer", { average_size = 2, size_variation = 2 })
  refuses('stream takes "up" (to the server) or "down"', "add", "timeout", { stream = "upstream" })
  refuses("toxicity takes the share of the connections", "add", "timeout", { toxicity = 2 })
  refuses("proxy has a toxic 'latency' already", "add", "latency")
  refuses("proxy has no toxic 'latancy'; did you mean 'latency'?", "remove", "latancy")
  refuses("stream and name are for proxy:add()", "update", "latency", { stream = "up" })
  refuses("a proxy has no attribute 'disabel'; did you mean 'disable'?", "disabel")
  proxy:close()
  proxy:close()
  refuses("proxy:enable(): proxy is closed", "enable")
end)

scenario("what the proxy began is told in the order in which its client asked and was answered", function(t)
  local listener, proxy = sides.inside(t, { listen = { "127.0.0.1", 8000 } })
  t:run("server", sides.server(listener, function(conn)
    conn:sendall("welcome")
    sides.echo(conn)
  end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("early ")
    s:sendall("birds")
    expect(s:recv_exactly(7)):equals("welcome")
    proxy:add("slicer", { average_size = 100 })
    s:sendall(" two")
    proxy:add("latency", {})
    s:sendall(" three")
    expect(s:recv_exactly(21)):equals("early birds two three")
  end)
  proxy:drain()
  expect(t):exchanged [[
    client > proxy  tcp 127.0.0.1:8000
      > "early birds"
      < "welcome"
      # proxy: slicer 100 bytes, by client
      > " two"
      # proxy: latency 0 s, by client
      > " three"
      < "early birds two three"
      > EOF
      < EOF
    proxy > server  tcp 127.0.0.1:7000
      > "early birds"
      < "welcome"
      # proxy: slicer 100 bytes, by client
      > " two"
      # proxy: latency 0 s, by client
      > " three"
      < "early birds two three"
      > EOF
      < EOF
  ]]
end)

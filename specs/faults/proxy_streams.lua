-- A TCP proxy without toxics is not to be noticed: ends, resets, room in buffers, deadlocks are as without it.
local process = require "process"
local sides = require "sides"
local socket = require "socket"

scenario("each side finishes for itself", function(t)
  local listener, proxy = sides.inside(t, {})
  t:run("server", sides.server(listener, function(conn)
    expect(conn:recv_all()):equals("all I have to say")
    conn:sendall("heard to the end")
  end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("all I have to say")
    s:shutdown(socket.SHUT_WR)
    expect(s:recv_all()):equals("heard to the end")
  end)
  proxy:drain()
  expect(t):exchanged [[
    client > proxy  tcp 127.0.0.1:*
      > "all I have to say"
      > EOF
      < "heard to the end"
      < EOF
    proxy > server  tcp 127.0.0.1:7000
      > "all I have to say"
      > EOF
      < "heard to the end"
      < EOF
  ]]
end)

scenario("a reset of the client resets the server", function(t)
  local listener, proxy = sides.inside(t, {})
  t:run("server", sides.server(listener, function(conn)
    expect(conn:recv_exactly(3)):equals("abc")
    expect(function() conn:recv(10) end):raises(socket.ConnectionResetError)
  end), "client", function()
    local s = socket.create_connection(proxy.address)
    s:sendall("abc")
    sides.reset(s)
  end)
  proxy:drain()
  expect(t):exchanged [[
    client > proxy  tcp 127.0.0.1:*
      > "abc"
      > RST
      < EOF
    proxy > server  tcp 127.0.0.1:7000
      > "abc"
      > RST
      ! server recv ECONNRESET
      < EOF
  ]]
end)

scenario("a reset of the server resets the client, behind the bytes before it", function(t)
  local listener, proxy = sides.inside(t, { toxics = { latency = { latency = 0.02, stream = "down" } } })
  t:run("server", sides.server(listener, function(conn)
    conn:sendall("half an ans")
    sides.reset(conn)
  end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    expect(s:recv_exactly(11)):equals("half an ans")
    expect(function() s:recv(10) end):raises(socket.ConnectionResetError)
  end)
  expect(t:conversation("proxy")):equals('proxy > server  tcp 127.0.0.1:7000\n' ..
    '  # proxy: latency 0.02 s down\n  < "half an ans"\n  < RST\n  > EOF\n')
end)

scenario("where the server does not listen, the client is reset", function(t)
  local proxy = t:proxy { listen = { "127.0.0.1", 8000 }, to = { "127.0.0.1", 7000 } }
  t:run("client", function()
    local s <close> = socket.create_connection(proxy.address)
    expect(function() s:recv(10) end):raises(socket.ConnectionResetError)
  end)
  expect(t):exchanged [[
    client > proxy  tcp 127.0.0.1:8000
      < RST
      ! recv ECONNRESET
      > EOF
    proxy > -  tcp 127.0.0.1:7000
      ! connect ECONNREFUSED
  ]]
end)

scenario("a reader that does not read stops the writer", { segment = false }, function(t)
  local listener, proxy = sides.inside(t, { toxics = { latency = { latency = 0.001 } } })
  local stopped = t:event()
  local sent = 0
  t:run("server", sides.server(listener, function(conn)
    stopped:wait()
    expect(#conn:recv_exactly(sent)):equals(sent)
  end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:settimeout(0.2)
    local block = ("x"):rep(65536)
    expect(function()
      while true do sent = sent + s:send(block) end
    end):raises(socket.timeout)
    stopped:set()
  end)
  expect(sent):at_least(262144)
  expect(sent):at_most(64 * 1024 * 1024)
  expect(proxy:stats().up.received):equals(sent)
end)

scenario("a deadlock behind a proxy is told at once", { fails = "both sides wait for the other one", timeout = 60,
  assertions = false }, function(t)
  local listener, proxy = sides.inside(t, { toxics = { latency = { latency = 0.001 }, timeout = { stream = "up" } } })
  t:run("server", sides.server(listener, function(conn) conn:recv(10) end), "client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("this is dropped")
    s:recv(10)
  end)
end)

scenario("a proxy of UNIX sockets", function(t)
  local path, to = t:tempdir() .. "/proxy", t:tempdir() .. "/server"
  local listener = socket.socket(socket.AF_UNIX)
  listener:bind(to)
  listener:listen()
  local proxy = t:proxy { listen = path, to = to }
  expect(proxy.address):equals(path)
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.socket(socket.AF_UNIX)
    s:connect(path)
    s:sendall("hello")
    expect(s:recv_exactly(5)):equals("hello")
    proxy:disable() -- no reset: UNIX sockets have none
    expect(s:recv(5)):equals("")
  end)
  expect(t:conversation("client")):contains('  < "hello"\n  # proxy: disabled, by client\n  < EOF\n')
end)

scenario("proxies in a row", function(t)
  local listener, last = sides.inside(t, { name = "last", toxics = { slicer = { average_size = 1 } } })
  local first = t:proxy { name = "first", to = last.address }
  t:run("server", sides.server(listener, sides.echo), "client", function()
    local s <close> = socket.create_connection(first.address)
    s:sendall("ping")
    expect(s:recv_exactly(4)):equals("ping")
  end)
  first:drain()
  last:drain()
  expect(t):exchanged [[
    client > first  tcp 127.0.0.1:*
      > "ping"
      < "ping"
      > EOF
      < EOF
    last > server  tcp 127.0.0.1:7000
      # last: slicer 1 bytes
      > "ping"
      < "ping"
      > EOF
      < EOF
    first > last  tcp 127.0.0.1:*
      # last: slicer 1 bytes
      > "ping"
      < "ping"
      > EOF
      < EOF
  ]]
end)

scenario("a server in a process, cut to slices", { requires = { "command:redis-server" } }, function(t)
  local proxy = sides.redis(t, { toxics = { slicer = { average_size = 2, size_variation = 1 } } })
  t:run("client", function()
    local s <close> = socket.create_connection(proxy.address)
    s:sendall("SET city Gdansk\r\n")
    expect(s:recv_line()):equals("+OK\r\n")
    s:sendall("GET city\r\n")
    expect(s:recv_exactly(12)):equals("$6\r\nGdansk\r\n")
  end)
  proxy:drain()
  expect(t):exchanged [[
    client > proxy  tcp 127.0.0.1:*
      # proxy: slicer 2 +- 1 bytes
      > "SET city Gdansk\r\n"
      < "+OK\r\n"
      > "GET city\r\n"
      < "$6\r\n"
      < "Gdansk\r\n"
      > EOF
      < EOF
    proxy > redis-server  tcp 127.0.0.1:6379
      # proxy: slicer 2 +- 1 bytes
      > "SET city Gdansk\r\n"
      < "+OK\r\n"
      > "GET city\r\n"
      < "$6\r\n"
      < "Gdansk\r\n"
      > EOF
      < EOF
  ]]
end)

local dialog_program = [[
import socket
s = socket.create_connection(("127.0.0.1", 8000))
for question in (b"one\n", b"two\n", b"three\n"):
    s.sendall(question)
    s.recv(100)
s.shutdown(socket.SHUT_WR)
while s.recv(100): pass
]]

scenario("a client in a process asks first, as the transcript tells it", { requires = { "command:python3" } }, function(t)
  local listener, proxy = sides.inside(t, { listen = { "127.0.0.1", 8000 }, toxics = { slicer = { average_size = 2 } } })
  t:run("server", sides.server(listener, sides.echo), "starter", function()
    process.start { command = { "python3", "-c", dialog_program }, name = "client.py" }:wait()
  end)
  proxy:drain()
  expect(t):exchanged [[
    client.py > proxy  tcp 127.0.0.1:8000
      # proxy: slicer 2 bytes
      > "one\n"
      > "two\n"
      > "three\n"
      > EOF
      < "one\n"
      < "two\n"
      < "three\n"
      < EOF
    proxy > server  tcp 127.0.0.1:7000
      # proxy: slicer 2 bytes
      > "one\n"
      > "two\n"
      > "three\n"
      > EOF
      < "one\n"
      < "two\n"
      < "three\n"
      < EOF
  ]]
end)

local client_program = [[
import socket, sys
s = socket.create_connection(("127.0.0.1", 8000))
s.sendall(b"hello\n")
print(s.recv(100))
]]

scenario("a client in a process, whose server resets it", { requires = { "command:python3" } }, function(t)
  local listener, proxy = sides.inside(t, { listen = { "127.0.0.1", 8000 } })
  local client
  t:run("server", sides.server(listener, function(conn)
    expect(conn:recv_line()):equals("hello\n")
    sides.reset(conn)
  end), "starter", function()
    client = process.start { command = { "python3", "-c", client_program }, name = "client.py" }
    expect(client:wait()):equals { exit_code = 1 }
  end)
  expect(client:stderr()):contains("ConnectionResetError")
  expect(proxy:stats().connections):equals(1)
end)

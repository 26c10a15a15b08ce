-- What goes wrong in a load: errors of the network and the server are counted by class, all else fails the scenario.
local http = require "http"
local socket = require "socket"
local support = require "support"

scenario("errors are counted by class, and the connection is made anew", function(t)
  local connections = 0
  local address = support.serve(t, function(conn)
    connections = connections + 1
    if connections > 1 then return support.echo(conn) end
    for _ = 1, 5 do conn:sendall(conn:recv_line()) end
    conn:recv(1) -- with the rest unread the close is a reset
  end)
  local result = t:load { to = address, requests = 20, each = function(c, number) support.ask(c, number) end }
  expect(result.requests):equals(19)
  expect(result.failed):equals(1)
  expect(result.errors):equals { ConnectionResetError = 1 }
  expect(connections):equals(2)
end)

scenario("a stream that ends too early, and one that breaks its protocol", function(t)
  local answers = { "", "HTTP/1.1 twohundred OK\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok" }
  local count = 0
  local address = support.serve(t, function(conn)
    count = count + 1
    conn:recv_until("\r\n\r\n")
    conn:sendall(answers[count])
  end)
  local result = t:load {
    requests = 3, connect = function() return http.connect(address) end, each = function(client) client:get("/") end,
  }
  expect(result.errors):equals { ["http.RemoteDisconnected"] = 1, ["http.ProtocolError"] = 1 }
  expect(result.requests):equals(1)
end)

scenario("timeouts of sockets are counted", function(t)
  local address = support.serve(t, function(conn) conn:recv_all() end)
  local result = t:load {
    requests = 3, each = support.ask,
    connect = function() return socket.create_connection(address, { timeout = 0.05 }) end,
  }
  expect(result.errors):equals { TimeoutError = 3 }
  expect(result.requests):equals(0)
  expect(result.latency.p99):equals(0)
  expect(result.throughput):equals(0)
end)

scenario("a server that has gone refuses the rest", function(t)
  local address, listener
  address, listener = support.serve(t, function(conn)
    for _ = 1, 3 do conn:sendall(conn:recv_line()) end
    listener:close()
  end)
  local result = t:load { to = address, requests = 10, each = support.ask }
  expect(result.requests):equals(3)
  expect(result.errors.ConnectionRefusedError):at_least(5)
  expect(result.failed):equals(7)
end)

scenario("without a server there is nothing to measure", function(t)
  local function load() t:load { to = { "127.0.0.1", 1 }, connections = 3, requests = 10, each = support.ask } end
  expect(load):raises(socket.ConnectionRefusedError)
end)

describe("fails the scenario:", function()
  scenario("an error of the script", { fails = "each divides a word" }, function(t)
    local address = support.serve(t, support.echo)
    t:load { to = address, requests = 10, each = function(_, number) return ("word"):rep(2) / number end }
  end)

  scenario("an expectation in a request", { fails = "the tenth request expects what does not come" }, function(t)
    local address = support.serve(t, support.echo)
    t:load { to = address, requests = 10, each = function(c, number)
      c:sendall("ping\n")
      expect(c:recv_line()):equals(number < 10 and "ping\n" or "pong\n")
    end }
  end)

  scenario("a threshold", { fails = "nothing takes less than a nanosecond" }, function(t)
    local address = support.serve(t, support.echo)
    local result = t:load { to = address, requests = 10, each = support.ask }
    expect(result.latency.p99):at_most(1e-9)
  end)
end)

scenario("a request may skip the scenario", function(t)
  local skipped = true
  t:defer(function() expect(skipped):is_true() end)
  t:load { requests = 1, each = function() t:skip("not today") end }
  skipped = false
end)

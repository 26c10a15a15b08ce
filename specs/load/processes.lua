-- t:load in several processes: shared, merged, ended.
local socket = require "socket"
local support = require "support"

scenario("several processes share requests and connections", { record = false }, function(t)
  local accepted, asked = 0, {}
  local address = support.serve(t, function(conn)
    accepted = accepted + 1
    while true do
      local line = conn:recv_line()
      asked[line] = (asked[line] or 0) + 1
      conn:sendall(line)
    end
  end)
  local result = t:load { to = address, connections = 5, processes = 2, requests = 101, each = support.ask }
  expect(result.requests):equals(101)
  expect(result.latency.max):at_least(result.latency.p50)
  expect(result.latency.p50):at_least(1e-7)
  expect(accepted):equals(5)
  for number = 1, 101 do expect(asked[("request %d\n"):format(number)]):equals(1) end
end)

scenario("at a rate, too", { record = false }, function(t)
  local address = support.serve(t, support.echo)
  local result = t:load { to = address, connections = 4, processes = 3, rate = 300, requests = 60, each = support.ask }
  expect(result.requests):equals(60)
  expect(result.duration):at_least(0.1) -- 59 / 300, but for a first one that is late
end)

scenario("errors are counted in all of them", { record = false }, function(t)
  local address = support.serve(t, function(conn)
    conn:recv_line() -- and closes without a word
  end)
  local result = t:load { to = address, connections = 2, processes = 2, requests = 10, each = support.ask }
  expect(result.errors):equals { IncompleteReadError = 10 }
  expect(result.requests):equals(0)
end)

scenario("what a request changes stays in its process", { record = false }, function(t)
  local address = support.serve(t, support.echo)
  local changed = 0
  t:load { to = address, connections = 2, processes = 2, requests = 10, each = function(c, number)
    changed = changed + 1
    support.ask(c, number)
  end }
  expect(changed):equals(0)
end)

scenario("the scenario's own connections are not held open by them", { record = false }, function(t)
  local address = support.serve(t, support.echo)
  local a, b = socket.socketpair()
  t:background("closer", function()
    t:sleep(0.05)
    a:close()
  end)
  local ended = t:spawn("reader", function() return b:recv(1) end)
  local loaded = false
  t:run("load", function()
    t:load { to = address, connections = 2, processes = 2, duration = 1, each = support.ask }
    loaded = true
  end, "watcher", function()
    expect(ended:join()):equals("")
    expect(loaded):is_false()
  end)
end)

describe("fails the scenario:", function()
  scenario("an error in another process", { fails = "the seventh request divides a word", record = false }, function(t)
    local address = support.serve(t, support.echo)
    t:load { to = address, connections = 2, processes = 2, requests = 10, each = function(_, number)
      return number == 7 and ("word"):rep(2) / number
    end }
  end)

  scenario("an expectation in another process", { fails = "one equals two", record = false }, function(t)
    local address = support.serve(t, support.echo)
    t:load { to = address, connections = 2, processes = 2, requests = 10, each = function() expect(1):equals(2) end }
  end)

  scenario("no server", { fails = "nobody listens there" }, function(t)
    t:load { to = { "127.0.0.1", 1 }, connections = 2, processes = 2, requests = 10, each = support.ask }
  end)
end)

scenario("what a request prints in another process is shown", { record = false }, function(t)
  local address = support.serve(t, support.echo)
  local result = t:load { to = address, connections = 2, processes = 2, requests = 2, each = function(c, number)
    print("request", number)
    support.ask(c, number)
  end }
  expect(result.requests):equals(2)
end)

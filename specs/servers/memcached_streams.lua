-- memcached: how commands come: in drops, in heaps, from clients that stop, go away or do not read.
local lines = require "lines"
local memcached = require "memcached_support"
local socket = require "socket"

describe("memcached streams", memcached.suite, function()
  it("a command that comes byte by byte is one command", { covers = { "memcached storage commands" } }, function(t)
    local c = memcached.pair(t)
    for byte in lines.memcached.encode_storage("set", "slow", "drip"):gmatch(".") do
      c.socket:sendall(byte)
    end
    expect(c:read_line()):equals("STORED")
    expect(c:get("slow")):equals("drip")
  end)

  it("a client that waits within a value keeps nobody waiting, not even on the same thread", function(t)
    local c = memcached.pair(t, { "-t", "1" })
    local other = memcached.connect()
    c:send("set k 0 0 10\r\nhalf ")
    expect(other:get("k")):is_nil()
    c:send("whole\r\n")
    expect(c:read_line()):equals("STORED")
    expect(other:get("k")):equals("half whole")
  end)

  it("commands of a pipeline are answered in their order", function(t)
    local c = memcached.pair(t)
    c:set("n", "0")
    c:send(("incr n 1\r\n"):rep(1000))
    for i = 1, 1000 do
      local line = c:read_line()
      if line ~= tostring(i) then expect(line):equals(tostring(i)) end
    end
    expect(c:get("n")):equals("1000")
  end)

  it("a pipeline longer than -R takes turns with the other clients, and is answered whole", function(t)
    local c = memcached.pair(t, { "-t", "1", "-R", "2" })
    local other = memcached.connect()
    c:send(("mn\r\n"):rep(2000))
    expect(other:command("mn")):equals("MN")
    expect(c.socket:recv_exactly(4 * 2000)):equals(("MN\r\n"):rep(2000))
    expect(tonumber(c:stats().conn_yields)):at_least(1)
  end)

  it("a client that has closed its half gets all its answers, then the end", { segment = false }, function(t)
    local c = memcached.pair(t)
    local value = ("x"):rep(500000)
    c:set("big", value)
    c:send(("get big\r\n"):rep(8))
    c.socket:shutdown(socket.SHUT_WR)
    local answers = c.socket:recv_all()
    expect(#answers):equals(8 * #("VALUE big 0 500000\r\n" .. value .. "\r\nEND\r\n"))
  end)

  it("a client that is reset within a value has stored nothing", function(t)
    local c = memcached.pair(t)
    local victim = memcached.connect()
    victim:send("set k 0 0 1000\r\n" .. ("x"):rep(500))
    memcached.wait_for_clients(c, 2)
    memcached.reset(victim)
    memcached.wait_for_clients(c, 1)
    expect(c:get("k")):is_nil()
    expect(c:add("k", "free")):equals("STORED")
  end)

  it("answers that nobody takes keep nobody waiting, and are whole in the end", { segment = false }, function(t)
    local c = memcached.pair(t, { "-t", "1" })
    local lazy = memcached.connect()
    local value = ("0123456789abcdef"):rep(25000)
    c:set("big", value)
    for _ = 1, 16 do lazy:send_line("get big") end
    expect(c:command("mn")):equals("MN")
    for _ = 1, 16 do expect(lazy:read_values()[1].value == value):is_true() end
  end)

  it("twenty clients at once count together without a loss, on four threads", function(t)
    local c = memcached.pair(t)
    c:set("n", "0")
    local clients = {}
    for i = 1, 20 do
      clients[i] = memcached.connect()
      expect(clients[i]:command("mn")):equals("MN")
    end
    for _, client in ipairs(clients) do client:send(("incr n 1\r\n"):rep(10)) end
    for _, client in ipairs(clients) do client:read_lines(10) end
    expect(c:get("n")):equals("200")
  end)

  it("of twenty clients that add the same key one succeeds", function(t)
    memcached.start(t)
    local clients, stored = {}, 0
    for i = 1, 20 do clients[i] = memcached.connect() end
    for i, client in ipairs(clients) do client:send(lines.memcached.encode_storage("add", "lock", "owner " .. i)) end
    for _, client in ipairs(clients) do
      if client:read_line() == "STORED" then stored = stored + 1 end
    end
    expect(stored):equals(1)
  end)

  it("quit ends the connection, and what stands behind it is not done", { covers = { "memcached quit" } }, function(t)
    local c = memcached.pair(t)
    local other = memcached.connect()
    c:send("set before 0 0 1\r\n1\r\nquit\r\nset behind 0 0 1\r\n1\r\n")
    expect(c.socket:recv_line()):equals("STORED\r\n")
    expect(function() assert(c.socket:recv_line() ~= "STORED\r\n") end):raises(socket.Exception)
    expect(other:get_many { "before", "behind" }):equals { before = "1" }
  end)
end)

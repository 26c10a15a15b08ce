-- Redis: how commands come: in drops, in heaps, from clients that stop, go away or do not read.
local redis = require "redis_support"
local resp = require "resp"
local socket = require "socket"

describe("redis streams", redis.suite, function()
  it("a command that comes byte by byte is one command", { covers = { "RESP2 sending commands" } }, function(t)
    local c = redis.pair(t)
    for byte in resp.encode_command("SET", "slow", "drip"):gmatch(".") do
      c.socket:sendall(byte)
    end
    expect(c:read()):equals("OK")
    expect(c:call("GET", "slow")):equals("drip")
  end)

  it("a client that waits within a command keeps nobody waiting", function(t)
    local c = redis.pair(t)
    local other = redis.connect()
    c:send_raw("*2\r\n$4\r\nEC")
    expect(other:call("PING")):equals("PONG")
    c:send_raw("HO\r\n$5\r\nthere\r\n")
    expect(c:read()):equals("there")
  end)

  it("commands of a pipeline are answered in their order", { covers = { "RESP2 pipelining" } }, function(t)
    local c = redis.pair(t)
    local commands, answers = {}, {}
    for i = 1, 1000 do commands[i], answers[i] = { "INCR", "n" }, i end
    expect(c:pipeline(commands)):equals(answers)
  end)

  it("an error in a pipeline stands in its place, and the rest is done", {
    covers = { "RESP2 pipelining" },
  }, function(t)
    local c = redis.pair(t)
    local answers = c:pipeline { { "SET", "k", "v" }, { "LPUSH", "k", "x" }, { "APPEND", "k", "w" }, { "GET", "k" } }
    expect(answers[2].code):equals("WRONGTYPE")
    expect({ answers[1], answers[3], answers[4] }):equals { "OK", 2, "vw" }
  end)

  it("a client that has closed its half gets all its answers, then the end", {
    covers = { "RESP2 pipelining" },
  }, function(t)
    local c = redis.pair(t)
    c:send_raw("DEBUG SLEEP 0.05\r\n" .. ("PING\r\n"):rep(500))
    c.socket:shutdown(socket.SHUT_WR)
    expect(c.socket:recv_all()):equals("+OK\r\n" .. ("+PONG\r\n"):rep(500))
  end)

  it("a client that is reset within a value has stored nothing", function(t)
    local c = redis.pair(t)
    local victim = redis.connect()
    victim:send_raw("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$1000\r\n" .. ("x"):rep(500))
    redis.wait_for_clients(c, 2)
    redis.reset(victim)
    redis.wait_for_clients(c, 1)
    expect(c:call("EXISTS", "key")):equals(0)
  end)

  it("a client that goes away while it waits for an element leaves it to the next one", function(t)
    local c = redis.pair(t)
    local first = redis.connect()
    first:send("BLPOP", "queue", 0)
    repeat until c:call("INFO", "clients"):find("blocked_clients:1", 1, true)
    redis.reset(first)
    redis.wait_for_clients(c, 1)
    c:call("RPUSH", "queue", "job")
    expect(redis.connect():call("BLPOP", "queue", 0)):equals { "queue", "job" }
  end)

  it("waiting clients are served in the order in which they came", function(t)
    local c = redis.pair(t)
    local waiting = {}
    for i = 1, 3 do
      waiting[i] = redis.connect()
      waiting[i]:send("BLPOP", "queue", 0)
      repeat until c:call("INFO", "clients"):find("blocked_clients:" .. i, 1, true)
    end
    c:call("RPUSH", "queue", "a", "b", "c")
    for i, job in ipairs { "a", "b", "c" } do expect(waiting[i]:read()):equals { "queue", job } end
  end)

  it("an answer of 16 MiB that nobody takes keeps nobody waiting, and is whole in the end", {
    segment = false,
  }, function(t)
    local c = redis.pair(t)
    local lazy = redis.connect()
    local value = ("0123456789abcdef"):rep(1 << 16)
    c:call("SET", "big", value)
    for _ = 1, 16 do lazy:send("GET", "big") end
    expect(c:call("PING")):equals("PONG")
    for _ = 1, 16 do expect(lazy:read() == value):is_true() end
  end)

  it("twenty clients at once count together without a loss", function(t)
    redis.start(t)
    local clients = {}
    for i = 1, 20 do
      clients[i] = redis.connect()
      expect(clients[i]:call("PING")):equals("PONG")
    end
    for _, c in ipairs(clients) do c:send_raw(("INCR n\r\n"):rep(10)) end
    for _, c in ipairs(clients) do
      for _ = 1, 10 do c:read() end
    end
    expect(clients[1]:call("GET", "n")):equals("200")
  end)
end)

describe("redis transactions", redis.suite, function()
  it("EXEC answers with what each command gave, errors too", { covers = { "RESP2 arrays" } }, function(t)
    local c = redis.pair(t)
    c:call("MULTI")
    expect(c:call("SET", "k", "v")):equals("QUEUED")
    c:call("LPUSH", "k", "x")
    c:call("GET", "k")
    c:send("EXEC")
    expect(c.socket:recv_exactly(4 + 5)):equals("*3\r\n+OK\r\n")
    expect(c.socket:recv_line()):matches("^%-WRONGTYPE ")
    expect(c:read()):equals("v")
  end)

  it("one with a command that is none does nothing at all", function(t)
    local c = redis.pair(t)
    c:call("MULTI")
    c:call("SET", "k", "v")
    expect(function() c:call("NONE") end):raises(resp.ReplyError, { code = "ERR" })
    expect(function() c:call("EXEC") end):raises(resp.ReplyError, { code = "EXECABORT" })
    expect(c:call("EXISTS", "k")):equals(0)
  end)

  it("one whose watched key has changed is not done", { covers = { "RESP2 null arrays" } }, function(t)
    local c = redis.pair(t)
    local other = redis.connect()
    c:call("WATCH", "stock")
    other:call("SET", "stock", 1)
    c:call("MULTI")
    c:call("SET", "stock", 2)
    expect(c:call("EXEC")):is_nil()
    expect(c:call("GET", "stock")):equals("1")
  end)

  it("one whose client goes away before EXEC is not done", function(t)
    local c = redis.pair(t)
    local victim = redis.connect()
    victim:call("MULTI")
    victim:call("SET", "k", "v")
    redis.reset(victim)
    redis.wait_for_clients(c, 1)
    expect(c:call("EXISTS", "k")):equals(0)
  end)
end)

-- Redis: the limits of its configuration, each at the place where it begins to hold.
local redis = require "redis_support"
local resp = require "resp"

local MiB = 1 << 20

describe("redis limits", redis.suite, function()
  it("a value of 2 MiB is stored and read back", { segment = false, covers = { "RESP2 bulk strings" } }, function(t)
    local c = redis.pair(t)
    local value = ("0123456789abcdef"):rep(2 * MiB // 16)
    expect(c:call("SET", "big", value)):equals("OK")
    expect(c:call("GET", "big") == value):is_true()
  end)

  it("a string of proto-max-bulk-len is taken, one byte more is not", {
    segment = false, covers = { "RESP2 bulk strings" },
  }, function(t)
    local c = redis.pair(t, "proto-max-bulk-len 1mb")
    expect(c:call("SET", "key", ("x"):rep(MiB))):equals("OK")
    c:send_raw(("*3\r\n$3\r\nSET\r\n$3\r\nkey\r\n$%d\r\n"):format(MiB + 1))
    expect(c.socket:recv_all()):equals("-ERR Protocol error: invalid bulk length\r\n")
  end)

  it("of maxclients and one, the last is told and sent away, until another goes", function(t)
    local first = redis.pair(t, "maxclients 2")
    local second = redis.connect()
    expect(second:call("PING")):equals("PONG")
    local third = redis.connect()
    expect(third.socket:recv_all()):equals("-ERR max number of clients reached\r\n")
    second:close()
    redis.wait_for_clients(first, 1)
    expect(redis.connect():call("PING")):equals("PONG")
  end)

  it("a full memory refuses what writes, and serves what reads and deletes", function(t)
    local c = redis.pair(t, "maxmemory-policy noeviction")
    c:call("SET", "old", "value")
    c:call("CONFIG", "SET", "maxmemory", 1)
    expect(function() c:call("SET", "new", "value") end):raises(resp.ReplyError, { code = "OOM" })
    expect(c:call("GET", "old")):equals("value")
    expect(c:call("DEL", "old")):equals(1)
  end)

  it("a subscriber that does not read is cut off at its output limit", { segment = false }, function(t)
    local c, server = redis.pair(t, "client-output-buffer-limit pubsub 1mb 0 0")
    local lazy = redis.connect()
    lazy:call("SUBSCRIBE", "news")
    local heard
    repeat heard = c:call("PUBLISH", "news", ("x"):rep(MiB)) until heard == 0
    expect(server):logs("scheduled to be closed ASAP for overcoming of output buffer limits")
    redis.wait_for_clients(c, 1)
  end)

  it("a request that outgrows the query buffer is cut off", { segment = false }, function(t)
    local c, server = redis.pair(t, "client-query-buffer-limit 1mb")
    local other = redis.connect()
    c:send("ECHO", ("x"):rep(MiB))
    expect(server):logs("Closing client that reached max query buffer length")
    expect(other:call("PING")):equals("PONG")
  end)

  it("a client that says nothing for `timeout` seconds is cut off; a subscriber is not", function(t)
    local c = redis.pair(t, "timeout 1")
    local subscriber = redis.connect()
    subscriber:call("SUBSCRIBE", "news")
    expect(c.socket:recv_all()):equals("")
    local late = redis.connect()
    expect(late:call("PUBLISH", "news", "still there?")):equals(1)
    expect(subscriber:read()):equals { "message", "news", "still there?" }
  end)

  it("a blocked client gets its null when its time is over", { covers = { "RESP2 null arrays" } }, function(t)
    local c = redis.pair(t)
    expect(c:call("BLPOP", "empty", "0.05")):is_nil()
    c:send_inline("BLPOP empty 0.01")
    expect(c.socket:recv_line()):equals("*-1\r\n")
  end)

  it("a key is gone when its time is over, and a subscriber hears of it", function(t)
    local c = redis.pair(t, "notify-keyspace-events Ex")
    local watcher = redis.connect()
    watcher:call("SUBSCRIBE", "__keyevent@0__:expired")
    c:call("SET", "session", "x", "PX", 20)
    local told, event = pcall(watcher.read, watcher)
    expect(told and event or "nothing in 3 s"):equals { "message", "__keyevent@0__:expired", "session" }
    expect(c:call("GET", "session")):is_nil()
  end)

  it("a script that runs too long makes the others hear BUSY, until it is killed", function(t)
    local c = redis.pair(t, "busy-reply-threshold 10")
    local operator = redis.connect()
    c:send("EVAL", "while true do end", 0)
    local busy
    repeat busy = select(2, operator:try("PING")) until busy
    expect(busy.code):equals("BUSY")
    expect(operator:call("SCRIPT", "KILL")):equals("OK")
    expect(function() c:read() end):raises("Script killed by user with SCRIPT KILL")
    expect(operator:call("PING")):equals("PONG")
  end)
end)

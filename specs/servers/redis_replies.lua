-- Redis: what it answers, type by type, in both versions of its protocol.
local redis = require "redis_support"
local resp = require "resp"

describe("redis replies", redis.suite, function()
  it("happy path: a value is set, read and taken away", {
    covers = { "RESP2 simple strings", "RESP2 bulk strings", "RESP2 integers", "RESP2 sending commands" },
  }, function(t)
    local c = redis.pair(t)
    expect(c:call("SET", "city", "Gdansk")):equals("OK")
    expect(c:call("GET", "city")):equals("Gdansk")
    expect(c:call("DEL", "city")):equals(1)
    expect(t:conversation("main")):exchanged [[
      main > redis-server  tcp 127.0.0.1:6379
        > "*3\r\n"
        > "$3\r\n"
        > "SET\r\n"
        > "$4\r\n"
        > "city\r\n"
        > "$6\r\n"
        > "Gdansk\r\n"
        < "+OK\r\n"
        > "*2\r\n"
        > "$3\r\n"
        > "GET\r\n"
        > "$4\r\n"
        > "city\r\n"
        < "$6\r\n"
        < "Gdansk\r\n"
        > "*2\r\n"
        > "$3\r\n"
        > "DEL\r\n"
        > "$4\r\n"
        > "city\r\n"
        < ":1\r\n"
    ]]
  end)

  it("an unknown command is named in the error, with its first arguments", {
    covers = { "RESP2 simple errors" },
  }, function(t)
    local c = redis.pair(t)
    local e = expect(function() c:call("FLY", "to", "Sopot") end):raises(resp.ReplyError, { code = "ERR" })
    expect(e.message):equals("ERR unknown command 'FLY', with args beginning with: 'to' 'Sopot' ")
  end)

  it("a command with too few arguments is refused", { covers = { "RESP2 simple errors" } }, function(t)
    local c = redis.pair(t)
    expect(function() c:call("SET", "key") end)
      :raises(resp.ReplyError, { message = "ERR wrong number of arguments for 'set' command" })
  end)

  it("an operation on a value of another type is an error, and leaves the value", function(t)
    local c = redis.pair(t)
    c:call("SET", "word", "abc")
    expect(function() c:call("LPUSH", "word", "x") end):raises(resp.ReplyError, { code = "WRONGTYPE" })
    expect(c:call("GET", "word")):equals("abc")
  end)

  it("what is not there is a null of each version", {
    covers = { "RESP2 null bulk strings", "RESP3 nulls" },
  }, function(t)
    local c = redis.pair(t)
    c:send_inline("GET nothing")
    expect(c.socket:recv_line()):equals("$-1\r\n")
    c:call("HELLO", 3)
    c:send_inline("GET nothing")
    expect(c.socket:recv_line()):equals("_\r\n")
  end)

  it("counts up to the last integer, and refuses to go beyond", { covers = { "RESP2 integers" } }, function(t)
    local c = redis.pair(t)
    c:call("SET", "n", math.maxinteger - 1)
    expect(c:call("INCR", "n")):equals(math.maxinteger)
    expect(function() c:call("INCR", "n") end)
      :raises(resp.ReplyError, { message = "ERR increment or decrement would overflow" })
    expect(c:call("GET", "n")):equals(tostring(math.maxinteger))
  end)

  it("a value is bytes: all 256 of them come back", { covers = { "RESP2 bulk strings" } }, function(t)
    local c = redis.pair(t)
    local bytes = {}
    for i = 0, 255 do bytes[#bytes + 1] = string.char(i) end
    local value = table.concat(bytes)
    c:call("SET", value, value)
    expect(c:call("GET", value)):equals(value)
  end)

  it("an operator's lines with quotes are commands, too", { covers = { "RESP2 inline commands" } }, function(t)
    local c = redis.pair(t)
    c:send_raw("SET greeting \"bon\\x6aour\\n\"\r\nget greeting\n")
    expect(c:read()):equals("OK")
    expect(c:read()):equals("bonjour\n")
  end)

  it("an array may hold arrays, nulls and nothing", {
    covers = { "RESP2 arrays", "RESP2 null elements in arrays" },
  }, function(t)
    local c = redis.pair(t)
    c:call("SET", "a", 1)
    expect(c:call("MGET", "a", "none", "a")):equals { "1", resp.null, "1" }
    expect(c:call("KEYS", "none*")):equals {}
    expect(c:call("EVAL", "return {1, {2, {}}, 'x'}", 0)):equals { 1, { 2, {} }, "x" }
  end)
end)

describe("redis replies to subscribers", redis.suite, function()
  it("a message of a channel is an array that was not asked for", { covers = { "RESP2 pushes" } }, function(t)
    local c = redis.pair(t)
    local publisher = redis.connect()
    expect(c:call("SUBSCRIBE", "news")):equals { "subscribe", "news", 1 }
    publisher:call("PUBLISH", "news", "rain")
    expect(c:read()):equals { "message", "news", "rain" }
  end)

  it("other commands are refused until it has unsubscribed", { covers = { "RESP2 pushes" } }, function(t)
    local c = redis.pair(t)
    c:call("SUBSCRIBE", "news")
    expect(function() c:call("GET", "k") end):raises("Can't execute 'get'")
    expect(c:call("PING")):equals { "pong", "" }
    c:call("UNSUBSCRIBE", "news")
    expect(c:call("GET", "k")):is_nil()
  end)

  it("a pattern hears of all channels that match it, and of no other", function(t)
    local c = redis.pair(t)
    local publisher = redis.connect()
    c:call("PSUBSCRIBE", "news.*")
    expect(publisher:call("PUBLISH", "weather", "rain")):equals(0)
    expect(publisher:call("PUBLISH", "news.pl", "rain")):equals(1)
    expect(c:read()):equals { "pmessage", "news.*", "news.pl", "rain" }
  end)
end)

describe("redis replies of RESP3", redis.suite, function()
  it("HELLO 3 changes the version of this connection alone", {
    covers = { "RESP3 client handshake", "RESP3 maps" },
  }, function(t)
    local c = redis.pair(t)
    local other = redis.connect()
    c:call("HSET", "capital", "PL", "Warsaw", "DE", "Berlin")
    local hello = c:call("HELLO", 3)
    expect({ server = hello.server, proto = hello.proto, role = hello.role }):equals {
      server = "redis", proto = 3, role = "master",
    }
    expect(c:call("HGETALL", "capital")):equals { PL = "Warsaw", DE = "Berlin" }
    expect(other:call("HGETALL", "capital")):equals { "PL", "Warsaw", "DE", "Berlin" }
  end)

  it("a version that there is not is refused, and the old one stays", {
    covers = { "RESP3 client handshake" },
  }, function(t)
    local c = redis.pair(t)
    expect(function() c:call("HELLO", 4) end):raises(resp.ReplyError, { code = "NOPROTO" })
    c:send_inline("GET nothing")
    expect(c.socket:recv_line()):equals("$-1\r\n")
  end)

  it("sets, doubles, booleans and big numbers are types of their own", {
    covers = { "RESP3 sets", "RESP3 doubles", "RESP3 booleans", "RESP3 big numbers", "RESP3 verbatim strings" },
  }, function(t)
    local c = redis.pair(t)
    c:call("HELLO", 3)
    c:call("SADD", "s", "x")
    c:call("ZADD", "z", "1.5", "x", "-inf", "y")
    expect(resp.type_of(c:call("SMEMBERS", "s"))):equals("set")
    expect(c:call("ZSCORE", "z", "x")):equals(1.5)
    expect(c:call("ZSCORE", "z", "y")):equals(-math.huge)
    expect(c:call("DEBUG", "PROTOCOL", "true")):is_true()
    expect(tostring(c:call("DEBUG", "PROTOCOL", "bignum"))):equals("1234567999999999999999999999999999999")
    expect(c:call("DEBUG", "PROTOCOL", "verbatim").format):equals("txt")
  end)

  it("attributes stand before the answer that they are about", { covers = { "RESP3 attributes" } }, function(t)
    local c = redis.pair(t)
    c:call("HELLO", 3)
    expect(c:call("DEBUG", "PROTOCOL", "attrib")):equals("Some real reply following the attribute")
    expect(c.attributes):equals { ["key-popularity"] = { "key:123", 90 } }
  end)

  it("a message of a channel is a push between two answers", { covers = { "RESP3 pushes" } }, function(t)
    local c = redis.pair(t)
    local publisher = redis.connect()
    c:call("HELLO", 3)
    c:send("SUBSCRIBE", "news")
    expect(c:read_push()):equals { "subscribe", "news", 1 }
    expect(publisher:call("PUBLISH", "news", "rain")):equals(1)
    expect(c:call("ECHO", "still here")):equals("still here")
    expect(c:read_push()):equals { "message", "news", "rain" }
  end)

  it("a client that keeps copies is told which of them is old", { covers = { "RESP3 pushes" } }, function(t)
    local c = redis.pair(t)
    local writer = redis.connect()
    c:call("HELLO", 3)
    c:call("CLIENT", "TRACKING", "ON")
    c:call("GET", "price")
    writer:call("SET", "price", 7)
    expect(c:read_push()):equals { "invalidate", { "price" } }
  end)
end)

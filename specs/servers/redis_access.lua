-- Redis: who may do what.
local redis = require "redis_support"
local resp = require "resp"

describe("redis access", redis.suite, function()
  it("without the password nothing is done, and its absence ends no connection", function(t)
    local c = redis.pair(t, "requirepass secret")
    expect(function() c:call("SET", "k", "v") end):raises(resp.ReplyError, { code = "NOAUTH" })
    expect(function() c:call("AUTH", "guess") end):raises(resp.ReplyError, { code = "WRONGPASS" })
    expect(c:call("AUTH", "secret")):equals("OK")
    expect(c:call("EXISTS", "k")):equals(0)
  end)

  it("HELLO gives the password and the version in one", { covers = { "RESP3 client handshake" } }, function(t)
    local c = redis.pair(t, "requirepass secret")
    expect(function() c:call("HELLO", 3) end):raises(resp.ReplyError, { code = "NOAUTH" })
    expect({ proto = c:call("HELLO", 3, "AUTH", "default", "secret").proto }):equals { proto = 3 }
  end)

  it("who has not said the password may not send what is long", function(t)
    local c = redis.pair(t, "requirepass secret")
    c:send_raw("*11\r\n")
    expect(c.socket:recv_all()):equals("-ERR Protocol error: unauthenticated multibulk length\r\n")
    local d = redis.connect()
    d:send_raw("*2\r\n$4\r\nAUTH\r\n$16385\r\n")
    expect(d.socket:recv_all()):equals("-ERR Protocol error: unauthenticated bulk length\r\n")
  end)

  it("a user does only what the list allows, and the log names what was not", function(t)
    local c = redis.pair(t, "user reader on >secret ~public:* +get +acl|whoami")
    local operator = redis.connect()
    c:call("AUTH", "reader", "secret")
    expect(c:call("ACL", "WHOAMI")):equals("reader")
    expect(c:call("GET", "public:name")):is_nil()
    expect(function() c:call("GET", "private:name") end):raises(resp.ReplyError, { code = "NOPERM" })
    expect(function() c:call("SET", "public:name", "x") end):raises(resp.ReplyError, { code = "NOPERM" })
    operator:call("HELLO", 3)
    local entry = operator:call("ACL", "LOG", 1)[1]
    expect({ username = entry.username, reason = entry.reason, object = entry.object }):equals {
      username = "reader", reason = "command", object = "set",
    }
  end)

  it("a user who is taken away is disconnected", function(t)
    local c = redis.pair(t, "user guest on nopass +ping")
    local operator = redis.connect()
    c:call("AUTH", "guest", "any")
    expect(operator:call("ACL", "DELUSER", "guest")):equals(1)
    expect(c.socket:recv(1)):equals("")
  end)
end)

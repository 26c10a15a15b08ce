-- require "resp": commands and replies, both ways and with Redis itself.
local both = require "both"
local process = require "process"
local resp = require "resp"
local socket = require "socket"

-- A server of a few commands.
local function tiny_redis(conn)
  local s, kept = resp.server(conn), {}
  local command = s:read_command()
  while command do
    local verb, key = command[1]:upper(), command[2]
    if verb == "SET" then
      kept[key] = command[3]
      s:reply(resp.status "OK")
    elseif verb == "GET" then
      s:reply(kept[key])
    elseif verb == "HELLO" then
      s.version = 3
      s:reply(resp.map { { "proto", 3 } })
    elseif verb == "ALL" then
      s:reply(resp.push { "invalidate", { "k" } })
      s:reply { 1, 1.5, true, kept.none, "x", resp.set { "a" }, resp.map { k = "v" } }
    else
      s:reply(resp.error("ERR unknown command '" .. verb .. "'"))
    end
    command = s:read_command()
  end
end

describe("resp", function()
  it("goes both ways", function(t)
    both.play(t, 6379, tiny_redis, function(s)
      local c = resp.client(s)
      expect(c:call("SET", "k", 5)):equals("OK")
      expect(c:call("GET", "k")):equals("5")
      expect(c:call("GET", "none")):is_nil()
      c:send_inline [[SET "a b" '\'x']]
      expect(c:read()):equals("OK")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:6379
        > "*3\r\n"
        > "$3\r\n"
        > "SET\r\n"
        > "$1\r\n"
        > "k\r\n"
        > "$1\r\n"
        > "5\r\n"
        < "+OK\r\n"
        > "*2\r\n"
        > "$3\r\n"
        > "GET\r\n"
        > "$1\r\n"
        > "k\r\n"
        < "$1\r\n"
        < "5\r\n"
        > "*2\r\n"
        > "$3\r\n"
        > "GET\r\n"
        > "$4\r\n"
        > "none\r\n"
        < "$-1\r\n"
        > "SET \"a b\" '\\'x'\r\n"
        < "+OK\r\n"
        > EOF
        < EOF
    ]]
  end)

  it("raises what the other side replied with, or gives it", function(t)
    both.play(t, 6379, tiny_redis, function(s)
      local c = resp.client(s)
      local e = expect(function() c:call("NONE") end):raises(resp.ReplyError, { code = "ERR" })
      expect(e.message):equals("ERR unknown command 'NONE'")
      local value, problem = c:try("NONE")
      expect(value):is_nil()
      expect(problem.code):equals("ERR")
      local replies = c:pipeline { { "SET", "k", "v" }, { "GET", "k" }, { "GET", "none" }, { "NONE" } }
      expect({ replies[1], replies[2], replies[3], replies[4].code }):equals { "OK", "v", resp.null, "ERR" }
    end)
  end)

  it("of version 3 has more types, and pushes", function(t)
    both.play(t, 6379, tiny_redis, function(s)
      local c = resp.client(s)
      expect(c:call("HELLO", "3")):equals { proto = 3 }
      local all = c:call("ALL")
      expect(all):equals { 1, 1.5, true, resp.null, "x", { "a" }, { k = "v" } }
      expect({ math.type(all[1]), resp.type_of(all[6]), resp.type_of(all[7]) }):equals { "integer", "set", "map" }
      expect(c:read_push()):equals { "invalidate", { "k" } }
    end)
  end)

  it("tells commands that are none", function(t)
    local function read(s) resp.server(s):read_command() end
    local wrong = {
      ["*1\r\n:1\r\n"] = [[no bulk string in a command at byte 4 of a command: ":1"]],
      ["*-5\r\n"] = [[no length at byte 1 of a command: "-5"]],
      ["*1\r\n$-1\r\n"] = [[no length at byte 5 of a command: "-1"]],
      ["*1\n"] = [[a line that does not end with \r\n at byte 0 of a command: "*1\n"]],
      ["SET \"a\r\n"] = [[quotes that do not end at byte 0 of a command: "SET \"a\r\n"]],
    }
    for bytes, message in pairs(wrong) do
      expect(both.raised(t, bytes, resp.ProtocolError, read).message):equals(message)
    end
    expect(both.raised(t, "*2\r\n$3\r\nGE", resp.IncompleteRead, read).partial):equals("*2\r\n$3\r\nGE")
  end)

  it("says what a command is made of", function()
    local s <close> = socket.socketpair()
    local c = resp.client(s)
    expect(function() c:send("SET", "k", true) end)
      :raises(socket.TypeError, { message = "word 3 of a command is a string or a number, not 'bool'" })
    expect(function() c:send() end):raises(socket.TypeError)
    expect(function() resp.client(s, { version = 4 }) end):raises(socket.ValueError)
    expect(function() return c.cal end):raises(socket.AttributeError)
  end)
end)

describe("redis itself", { tags = { "servers" }, requires = { "command:redis-server" } }, function()
  local c

  before_each(function(t)
    local redis = process.start {
      command = { "redis-server", "--port", "6379", "--save", "", "--dir", t:tempdir(), "--enable-debug-command", "yes" },
      ready = { tcp = { "127.0.0.1", 6379 } },
    }
    c = resp.connect { "127.0.0.1", 6379 }
    t:defer(function() redis:stop() end)
  end)

  it("understands, and is understood in both versions", function()
    expect(c:call("RPUSH", "list", "a", "b")):equals(2)
    expect(c:call("LRANGE", "list", 0, -1)):equals { "a", "b" }
    local _, e = c:try("GET", "list")
    expect(e.code):equals("WRONGTYPE")
    c:call("HSET", "h", "f", "1")
    expect(c:call("HGETALL", "h")):equals { "f", "1" }
    expect(c:call("HELLO", "3").proto):equals(3)
    expect(c:call("HGETALL", "h")):equals { f = "1" }
    expect(c:call("ZADD", "z", 1.5, "m")):equals(1)
    expect(c:call("ZSCORE", "z", "m")):equals(1.5)
    expect(c:call("GET", "none")):is_nil()
    expect(c:call("DEBUG", "PROTOCOL", "bignum")):equals(resp.big_number "1234567999999999999999999999999999999")
    expect(c:call("DEBUG", "PROTOCOL", "verbatim")):equals(resp.verbatim("txt", "This is a verbatim\nstring"))
    expect(c:call("DEBUG", "PROTOCOL", "attrib")):equals("Some real reply following the attribute")
    expect(resp.type_of(c.attributes)):equals("attribute")
  end)

  it("publishes", function()
    local other <close> = resp.connect { "127.0.0.1", 6379 }
    c:call("HELLO", 3)
    c:send("SUBSCRIBE", "news")
    expect(c:read_push()):equals { "subscribe", "news", 1 }
    expect(other:call("PUBLISH", "news", "hi")):equals(1)
    expect(c:read_push()):equals { "message", "news", "hi" }
  end)

  it("says what is malformed", function()
    c:send_raw(resp.encode { resp.raw "$-5\r\n" })
    local _, e = c:try_read()
    expect(e.message):equals("ERR Protocol error: invalid bulk length")
  end)
end)

-- Redis: what operators do to it: stop, restart, configure anew; and the starts that must fail.
local redis = require "redis_support"
local resp = require "resp"
local socket = require "socket"

-- The last words of a server that must not come up.
local function fails_to_start(t, config)
  local e = expect(function() redis.start(t, config) end):raises("before it was ready")
  return e.message
end

describe("redis operations", redis.suite, function()
  it("SIGTERM ends it with status 0, its clients with an end, and it says goodbye", function(t)
    local c, server = redis.pair(t)
    c:call("PING")
    expect(server:stop()):equals { exit_code = 0 }
    expect(c.socket:recv(1)):equals("")
    expect(server):logs("Received SIGTERM scheduling shutdown")
    expect(server):logs("Redis is now ready to exit, bye bye")
  end)

  it("what was stored before a restart is there behind it", function(t)
    local c, server = redis.pair(t, "appendonly yes")
    c:call("SET", "kept", "yes")
    c:call("RPUSH", "list", 1, 2)
    server:restart()
    c = redis.connect()
    local found = { kept = c:call("GET", "kept"), list = c:call("LRANGE", "list", 0, -1) }
    expect(found):equals { kept = "yes", list = { "1", "2" } }
  end)

  it("a crash loses nothing that was acknowledged", function(t)
    local c, server = redis.pair(t, "appendonly yes\nappendfsync always")
    for i = 1, 20 do c:call("SET", "key:" .. i, i) end
    server:signal("SIGKILL")
    expect(server:wait()):equals { signal = "SIGKILL" }
    server:restart()
    expect(redis.connect():call("DBSIZE")):equals(20)
  end)

  it("a restart under load: whoever connects again finds all that was acknowledged", function(t)
    local server = redis.start(t, "appendonly yes")
    local acknowledged, restarted = 0, t:event()
    local function write_until_it_ends()
      local c <close> = redis.connect()
      while not restarted:is_set() do
        acknowledged = math.max(acknowledged, c:call("INCR", "n"))
      end
    end
    t:run("writer", function()
      local fine = pcall(write_until_it_ends)
      expect(fine):is_false()
      restarted:wait()
      local found = tonumber(redis.connect():call("GET", "n") or 0)
      expect({ lost = math.max(acknowledged - found, 0) }):equals { lost = 0 }
    end, "operator", function()
      local c = redis.connect()
      repeat until tonumber(c:call("GET", "n") or 0) >= 50
      server:restart()
      restarted:set()
    end)
    expect(acknowledged):at_least(50)
  end)

  it("a log that a crash has cut short is read up to there", function(t)
    local c, server = redis.pair(t, "appendonly yes")
    c:call("SET", "first", 1)
    c:call("SET", "second", ("x"):rep(100))
    server:stop()
    local log = "appendonlydir/appendonly.aof.1.incr.aof"
    local bytes = t:read(log)
    t:write(log, bytes:sub(1, -60))
    server:restart()
    c = redis.connect()
    expect({ c:call("GET", "first"), c:call("EXISTS", "second") }):equals { "1", 0 }
    expect(server):logs("loaded anyway because aof%-load%-truncated is enabled")
  end)

  it("a snapshot that is damaged is not loaded, and the start says so", function(t)
    local c, server = redis.pair(t)
    c:call("SET", "k", ("x"):rep(100))
    c:call("SAVE")
    server:stop()
    local bytes = t:read("dump.rdb")
    t:write("dump.rdb", bytes:sub(1, -20) .. ("!"):rep(19))
    expect(function() server:restart() end):raises("Terminating server after rdb file reading failure")
  end)

  it("a setting is changed without a lost connection, and stays behind a restart", function(t)
    local c, server = redis.pair(t, "maxclients 100")
    expect(c:call("CONFIG", "SET", "maxclients", 50, "timeout", 60)):equals("OK")
    expect(c:call("CONFIG", "REWRITE")):equals("OK")
    expect(c:call("PING")):equals("PONG")
    server:restart()
    expect(redis.connect():call("CONFIG", "GET", "maxclients")):equals { "maxclients", "50" }
  end)

  it("settings of which one is wrong are all refused", function(t)
    local c = redis.pair(t, "maxclients 100")
    local function change() c:call("CONFIG", "SET", "maxclients", 50, "timeout", "soon") end
    local e = expect(change):raises(resp.ReplyError)
    expect(e.message):contains("CONFIG SET failed (possibly related to argument 'timeout')")
    expect(c:call("CONFIG", "GET", "maxclients")):equals { "maxclients", "100" }
  end)

  it("a snapshot is written in the background, and the log says how it went", function(t)
    local c, server = redis.pair(t)
    c:call("SET", "k", "v")
    expect(c:call("BGSAVE")):equals("Background saving started")
    expect(server):logs("Background saving terminated with success")
    expect(t:read("dump.rdb"):sub(1, 5)):equals("REDIS")
  end)

  it("a configuration with a wrong line is refused, with the line", function(t)
    expect(fails_to_start(t, "maxclients many")):matches("maxclients many")
  end)

  it("a port that is taken is refused, with its number", function(t)
    local _ <close> = socket.create_server(redis.origin(t))
    expect(fails_to_start(t)):matches("listening socket 127.0.0.1:%d+: bind: Address already in use")
  end)
end)

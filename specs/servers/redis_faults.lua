-- Redis behind a bad network: what its clients and its replica may count on.
local redis = require "redis_support"
local socket = require "socket"

describe("redis faults", redis.suite, function()
  it("a pipeline in slices of some bytes is answered whole", { covers = { "RESP2 pipelining" } }, function(t)
    redis.start(t)
    local proxy = t:proxy { to = redis.address, toxics = { slicer = { average_size = 7, size_variation = 6 } } }
    local c = redis.connect(proxy.address)
    local answers = c:pipeline { { "SET", "k", ("v"):rep(200) }, { "STRLEN", "k" }, { "GETRANGE", "k", 0, 9 } }
    expect(answers):equals { "OK", 200, "vvvvvvvvvv" }
  end)

  it("a command whose answer comes too late has been done all the same", function(t)
    local direct = redis.pair(t)
    local proxy = t:proxy { to = redis.address, toxics = { timeout = { stream = "down" } } }
    local c = redis.connect(proxy.address)
    c.socket:settimeout(0.05)
    expect(function() c:call("RPUSH", "jobs", "one") end):raises(socket.timeout)
    expect(direct:call("BLPOP", "jobs", 2)):equals { "jobs", "one" }
  end)

  it("a connection that is reset takes no other one with it", function(t)
    local direct = redis.pair(t)
    local proxy = t:proxy { to = redis.address }
    local c = redis.connect(proxy.address)
    expect(c:call("PING")):equals("PONG")
    proxy:disable()
    expect(function() c:call("PING") end):raises(socket.ConnectionError)
    expect(direct:call("PING")):equals("PONG")
    proxy:enable()
    expect(redis.connect(proxy.address):call("PING")):equals("PONG")
  end)

  it("a write that is cut after any byte is done whole or not at all", function(t)
    local direct = redis.pair(t)
    t:cut { to = redis.address, cap = 24, play = function(_, cut)
      direct:call("DEL", "city")
      local c <close> = redis.connect(cut.address)
      local fine, answer = pcall(c.call, c, "SET", "city", "Gdansk")
      local stored = direct:call("GET", "city")
      if fine then expect({ answer, stored }):equals { "OK", "Gdansk" } end
      expect(stored == nil or stored == "Gdansk"):is_true()
    end }
  end)

  it("a replica whose link is cut catches up with what it has missed, and no more", function(t)
    local main = redis.pair(t, "repl-diskless-sync-delay 0")
    local proxy = t:proxy { to = redis.address }
    local second = redis.start(t, "", { port = 6380, name = "replica" })
    local replica = redis.connect { "127.0.0.1", 6380 }
    main:call("SET", "before", 1)
    replica:call("REPLICAOF", proxy.address.host, proxy.address.port)
    expect(second):logs("MASTER <%-> REPLICA sync: Finished with success")
    expect(replica:call("GET", "before")):equals("1")
    proxy:disable()
    main:call("SET", "meanwhile", 2)
    proxy:enable()
    expect(second):logs("Successful partial resynchronization with master", { timeout = 4 })
    main:call("SET", "behind", 3)
    expect(main:call("WAIT", 1, 4000)):equals(1)
    expect(replica:call("MGET", "meanwhile", "behind")):equals { "2", "3" }
    expect(function() replica:call("SET", "k", "v") end):raises("READONLY You can't write against a read only replica.")
  end)
end)

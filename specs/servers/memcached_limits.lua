-- memcached: the limits that its arguments set, each at the place where it begins to hold.
local lines = require "lines"
local memcached = require "memcached_support"

local Error = lines.memcached.Error
local KiB = 1024

describe("memcached limits", memcached.suite, function()
  it("a value of 1000 KiB is stored and read back", {
    segment = false, covers = { "memcached storage commands" },
  }, function(t)
    local c = memcached.pair(t)
    local value = ("0123456789abcdef"):rep(1000 * KiB // 16)
    expect(c:set("big", value)):equals("STORED")
    expect(c:get("big") == value):is_true()
  end)

  it("a value that is too large is refused, and the old one is gone", {
    segment = false, covers = { "memcached error strings" },
  }, function(t)
    local c = memcached.pair(t, { "-I", "512k" })
    c:set("k", "old")
    expect(function() c:set("k", ("x"):rep(512 * KiB)) end)
      :raises(Error, { code = "SERVER_ERROR", text = "object too large for cache" })
    expect(c:get("k")):is_nil()
  end)

  it("of as many connections as -c says and one, the last is told and sent away, until another goes", function(t)
    local clients = { (memcached.pair(t, { "-t", "1", "-c", "20" })) }
    local answer
    repeat
      local c = memcached.connect()
      clients[#clients + 1] = c
      pcall(c.send_line, c, "mn") -- it may be sent away before
      answer = c:read_line()
    until answer ~= "MN"
    expect(answer):equals("ERROR Too many open connections")
    expect(#clients):at_least(5)
    expect(#clients):at_most(21)
    clients[2]:command("mn")
    clients[2]:close()
    memcached.wait_for_clients(clients[1], #clients - 2)
    expect(memcached.connect():set("k", "v")):equals("STORED")
  end)

  it("a full cache lets the oldest go, and stores on", { segment = false }, function(t)
    local c = memcached.pair(t, { "-m", "8" })
    local value = ("x"):rep(64 * KiB)
    for i = 1, 200 do expect(c:set("key:" .. i, value)):equals("STORED") end
    expect(c:get("key:1")):is_nil()
    expect(c:get("key:200") == value):is_true()
    expect(tonumber(c:stats().evictions)):at_least(1)
  end)

  it("with -M a full cache refuses what is new, and keeps what it has", {
    segment = false, covers = { "memcached error strings" },
  }, function(t)
    local c = memcached.pair(t, { "-M", "-m", "8" })
    local value = ("x"):rep(64 * KiB)
    local function fill()
      for i = 1, 200 do c:set("key:" .. i, value) end
    end
    expect(fill):raises(Error, { code = "SERVER_ERROR", text = "out of memory storing object" })
    expect(tonumber(c:stats().curr_items)):at_least(10)
    expect(c:get("key:1") == value):is_true()
  end)

  it("with -F nobody empties the cache", { covers = { "memcached flush_all" } }, function(t)
    local c = memcached.pair(t, { "-F" })
    c:set("k", "v")
    expect(function() c:command("flush_all") end)
      :raises(Error, { code = "CLIENT_ERROR", text = "flush_all not allowed" })
    expect(c:get("k")):equals("v")
  end)

  it("with -C there is no number for cas", function(t)
    local c = memcached.pair(t, { "-C" })
    c:set("k", "v")
    expect(c:gets("k").cas):equals(0)
  end)

  it("a client that says nothing for idle_timeout seconds is cut off", { timeout = 8 }, function(t)
    local c = memcached.pair(t, { "-o", "idle_timeout=1" })
    c:get("k")
    c.socket:settimeout(7)
    expect(c.socket:recv_all()):equals("")
    expect(tonumber(memcached.connect():stats().idle_kicks)):at_least(1)
  end)
end)

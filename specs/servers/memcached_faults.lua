-- memcached behind a bad network: what its clients may count on.
local memcached = require "memcached_support"
local lines = require "lines"
local socket = require "socket"

-- A client that comes through the proxy.
local function through(proxy)
  return lines.memcached.connect(proxy.address, { timeout = 4 })
end

describe("memcached faults", memcached.suite, function()
  it("values in slices of some bytes are stored and read whole", function(t)
    memcached.start(t)
    local proxy = t:proxy { to = memcached.address, toxics = { slicer = { average_size = 7, size_variation = 6 } } }
    local c = through(proxy)
    local value = ("0123456789"):rep(30)
    expect(c:set("k", value)):equals("STORED")
    expect(c:get("k")):equals(value)
  end)

  it("a counter whose answer is lost has counted all the same", function(t)
    local direct = memcached.pair(t)
    direct:set("n", "0")
    local proxy = t:proxy { to = memcached.address, toxics = { timeout = { stream = "down" } } }
    local c = through(proxy)
    c.socket:settimeout(0.05)
    expect(function() c:incr("n") end):raises(socket.timeout)
    repeat until direct:get("n") == "1"
  end)

  it("a connection that is reset takes no other one with it", function(t)
    local direct = memcached.pair(t)
    local proxy = t:proxy { to = memcached.address }
    local c = through(proxy)
    expect(c:command("mn")):equals("MN")
    proxy:disable()
    expect(function() c:command("mn") end):raises(socket.ConnectionError)
    expect(direct:command("mn")):equals("MN")
    proxy:enable()
    expect(through(proxy):command("mn")):equals("MN")
  end)

  it("a set that is cut after any byte is done whole or not at all", function(t)
    local direct = memcached.pair(t)
    t:cut { to = memcached.address, cap = 24, play = function(_, cut)
      direct:set("city", "old")
      local c <close> = lines.memcached.connect(cut.address, { timeout = 4 })
      local fine, answer = pcall(c.set, c, "city", "Gdansk")
      local stored = direct:get("city")
      if fine then expect({ answer, stored }):equals { "STORED", "Gdansk" } end
      expect(stored == "old" or stored == "Gdansk"):is_true()
    end }
  end)
end)

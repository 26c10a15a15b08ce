-- What the name server can be told to do to an answer, and what require "dns" shows and changes while a scenario runs.
local socket = require "socket"
local dns = require "dns"
local client = require "dns_client"

local A = { A = "127.0.0.2" }

-- What gethostbyname(name) gives, or the code of its error.
local function outcome(name)
  local ok, result = pcall(socket.gethostbyname, name)
  return ok and result or result.errno
end

describe("an answer", { requires = { "private" } }, function()
  it("can change from one query to the next, and then stays; each type of record counts for itself", {
    dns = { ["moving.test"] = { "SERVFAIL", A, { A = "127.0.0.3", AAAA = "::3" }, "NXDOMAIN" } },
  }, function()
    local wanted = { socket.EAI_AGAIN, "127.0.0.2", "127.0.0.3", socket.EAI_NONAME, socket.EAI_NONAME }
    for turn, expected in ipairs(wanted) do expect({ turn, outcome("moving.test") }):equals { turn, expected } end
    expect(client.ask("moving.test", "AAAA").code):equals(2)
  end)

  it("can take its time, which is no deadlock", { dns = { ["slow.test"] = { A = "127.0.0.2", delay = 0.15 } } },
    function(t)
      expect(outcome("slow.test")):equals("127.0.0.2")
      -- A client of our own waits for it too, while a quick answer passes by.
      local order = {}
      t:run("slow", function()
        expect(client.ask("slow.test", "A").records):has_length(1)
        order[#order + 1] = "slow"
      end, "quick", function()
        expect(client.ask("none.test", "A").code):equals(3)
        order[#order + 1] = "quick"
      end)
      expect(order):equals { "quick", "slow" }
      local stream <close> = socket.create_connection(client.server)
      expect(client.ask_on(stream, "slow.test", "A").records):has_length(1)
    end)

  it("can be a flag that sends the client to TCP", { dns = { ["big.test"] = { A = "127.0.0.2", truncated = true } } },
    function()
      expect(outcome("big.test")):equals("127.0.0.2")
      local seen = {}
      for i, query in ipairs(dns.queries()) do seen[i] = query.transport end
      expect(seen):equals { "udp", "tcp" }
    end)

  it("can be missing, or malformed, which the C library does not believe", { dns = {
    ["silent.test"] = "TIMEOUT",
    ["id.test"] = { A = "127.0.0.2", malformed = "wrong id" },
    ["short.test"] = { A = "127.0.0.2", malformed = "cut short" },
    ["loop.test"] = { A = "127.0.0.2", malformed = "compression loop" },
    ["noise.test"] = { A = "127.0.0.2", malformed = "random bytes" },
  } }, function(t)
    local none, again = socket.EAI_NODATA, socket.EAI_AGAIN
    local expected = { ["silent.test"] = again, ["id.test"] = again, ["short.test"] = none, ["loop.test"] = none }
    local tasks = { ["noise.test"] = t:spawn("asks for noise.test", outcome, "noise.test") }
    for name in pairs(expected) do tasks[name] = t:spawn("asks for " .. name, outcome, name) end
    for name, errno in pairs(expected) do expect({ name, tasks[name]:join() }):equals { name, errno } end
    -- How far glibc reads into noise depends on what its buffer had behind it: it waits on, or finds nothing.
    expect({ again, none }):contains(tasks["noise.test"]:join())
  end)

  it("that is malformed looks so to whoever reads the bytes", { dns = {
    ["id.test"] = { A = "127.0.0.2", malformed = "wrong id" },
    ["short.test"] = { A = "127.0.0.2", malformed = "cut short" },
    ["loop.test"] = { A = "127.0.0.2", malformed = "compression loop" },
  } }, function()
    expect(client.ask("id.test", "A").id):not_equals(77)
    for name, flaw in pairs { ["short.test"] = "invalid length", ["loop.test"] = "a pointer forwards" } do
      local _, e = pcall(client.ask, name, "A")
      expect(tostring(e)):contains(flaw)
    end
  end)
end)

describe("require 'dns'", { dns = { ["www.test"] = A }, requires = { "private" } }, function()
  it("shows the queries that were made, as they were made", function()
    outcome("WWW.test")
    socket.getaddrinfo("www.test", 80, socket.AF_INET6, 0, 0, socket.AI_V4MAPPED)
    expect(dns.queries()):equals {
      { name = "WWW.test", type = "A", transport = "udp" },
      { name = "www.test", type = "AAAA", transport = "udp" },
      { name = "www.test", type = "A", transport = "udp" },
    }
  end)

  it("changes the zone while the scenario runs", function()
    dns.set("www.test", "NODATA")
    dns.set("new.test", { A = "127.0.0.9" })
    dns.set("127.0.0.9", { PTR = "new.test" })
    expect({ outcome("www.test"), outcome("new.test") }):equals { socket.EAI_NODATA, "127.0.0.9" }
    expect((socket.gethostbyaddr("127.0.0.9"))):equals("new.test")
  end)

  it("lets a function answer, each time, and wait before it does", function(t)
    local asked, count = {}, 0
    local ready = t:event()
    dns.answer("Lua.test", function(query)
      asked[#asked + 1] = ("%s %s %s"):format(query.name, query.type, query.transport)
      ready:wait()
      count = count + 1
      return { A = "127.0.1." .. count }
    end)
    dns.answer("alias.test", function() return { CNAME = "lua.test" } end)
    t:run("asks", function()
      expect(outcome("lua.test")):equals("127.0.1.1")
      expect(outcome("alias.test")):equals("127.0.1.2")
      expect(client.ask("alias.test", "A").records):equals { "alias.test 60 CNAME lua.test", "lua.test 60 A 127.0.1.3" }
    end, "decides", function() ready:set() end)
    expect(asked):equals { "lua.test A udp", "lua.test A udp", "lua.test A udp" }
    dns.answer("lua.test", function() return "REFUSED" end)
    expect(client.ask("lua.test", "A").code):equals(5)
    dns.set("lua.test", "NXDOMAIN")
    expect(outcome("alias.test")):equals(socket.EAI_NONAME)
  end)

  it("says what is wrong with what it is given", function()
    local cases = {
      { "dns.set(): 'a b': a name is made of letters, digits, '-', '_', '*' and dots", dns.set, "a b", A },
      { "dns.set(): a name is a string, not a nil", dns.set, nil, A },
      { "dns.set(): a.test takes a table of records such as { A = \"127.0.0.2\" }, or a code such as \"NXDOMAIN\","
        .. " not a nil", dns.set, "a.test" },
      { "dns.answer() takes a name, then a function: function(query) ... end", dns.answer, "a.test", A },
      { "dns.answer(): 'a..test': a name has no empty label", dns.answer, "a..test", print },
    }
    for _, case in ipairs(cases) do
      local _, message = pcall(table.unpack(case, 2))
      expect((message:gsub("^[^ ]+:%d+: ", ""))):equals(case[1])
    end
    expect(function() return dns.quries end):raises(socket.AttributeError, {
      message = "module 'dns' has no attribute 'quries'; did you mean 'queries'?",
    })
  end)
end)

-- memcached: what each command answers, by its doc/protocol.txt.
local lines = require "lines"
local memcached = require "memcached_support"

local Error = lines.memcached.Error

describe("memcached commands", memcached.suite, function()
  it("happy path: a value is set, read and taken away", {
    covers = { "memcached storage commands", "memcached retrieval command", "memcached deletion" },
  }, function(t)
    local c = memcached.pair(t)
    expect(c:set("city", "Gdansk", { flags = 5 })):equals("STORED")
    expect(c:get("city")):equals("Gdansk")
    expect(c:delete("city")):equals("DELETED")
    expect(c:get("city")):is_nil()
    expect(t:conversation("main")):exchanged [[
      main > memcached  tcp 127.0.0.1:11211
        > "set city 5 0 6\r\n"
        > "Gdansk\r\n"
        < "STORED\r\n"
        > "get city\r\n"
        < "VALUE city 5 6\r\n"
        < "Gdansk\r\n"
        < "END\r\n"
        > "delete city\r\n"
        < "DELETED\r\n"
        > "get city\r\n"
        < "END\r\n"
    ]]
  end)

  it("add stores what is new, replace what is there", { covers = { "memcached storage commands" } }, function(t)
    local c = memcached.pair(t)
    expect(c:replace("k", "early")):equals("NOT_STORED")
    expect(c:add("k", "first")):equals("STORED")
    expect(c:add("k", "second")):equals("NOT_STORED")
    expect(c:replace("k", "third")):equals("STORED")
    expect(c:get("k")):equals("third")
  end)

  it("append and prepend keep the flags of the value", { covers = { "memcached storage commands" } }, function(t)
    local c = memcached.pair(t)
    c:set("k", "b", { flags = 7 })
    c:append("k", "c", { flags = 1 })
    c:prepend("k", "a", { flags = 2 })
    local item = c:gets("k")
    expect({ item.value, item.flags }):equals { "abc", 7 }
    expect(c:append("none", "x")):equals("NOT_STORED")
  end)

  it("cas stores only what nobody has changed since", { covers = { "memcached storage commands" } }, function(t)
    local c = memcached.pair(t)
    local other = memcached.connect()
    c:set("stock", "3")
    local unique = c:gets("stock").cas
    other:set("stock", "2")
    expect(c:cas("stock", "4", unique)):equals("EXISTS")
    expect(c:cas("stock", "1", c:gets("stock").cas)):equals("STORED")
    expect(c:cas("none", "1", unique)):equals("NOT_FOUND")
  end)

  it("one get gives what is there of many keys, in their order", {
    covers = { "memcached retrieval command" },
  }, function(t)
    local c = memcached.pair(t)
    c:set("b", "2")
    c:set("a", "1")
    c:send_line("get b none a b")
    local keys = {}
    for i, item in ipairs(c:read_values()) do keys[i] = item.key end
    expect(keys):equals { "b", "a", "b" }
  end)

  it("a number goes round at 64 bits, stops at 0, and keeps its width when it shrinks", {
    covers = { "memcached increment/decrement" },
  }, function(t)
    local c = memcached.pair(t)
    c:set("n", "10")
    expect(c:decr("n")):equals(9)
    expect(c:get("n")):equals("9 ")
    expect(c:decr("n", 100)):equals(0)
    expect(c:command("incr n 18446744073709551615")):equals("18446744073709551615")
    expect(c:incr("n")):equals(0)
    expect(c:incr("none")):is_nil()
  end)

  it("what is no number is not counted", {
    covers = { "memcached increment/decrement", "memcached error strings" },
  }, function(t)
    local c = memcached.pair(t)
    c:set("word", "x")
    expect(function() c:incr("word") end):raises(Error, { text = "cannot increment or decrement non-numeric value" })
    c:set("n", "1")
    expect(function() c:command("incr n -1") end):raises(Error, { text = "invalid numeric delta argument" })
    expect(c:get("n")):equals("1")
  end)

  it("a value is bytes: its own line ends and NULs do not end it", {
    covers = { "memcached storage commands" },
  }, function(t)
    local c = memcached.pair(t)
    local value = "a\r\nEND\r\n\0\255"
    c:set("k", value)
    expect(c:get("k")):equals(value)
  end)

  it("noreply is answered with nothing", {
    covers = { "memcached storage commands", "memcached deletion" },
  }, function(t)
    local c = memcached.pair(t)
    c:set("a", "1", { noreply = true })
    c:set("b", "1", { noreply = true })
    c:send_line("incr a 5 noreply")
    c:send_line("delete b noreply")
    expect(c:command("version")):matches("^VERSION ")
    expect(c:get_many { "a", "b" }):equals { a = "6" }
  end)

  it("a time below 0 is over at once; touch gives another, gat tells the value, too", {
    covers = { "memcached expiration times", "memcached touch", "memcached get and touch" },
  }, function(t)
    local c = memcached.pair(t)
    c:set("k", "v", { exptime = -1 })
    expect(c:get("k")):is_nil()
    c:set("k", "v", { exptime = 100 })
    expect(c:touch("k", 0)):equals("TOUCHED")
    c:send_line("gat -1 k")
    expect(c:read_values()[1].value):equals("v")
    expect(c:touch("k", 100)):equals("NOT_FOUND")
  end)

  it("flush_all takes everything, for everybody", { covers = { "memcached flush_all" } }, function(t)
    local c = memcached.pair(t)
    local other = memcached.connect()
    other:set("k", "v")
    expect(c:command("flush_all")):equals("OK")
    expect(other:get("k")):is_nil()
    expect(other:add("k", "new")):equals("STORED")
  end)

  it("statistics count hits, misses and items", { covers = { "memcached statistics" } }, function(t)
    local c = memcached.pair(t)
    c:set("k", "v")
    c:get("k")
    c:get_many { "none", "k" }
    local stats = c:stats()
    expect({ stats.get_hits, stats.get_misses, stats.curr_items }):equals { "2", "1", "1" }
    expect(c:command("stats reset")):equals("RESET")
    expect(c:stats().get_hits):equals("0")
  end)

  it("meta commands answer in two letters, with the flags that were asked for", {
    covers = { "memcached meta get", "memcached meta set", "memcached meta delete", "memcached meta no-op" },
  }, function(t)
    local c = memcached.pair(t)
    c:send("ms key 2\r\nhi\r\nmg key v s t\r\nmg none v\r\nmd key\r\nmd key\r\nmn\r\n")
    expect(c:read_lines(7)):equals { "HD", "VA 2 s2 t-1", "hi", "EN", "HD", "NF", "MN" }
  end)

  it("the binary protocol is understood at the same port", { covers = { "memcached binary protocol" } }, function(t)
    local c = memcached.pair(t)
    local request = string.pack(">BBI2BBI2I4I4I8", 0x80, 0x0a, 0, 0, 0, 0, 0, 0xcafe, 0) -- a no-op and its number
    c:send(request)
    local answered, answer = pcall(c.socket.recv_exactly, c.socket, 24)
    expect(answered and answer or "no answer in 3 s"):equals("\x81" .. request:sub(2))
  end)
end)

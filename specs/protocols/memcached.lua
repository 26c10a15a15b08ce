-- lines.memcached: the text protocol, with a server of its own and with memcached itself.
local both = require "both"
local lines = require "lines"
local process = require "process"

local memcached = lines.memcached

-- A server that keeps what it is given.
local function keeper(conn)
  local s, kept = memcached.server(conn), {}
  local command = s:read_command()
  while command do
    local key = command.arguments[1]
    if command.verb == "set" then
      kept[key] = { key = key, value = command.value, flags = command.arguments[2] }
      if not command.noreply then s:send_line("STORED") end
    elseif command.verb == "get" then
      s:send_values { kept[key] }
    else
      s:send_line("ERROR")
    end
    command = s:read_command()
  end
end

describe("memcached", function()
  it("is spoken both ways", function(t)
    both.play(t, 11211, keeper, function(s)
      local c = memcached.client(s)
      expect(c:set("k", "a\r\nb", { flags = 7 })):equals("STORED")
      expect(c:set("quiet", "", { noreply = true })):is_nil()
      expect(c:get("k")):equals("a\r\nb")
      expect(c:get("none")):is_nil()
      expect(function() c:command("bogus") end):raises(memcached.Error, { code = "ERROR", message = "ERROR" })
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:11211
        > "set k 7 0 4\r\n"
        > "a\r\n"
        > "b\r\n"
        < "STORED\r\n"
        > "set quiet 0 0 0 noreply\r\n"
        > "\r\n"
        > "get k\r\n"
        < "VALUE k 7 4\r\n"
        < "a\r\n"
        < "b\r\n"
        < "END\r\n"
        > "get none\r\n"
        < "END\r\n"
        > "bogus\r\n"
        < "ERROR\r\n"
        > EOF
        < EOF
    ]]
  end)

  it("tells answers that are none", function(t)
    local function get(s) memcached.client(s):read_values() end
    local wrong = {
      ["VALUE k 0 3\r\nabcd\r\nEND\r\n"] = [[no \r\n behind a value at byte 16 of values: "d\r"]],
      ["VALUE k 0\r\n"] = [[neither VALUE nor END at byte 0 of values: "VALUE k 0"]],
      ["END\n"] = [[a line that does not end with "\r\n" at byte 0 of values: "END\n"]],
    }
    for bytes, message in pairs(wrong) do
      expect(both.raised(t, bytes, memcached.ProtocolError, get).message):equals(message)
    end
    expect(both.raised(t, "VALUE k 0 3\r\nab", memcached.IncompleteRead, get).partial):equals("VALUE k 0 3\r\nab")
  end)

  it("sends lengths that are lies", function()
    expect(memcached.encode_storage("set", "k", "abc", { bytes = 10, ending = "" })):equals("set k 0 0 10\r\nabc")
    expect(memcached.encode_storage("cas", "k", "", { cas = 5, noreply = true })):equals("cas k 0 0 0 5 noreply\r\n\r\n")
  end)
end)

describe("memcached itself", { tags = { "servers" }, requires = { "command:memcached" } }, function()
  it("understands, and is understood", function()
    local server <close> = process.start {
      command = { "memcached", "-u", "root", "-l", "127.0.0.1", "-p", "11211" }, ready = { tcp = { "127.0.0.1", 11211 } },
    }
    local c <close> = memcached.connect { "127.0.0.1", 11211 }
    expect(c:set("k", "1", { flags = 3 })):equals("STORED")
    expect(c:add("k", "2")):equals("NOT_STORED")
    expect(c:incr("k", 41)):equals(42)
    expect(c:incr("none")):is_nil()
    expect(c:append("k", "!")):equals("STORED")
    expect(c:get("k")):equals("42!")
    local item = c:gets("k")
    expect({ item.value, item.flags }):equals { "42!", 3 }
    expect(c:cas("k", "new", item.cas)):equals("STORED")
    expect(c:cas("k", "newer", item.cas)):equals("EXISTS")
    expect(c:get_many { "k", "none" }):equals { k = "new" }
    expect(c:touch("k", 100)):equals("TOUCHED")
    expect(c:delete("k")):equals("DELETED")
    expect(c:stats().cmd_touch):equals("1")
    expect(function() c:command("incr") end):raises(memcached.Error, { code = "ERROR" })
    c:send(memcached.encode_storage("set", "k", "abcdef", { bytes = 3 }))
    expect(function() c:command("") end):raises(memcached.Error, { code = "CLIENT_ERROR", text = "bad data chunk" })
    expect(server:is_running()):is_true()
  end)
end)

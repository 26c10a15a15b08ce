-- memcached: what breaks the protocol, and where the connection goes on behind it.
local lines = require "lines"
local memcached = require "memcached_support"
local socket = require "socket"

local Error = lines.memcached.Error

-- Bytes that end a connection without a word, by a reset where some of them were not read; another client is served on.
local function hung_up_on(t, bytes)
  local c = memcached.pair(t)
  local other = memcached.connect()
  pcall(c.send, c, bytes)
  local ended, rest = pcall(c.socket.recv_all, c.socket)
  if ended then
    expect(rest):equals("")
  else
    expect(socket.isinstance(rest, socket.ConnectionResetError)):is_true()
  end
  expect(other:set("k", "v")):equals("STORED")
end

describe("memcached protocol errors", memcached.suite, function()
  it("a command that is none is an ERROR, and the next one is served", {
    covers = { "memcached error strings" },
  }, function(t)
    local c = memcached.pair(t)
    expect(function() c:command("bogus") end):raises(Error, { code = "ERROR" })
    expect(function() c:command("get") end):raises(Error, { code = "ERROR" })
    expect(c:set("k", "v")):equals("STORED")
  end)

  it("a value longer than its length is refused up to the end of its line", {
    covers = { "memcached storage commands", "memcached error strings" },
  }, function(t)
    local c = memcached.pair(t)
    c:send("set k 0 0 3\r\nabcdef\r\nget k\r\n")
    expect(c:read_lines(3)):equals { "CLIENT_ERROR bad data chunk", "ERROR", "END" }
  end)

  it("a value shorter than its length takes the next command for its own", {
    covers = { "memcached storage commands" },
  }, function(t)
    local c = memcached.pair(t)
    c:send(lines.memcached.encode_storage("set", "k", "abc", { bytes = 12 }) .. "get x\r\n\r\n")
    expect(c:read_line()):equals("STORED")
    expect(c:get("k")):equals("abc\r\nget x\r\n")
  end)

  it("lengths and times that are no numbers are refused", { covers = { "memcached error strings" } }, function(t)
    local c = memcached.pair(t)
    for _, line in ipairs { "set k 0 0 -1", "set k 0 0 many", "set k 0 soon 1", "set k x 0 1" } do
      c:send_line(line)
      expect(c:read_line()):equals("CLIENT_ERROR bad command line format")
    end
    expect(c:get("k")):is_nil()
  end)

  it("a key has 250 bytes and no more", { covers = { "memcached keys" } }, function(t)
    local c = memcached.pair(t)
    local key = ("k"):rep(250)
    expect(c:set(key, "v")):equals("STORED")
    expect(c:get(key)):equals("v")
    expect(function() c:command("get " .. key .. "k") end):raises(Error, { text = "bad command line format" })
  end)

  it("a line without an end is hung up on", function(t)
    hung_up_on(t, ("x"):rep(2049))
  end)

  it("a browser that is sent here is hung up on, before its body is read as commands", function(t)
    hung_up_on(t, "POST / HTTP/1.1\r\nHost: 127.0.0.1:11211\r\n\r\nflush_all\r\n")
  end)

  it("lines may end without a CR", function(t)
    local c = memcached.pair(t)
    c:send("set k 0 0 1\nv\r\nget k\n")
    expect(c:read_lines(4)):equals { "STORED", "VALUE k 0 1", "v", "END" }
  end)

  it("UDP, which others abuse to amplify, is closed unless asked for", {
    covers = { "memcached UDP protocol" },
  }, function(t)
    local c = memcached.pair(t)
    expect(c:command("mn")):equals("MN") -- it listens to TCP before UDP, and answers when it listens to all
    local udp <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp:settimeout(2)
    udp:connect(memcached.address)
    udp:send("\0\1\0\0\0\1\0\0stats\r\n")
    expect(function() udp:recv(1500) end):raises(socket.ConnectionRefusedError)
  end)

  it("UDP, where it is asked for, answers with the request's number", {
    covers = { "memcached UDP protocol" },
  }, function(t)
    memcached.start(t, { "-U", "11212" }, { udp = { "127.0.0.1", 11212 } })
    local udp <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    udp:settimeout(2)
    udp:connect { "127.0.0.1", 11212 }
    udp:send("\xab\xcd\0\0\0\1\0\0get none\r\n")
    expect(udp:recv(1500)):equals("\xab\xcd\0\0\0\1\0\0END\r\n")
  end)
end)

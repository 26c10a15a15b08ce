-- Bytes over TLS: what reads and writes give, how they wait, and how a stream ends.
local socket = require "socket"
local ssl = require "ssl"
local support = require "support"

local function contexts_of(options)
  local authority = ssl.authority()
  return { server = authority:server_context(options), client = authority:client_context(options) }
end

-- What a receive gives, and how long a send is, is what these are about.
describe("a wrapped socket", { segment = false }, function()
  it("carries much both ways", function(t)
    local size = 4 << 20
    local block = ("0123456789abcdef"):rep(1 << 12)
    support.talk(t, contexts_of(), function(connection)
      local got = 0
      while got < size do got = got + #connection:recv(1 << 20) end
      for _ = 1, size // #block do connection:sendall(block) end
    end, function(connection)
      for _ = 1, size // #block do connection:sendall(block) end
      expect(connection:recv_exactly(size)):equals(block:rep(size // #block))
    end)
  end)

  it("gives the bytes in the sizes that are asked for", function(t)
    support.talk(t, contexts_of(), function(connection)
      connection:sendall("abcdefghij")
    end, function(connection)
      expect(connection:recv(3)):equals("abc")
      expect(connection:pending()):equals(7)
      expect(connection:recv(0)):equals("")
      expect(connection:read(2)):equals("de")
      local buffer = socket.bytearray(10)
      expect(connection:recv_into(buffer, 2)):equals(2)
      expect(tostring(buffer):sub(1, 2)):equals("fg")
      expect(connection:read(2, buffer)):equals(2)
      expect(connection:recv(100)):equals("j")
    end)
  end)

  it("has declared reads and files", function(t)
    support.talk(t, contexts_of(), function(connection)
      connection:sendall("one\ntwo;three")
      connection:sendall("four\nfive\nrest")
    end, function(connection)
      expect(connection:recv_line()):equals("one\n")
      expect(connection:recv_until(";")):equals("two;")
      expect(connection:recv_exactly(5)):equals("three")
      local file = connection:makefile("r")
      expect(file:readline()):equals("four\n")
      expect(file:readline()):equals("five\n")
      expect(file:read()):equals("rest")
      file:close()
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        < "one\n"
        < "two;"
        < "three"
        < "four\n"
        < "five\n"
        < "rest"
        > alert decode_error
        < EOF
        > EOF
    ]]
  end)

  it("sends a record at a time by send(), all by sendall()", function(t)
    support.talk(t, contexts_of(), function(connection)
      connection:recv_exactly(16384 + 20000)
    end, function(connection)
      expect(connection:send(("x"):rep(20000))):equals(16384)
      expect(connection:write("")):equals(0)
      expect(connection:sendall(("x"):rep(20000))):is_nil()
    end)
  end)

  it("sends a file", function(t)
    local text = ("abc"):rep(10000)
    t:write("file", text)
    support.talk(t, contexts_of(), function(connection)
      expect(connection:recv_exactly(#text + 5)):equals(text .. "bcabc")
    end, function(connection)
      local file <close> = t:open("file", "rb")
      expect(connection:sendfile(file)):equals(#text)
      expect(connection:sendfile(file, 1, 5)):equals(5)
      expect(file:tell()):equals(6)
    end)
  end)

  it("takes no flags, and none of the calls that TLS has not", function(t)
    support.talk(t, contexts_of(), function(connection) connection:recv(1) end, function(connection)
      local all = "ssl.SSLSocket"
      expect(function() connection:recv(1, socket.MSG_PEEK) end):raises(ssl.ValueError, {
        message = "non-zero flags not allowed in calls to recv() on <class '" .. all .. "'>" })
      expect(function() connection:send("x", socket.MSG_OOB) end):raises(ssl.ValueError)
      expect(function() connection:sendall("x", 1) end):raises(ssl.ValueError)
      expect(function() connection:recvfrom(1) end):raises(ssl.ValueError, {
        message = "recvfrom not allowed on instances of <class '" .. all .. "'>" })
      expect(function() connection:sendto("x", support.address) end):raises(ssl.ValueError)
      expect(function() connection:sendmsg { "x" } end):raises(ssl.NotImplementedError)
      expect(function() connection:recvmsg(1) end):raises(ssl.NotImplementedError)
      expect(function() connection:dup() end):raises(ssl.NotImplementedError, {
        message = "Can't dup() SSLSocket instances" })
      expect(tostring(connection)):matches("^<ssl.SSLSocket fd=%d+, family=2, type=1, proto=6, laddr=")
    end)
  end)

  it("times out", function(t)
    local done = t:event()
    support.talk(t, contexts_of(), function() done:wait() end, function(connection)
      connection:settimeout(0.01)
      expect(function() connection:recv(1) end):raises(ssl.TimeoutError, { message = "The read operation timed out" })
      local block = ("x"):rep(1 << 20)
      expect(function()
        for _ = 1, 64 do connection:sendall(block) end
      end):raises(ssl.TimeoutError, { message = "The write operation timed out" })
      done:set()
    end)
  end)

  it("says what it waits for where it does not block", function(t)
    local said = t:event()
    support.talk(t, contexts_of(), function(connection)
      said:wait()
      connection:sendall("now")
    end, function(connection)
      connection:setblocking(false)
      expect(function() connection:recv(1) end):raises(ssl.SSLWantReadError, {
        message = "The operation did not complete (read)", errno = ssl.SSL_ERROR_WANT_READ })
      said:set()
      local select = require "select"
      select.select({ connection }, {}, {})
      -- The first record may be a ticket.
      local function read() return connection:recv(100) end
      local ok, data = pcall(read)
      while not ok do
        expect(ssl.isinstance(data, ssl.SSLWantReadError)):is_true()
        select.select({ connection }, {}, {})
        ok, data = pcall(read)
      end
      expect(data):equals("now")
    end)
  end)

  it("wakes whoever waits on it by close()", function(t)
    support.talk(t, contexts_of(), function(connection) connection:recv(1) end, function(connection)
      local waiting = t:spawn("waiting", function()
        expect(function() connection:recv(1) end):raises(ssl.OSError, { errno = socket.EBADF })
      end)
      t:sleep(0)
      connection:close()
      waiting:join()
    end)
  end)
end)

describe("two tasks that write", { segment = false }, function()
  it("take turns, record by record", function(t)
    local size = 4 << 20
    local blocked = t:event()
    support.talk(t, contexts_of(), function(connection)
      blocked:wait()
      local all = connection:recv_all()
      expect(#all):equals(size + 5)
      expect((select(2, all:gsub("b", "")))):equals(5)
    end, function(connection)
      local many = t:spawn("many", function() connection:sendall(("a"):rep(size)) end)
      local few = t:spawn("few", function()
        t:sleep(0.01) -- the other one waits for room then
        connection:settimeout(4)
        blocked:set()
        connection:sendall("bbbbb")
      end)
      many:join()
      few:join()
    end)
  end)
end)

-- recv_into, recvfrom and recvfrom_into on a stream.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

describe("recv_into()", function()
  it("fills a bytearray from its beginning and returns how far", {
    segment = false, covers = { "recv_into.basic", "recv_into.nbytes", "recv_into.zero_means_len" },
  }, function()
    local client, accepted = connected()
    local cases = { { 10, nil, 5, "hello\0\0\0\0\0" }, { 10, 2, 2, "he\0\0\0\0\0\0\0\0" }, { 4, 0, 4, "hell" } }
    for _, case in ipairs(cases) do
      local size, nbytes, count, content = case[1], case[2], case[3], case[4]
      accepted:send("hello")
      client:recv(5, socket.MSG_PEEK | socket.MSG_WAITALL)
      local buffer = socket.bytearray(size)
      expect(client:recv_into(buffer, nbytes or 0)):equals(count)
      expect(tostring(buffer)):equals(content)
      client:recv_exactly(5 - count)
    end
  end)

  it("returns 0 at the end of the stream", function()
    local client, accepted = connected()
    accepted:close()
    local buffer = socket.bytearray("kept")
    expect(client:recv_into(buffer)):equals(0)
    expect(tostring(buffer)):equals("kept")
  end)

  it("takes a bytearray, a count and flags", { covers = { "recv_into.too_big" } }, function()
    local client = connected()
    expect(error_of(client.recv_into, client, socket.bytearray(4), 5))
      :equals("ValueError: buffer too small for requested bytes")
    expect(error_of(client.recv_into, client, socket.bytearray(4), -1))
      :equals("ValueError: negative buffersize in recv_into")
    expect(error_of(client.recv_into, client, "bytes"))
      :equals("TypeError: recv_into() argument 1 must be read-write bytes-like object, not str")
    expect(error_of(client.recv_into, client))
      :equals("TypeError: recv_into() missing required argument 'buffer' (pos 1)")
  end)

  it("takes the count and the flags by keyword, too", { segment = false }, function()
    local client, accepted = connected()
    accepted:send("hello")
    client:recv(5, socket.MSG_PEEK | socket.MSG_WAITALL)
    local buffer = socket.bytearray(4)
    expect(client:recv_into(buffer, { flags = socket.MSG_PEEK })):equals(4)
    expect(client:recv_into(buffer, { nbytes = 2 })):equals(2)
    expect(client:recv(10)):equals("llo")
  end)
end)

describe("recvfrom() on a TCP connection", function()
  it("gives no address", { segment = false, covers = { "recvfrom.tcp", "recvfrom_into.tcp" } }, function()
    local client, accepted = connected()
    accepted:send("hello")
    local results = table.pack(client:recvfrom(10))
    expect(results.n):equals(2)
    expect({ results[1], results[2] }):equals { "hello" }
    accepted:send("hi")
    local buffer = socket.bytearray(4)
    local into = table.pack(client:recvfrom_into(buffer))
    expect({ into.n, into[1], into[2] }):equals { 2, 2 }
    expect(tostring(buffer)):equals("hi\0\0")
  end)

  it("of 0 bytes waits for some", { segment = false, covers = { "recvfrom.tcp_zero" } }, function()
    local client, accepted = connected()
    accepted:send("hi")
    client:recv(2, socket.MSG_PEEK | socket.MSG_WAITALL)
    expect((client:recvfrom(0))):equals("")
    expect(client:recv(10)):equals("hi")
  end)
end)

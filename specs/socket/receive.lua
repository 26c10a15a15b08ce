-- recv(): how many bytes come, from a stream that knows no messages.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

-- A connection on whose first end `bytes` can be read.
local function with_bytes(bytes)
  local client, accepted = connected()
  accepted:sendall(bytes)
  client:recv(#bytes, socket.MSG_PEEK | socket.MSG_WAITALL)
  return client, accepted
end

describe("recv()", function()
  it("takes a maximum: what does not fit comes next", {
    segment = false,
    covers = { "recv.short", "tut.004.short_recv_of_reply", "recv.true_is_1", "cpython:BasicTCPTest.testOverFlowRecv" },
  }, function()
    local client = with_bytes("abcdef")
    expect(client:recv(4)):equals("abcd")
    expect(client:recv(true)):equals("e")
    expect(client:recv(4)):equals("f")
  end)

  it("gives two sends as one", {
    segment = false, covers = { "recv.coalesced", "tut.003.end_marker_coalesced" },
  }, function()
    local client, accepted = connected()
    accepted:send("hello")
    accepted:send("END")
    client:recv(8, socket.MSG_PEEK | socket.MSG_WAITALL)
    expect(client:recv(1024)):equals("helloEND")
  end)

  it("leaves what it peeks at", { segment = false, covers = { "recv.peek" } }, function()
    local client = with_bytes("abc")
    expect(client:recv(2, socket.MSG_PEEK)):equals("ab")
    expect(client:recv(10)):equals("abc")
  end)

  it("shares a stream among those who wait", { covers = { "recv.two_readers_share_stream" } }, function(t)
    local client, accepted = connected()
    local parts = {}
    local function read()
      local part = client:recv(1)
      parts[#parts + 1] = part
    end
    t:run("one", read, "other", read, "writer", function() accepted:send("xy") end)
    table.sort(parts)
    expect(parts):equals { "x", "y" }
  end)

  it("of 0 bytes asks nobody", { covers = { "recv.zero_unconnected" } }, function()
    local closed = support.tcp()
    expect(closed:recv(0)):equals("")
    closed:close()
    expect(closed:recv(0)):equals("") -- recv.closed_zero
  end)

  it("needs a connection", {
    covers = {
      "recv.unconnected", "recv.listener", "recv.closed", "unix.stream_recv_unconnected", "getpeername.unconnected",
      "getpeername.closed",
    },
  }, function()
    local closed = connected()
    closed:close()
    local cases = {
      { support.tcp(), "OSError: [Errno 107] Transport endpoint is not connected" },
      { support.listener(), "OSError: [Errno 107] Transport endpoint is not connected" },
      { support.unix(), "OSError: [Errno 22] Invalid argument" },
      { closed, "OSError: [Errno 9] Bad file descriptor" },
    }
    for _, case in ipairs(cases) do expect(error_of(case[1].recv, case[1], 10)):equals(case[2]) end
    local unconnected = support.tcp()
    expect(error_of(unconnected.getpeername, unconnected))
      :equals("OSError: [Errno 107] Transport endpoint is not connected")
    expect(error_of(closed.getpeername, closed)):equals("OSError: [Errno 9] Bad file descriptor")
  end)

  it("takes a size and flags, both integers", { covers = {
    "recv.negative", "recv.no_arg", "recv.str", "recv.none", "recv.three_args", "recv.memory",
  } }, function()
    local client = connected()
    local cases = {
      { "TypeError: recv() takes at least 1 argument (0 given)" },
      { "TypeError: recv() takes at most 2 arguments (3 given)", 1, 0, 0 },
      { "TypeError: 'str' object cannot be interpreted as an integer", "1024" },
      { "TypeError: 'float' object cannot be interpreted as an integer", 10.0 },
      { "TypeError: 'str' object cannot be interpreted as an integer", 10, "x" },
      { "ValueError: negative buffersize in recv", -1 },
      { "MemoryError: ", 1 << 62 },
    }
    for _, case in ipairs(cases) do
      expect(error_of(client.recv, client, table.unpack(case, 2))):equals(case[1])
    end
    expect(error_of(client.recv, client, nil))
      :equals("TypeError: 'NoneType' object cannot be interpreted as an integer")
  end)
end)

describe("urgent data", function()
  it("is not there unless it was sent", { covers = { "recv.oob_none" } }, function()
    local client = connected()
    expect(error_of(client.recv, client, 1, socket.MSG_OOB)):equals("OSError: [Errno 22] Invalid argument")
  end)

  it("stands apart from the stream, or in it where SO_OOBINLINE says so", { covers = { "recv.oob_inline" } }, function()
    for _, inline in ipairs { 0, 1 } do
      local client, accepted = connected()
      client:setsockopt(socket.SOL_SOCKET, socket.SO_OOBINLINE, inline)
      accepted:send("ab", socket.MSG_OOB)
      accepted:send("c")
      accepted:close()
      if inline == 0 then
        expect(client:recv(10)):equals("a")
        expect(client:recv(1, socket.MSG_OOB)):equals("b")
      end
      expect(client:recv_all()):equals(inline == 0 and "c" or "abc")
    end
  end)

  it("of MSG_TRUNC on a stream: the bytes are dropped", {
    segment = false, covers = { "recv.trunc_flag_tcp" },
  }, function()
    local client = with_bytes("abcdef")
    expect(#client:recv(3, socket.MSG_TRUNC)):equals(3)
    expect(client:recv(10)):equals("def")
  end)
end)

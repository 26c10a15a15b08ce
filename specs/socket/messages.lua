-- sendmsg, recvmsg and recvmsg_into: several pieces of data, ancillary data, flags and an address in one call.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local closed = "OSError: [Errno 9] Bad file descriptor"
local timed_out = "TimeoutError: timed out"
local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

describe("sendmsg()", function()
  it("sends the pieces of a list as one message", {
    segment = false,
    covers = {
      "msg.gather", "cpython:SendmsgTCPTest.testSendmsg", "cpython:SendmsgTCPTest.testSendmsgGather",
      "cpython:SendmsgTCPTest.testSendmsgArray", "msg.empty_list",
    },
  }, function(t)
    local client, accepted = connected()
    expect(client:sendmsg { "one", socket.bytearray("two"), "three" }):equals(11)
    expect(accepted:recv(100)):equals("onetwothree")
    expect({ client:sendmsg {}, client:sendmsg(table.pack()) }):equals { 0, 0 }
    expect(t:conversation("main")):contains('  > "onetwothree"\n')
  end)

  it("names its peer, or nobody", {
    covers = { "msg.sendmsg_none_addr", "cpython:SendmsgTCPTest.testSendmsgExplicitNoneAddr", "msg.sendmsg_bad_addr" },
  }, function()
    local client, accepted = connected()
    expect(client:sendmsg({ "x" }, {}, 0, nil)):equals(1)
    expect(accepted:recv(10)):equals("x")
    local a, b = support.datagram_pair()
    expect(a:sendmsg({ "to ", "you" }, {}, 0, b:getsockname())):equals(6)
    expect({ b:recvfrom(10) }):equals { "to you", a:getsockname() }
    expect(error_of(a.sendmsg, a, { "x" }, {}, 0, "127.0.0.1"))
      :equals("TypeError: sendmsg(): AF_INET address must be tuple, not str")
  end)

  it("refuses what is no list of bytes", {
    covers = {
      "msg.bytes_arg", "msg.sendmsg_bad_cmsg", "msg.sendmsg_bad_cmsg_len", "msg.sendmsg_bad_cmsg_type",
      "cpython:SendmsgTCPTest.testSendmsgBadArgs",
    },
  }, function()
    local client = connected()
    local item = "[sendmsg() ancillary data items]() argument must be "
    local refused = {
      { "a bytes-like object is required, not 'int'", "abc" },
      { "a bytes-like object is required, not 'int'", { 5 } },
      { "sendmsg() argument 1 must be an iterable", 5 },
      { "sendmsg() argument 2 must be an iterable", { "x" }, 5 },
      { "sendmsg() argument 2 must be an iterable", { "x" }, nil, 0 },
      { item .. "3-item sequence, not int", { "x" }, { 5 } },
      { item .. "sequence of length 3, not 2", { "x" }, { { 0, 0 } } },
      { "a bytes-like object is required, not 'int'", { "x" }, { { 0, 0, 0 } } },
      { "a bytes-like object is required, not 'int'", { "x", 5 } },
      { "'str' object cannot be interpreted as an integer", { "x" }, {}, "0" },
      { "sendmsg() takes at least 1 argument (0 given)" },
    }
    for _, row in ipairs(refused) do
      expect(error_of(client.sendmsg, client, table.unpack(row, 2, row[4] and 4 or #row))):equals("TypeError: " .. row[1])
    end
  end)

  it("takes at most 1024 pieces, as the kernel does", function()
    local client = connected()
    local pieces = {}
    for i = 1, 1025 do pieces[i] = "" end
    expect(error_of(client.sendmsg, client, pieces)):equals("OSError: [Errno 90] Message too long")
    pieces[1025] = nil
    expect(client:sendmsg(pieces)):equals(0)
  end)

  it("waits for room as send() does", {
    segment = false,
    covers = {
      "msg.sendmsg_timeout", "msg.sendmsg_dontwait", "msg.sendmsg_closed", "cpython:SendmsgTCPTest.testSendmsgTimeout",
      "cpython:SendmsgTCPTest.testSendmsgDontWait", "cpython:SendmsgTCPTest.testSendmsgAfterClose",
    },
  }, function()
    local client = support.congested()
    client:settimeout(0.05)
    expect(error_of(client.sendmsg, client, { ("x"):rep(10) })):equals(timed_out)
    client:setblocking(true)
    expect(error_of(client.sendmsg, client, { ("x"):rep(10) }, {}, socket.MSG_DONTWAIT)):equals(would_wait)
    client:close()
    expect(error_of(client.sendmsg, client, { "x" })):equals(closed)
  end)

  it("sends everything on a blocking stream, and a part on one with a timeout", {
    segment = false, covers = { "api-8.1" },
  }, function(t)
    local client, accepted = connected()
    local much = ("x"):rep(20000000)
    t:run("sender", function()
      expect(client:sendmsg { much }):equals(#much)
      client:settimeout(5)
      expect(client:sendmsg { much } < #much):is_true()
      client:close()
    end, "receiver", function() expect(accepted:recv_all() ~= ""):is_true() end)
  end)
end)

describe("recvmsg()", function()
  it("gives bytes, ancillary data, flags and the sender", {
    segment = false, covers = { "msg.recvmsg_peek" },
  }, function()
    local client, accepted = connected()
    client:send("hello")
    expect((accepted:recvmsg(3, 0, socket.MSG_PEEK))):equals("hel")
    local bytes, ancillary, flags, address = accepted:recvmsg(10)
    expect({ bytes, ancillary, flags }):equals { "hello", {}, 0 }
    expect(address):is_nil() -- TCP does not name the sender
    client:close()
    expect((accepted:recvmsg(10))):equals("")
  end)

  it("says that a datagram or a message was longer", {
    covers = {
      "udp.recvmsg_trunc_flag", "unix.seqpacket_trunc", "unix.seqpacket_eor", "cpython:RecvmsgUDPTest.testRecvmsgTrunc",
    },
  }, function()
    local a, b = support.datagram_pair()
    a:sendto("0123456789", b:getsockname())
    expect({ b:recvmsg(4) }):equals { "0123", {}, socket.MSG_TRUNC, a:getsockname() }
    local first, second = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    first:send("0123456789")
    local bytes, _, flags = second:recvmsg(4)
    expect({ bytes, flags & socket.MSG_TRUNC }):equals { "0123", socket.MSG_TRUNC }
    expect(error_of(second.recv, second, 10, socket.MSG_DONTWAIT)):equals(would_wait)
    first:send("x")
    local _, _, end_of_record = second:recvmsg(10)
    expect(end_of_record == socket.MSG_EOR):is_false() -- Linux marks none
  end)

  it("checks its arguments", {
    covers = { "msg.recvmsg_negative", "msg.recvmsg_neg_anc", "msg.recvmsg_no_arg", "msg.recvmsg_into_not_iter" },
  }, function()
    local s = connected()
    expect(error_of(s.recvmsg, s, -1)):equals("ValueError: negative buffer size in recvmsg()")
    expect(error_of(s.recvmsg, s, 10, -1)):equals("ValueError: invalid ancillary data buffer length")
    expect(error_of(s.recvmsg, s)):equals("TypeError: recvmsg() takes at least 1 argument (0 given)")
    expect(error_of(s.recvmsg_into, s, 5)):equals("TypeError: recvmsg_into() argument 1 must be an iterable")
  end)

  it("waits as recv() does", { segment = false, covers = { "cpython:RecvmsgUDPTest.testRecvmsgTimeout" } }, function(t)
    local client, accepted = connected()
    accepted:settimeout(0.02)
    expect(error_of(accepted.recvmsg, accepted, 1)):equals(timed_out)
    accepted:settimeout(0)
    expect(error_of(accepted.recvmsg, accepted, 1)):equals(would_wait)
    accepted:settimeout(nil)
    expect(error_of(accepted.recvmsg, accepted, 1, 0, socket.MSG_DONTWAIT)):equals(would_wait)
    client:settimeout(0.01)
    t:run("receiver", function()
      expect((accepted:recvmsg(6, 0, socket.MSG_WAITALL))):equals("abcdef")
    end, "sender", function()
      for piece in ("ab cd ef"):gmatch("%S+") do
        client:send(piece)
        expect(error_of(client.recv, client, 1)):equals(timed_out) -- meanwhile the receiver has looked
      end
    end)
    t:run("receiver", function() expect(error_of(accepted.recvmsg, accepted, 6)):equals(closed) end,
      "closer", function() accepted:close() end)
  end)
end)

describe("recvmsg_into()", function()
  it("fills its bytearrays one after the other", { segment = false }, function()
    local client, accepted = connected()
    local buffers = { socket.bytearray(2), socket.bytearray(0), socket.bytearray(5) }
    client:send("hello")
    local count, ancillary, flags = accepted:recvmsg_into(buffers)
    expect({ count, ancillary, flags }):equals { 5, {}, 0 }
    expect(tostring(buffers[1]) .. "|" .. tostring(buffers[3])):equals("he|llo\0\0")
    expect(error_of(accepted.recvmsg_into, accepted, { "fixed" }))
      :equals("TypeError: recvmsg_into() argument 1 must be an iterable of single-segment read-write buffers")
  end)
end)

describe("ancillary data", function()
  it("tells and sets the hop limit of a datagram", {
    requires = { "ipv6" }, covers = { "v6.hoplimit_cmsg", "v6.sendmsg_hoplimit" },
  }, function()
    local server, client = support.udp6(), support.udp6()
    server:bind { "::1", 0 }
    server:setsockopt(socket.IPPROTO_IPV6, socket.IPV6_RECVHOPLIMIT, 1)
    client:sendto("x", server:getsockname())
    client:sendmsg({ "y" }, { { socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT, string.pack("i", 7) } }, 0,
      server:getsockname())
    for _, limit in ipairs { 64, 7 } do
      local _, ancillary, flags = server:recvmsg(10, socket.CMSG_SPACE(4))
      local item = ancillary[1]
      expect({ #ancillary, item.level, item.type, (string.unpack("i", item.data)), flags })
        :equals { 1, socket.IPPROTO_IPV6, socket.IPV6_HOPLIMIT, limit, 0 }
    end
  end)

  it("takes the room that CMSG_LEN() and CMSG_SPACE() say", { covers = { "cmsg.len_space" } }, function()
    for n, len in pairs { [0] = 16, [4] = 20, [5] = 21 } do expect({ n, socket.CMSG_LEN(n) }):equals { n, len } end
    for n, space in pairs { [0] = 16, [4] = 24, [9] = 32 } do
      expect({ n, socket.CMSG_SPACE(n) }):equals { n, space }
    end
    for _, size in ipairs { -1, 1 << 31 } do
      expect(error_of(socket.CMSG_LEN, size)):equals("OverflowError: CMSG_LEN() argument out of range")
      expect(error_of(socket.CMSG_SPACE, size)):equals("OverflowError: CMSG_SPACE() argument out of range")
    end
  end)
end)

describe("sendmsg_afalg()", function()
  it("is for AF_ALG only", { covers = { "exotic.sendmsg_afalg_on_inet" } }, function()
    local s = support.tcp()
    expect(error_of(s.sendmsg_afalg, s, { "x" })):equals("OSError: algset is only supported for AF_ALG")
  end)
end)

describe("a receive of no bytes", function()
  it("waits like any other where the socket blocks, and has got them when SO_RCVTIMEO is over", function()
    local client = connected()
    client:setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, support.timeval(0.01))
    expect({ client:recvmsg(0) }):equals { "", {}, 0 }
    expect({ client:recvmsg_into {} }):equals { 0, {}, 0 }
    client:settimeout(0.01)
    expect(error_of(client.recvmsg, client, 0)):equals(timed_out)
  end)
end)

describe("recvmsg()", function()
  it("of who listens waits before it says that nobody is connected", function()
    local s = support.listener()
    expect(error_of(s.recvmsg, s, 1, 0, socket.MSG_DONTWAIT))
      :equals("OSError: [Errno 107] Transport endpoint is not connected")
    s:settimeout(0.01)
    expect(error_of(s.recvmsg, s, 1)):equals(timed_out)
  end)

  it("takes true for 1", function()
    local a, b = socket.socketpair()
    a:send("xy")
    expect((b:recvmsg(true))):equals("x")
  end)

  it("looks at all types before it looks at the buffers", function()
    local a = socket.socketpair()
    expect(error_of(a.recvmsg_into, a, 5, 0, "x")):equals("TypeError: 'str' object cannot be interpreted as an integer")
    expect(error_of(a.recvmsg_into, a, 5)):equals("TypeError: recvmsg_into() argument 1 must be an iterable")
    expect(error_of(a.recvmsg, a, -1, "x")):equals("TypeError: 'str' object cannot be interpreted as an integer")
  end)
end)

-- What goes wrong with datagrams: nobody there, nowhere to go, and arguments that are none.
local socket = require "socket"
local support = require "support"

local error_of, udp, port = support.error_of, support.udp, support.port
local HOST = support.host

local refused = "ConnectionRefusedError: [Errno 111] Connection refused"

local function connected_to_nobody()
  local s = udp()
  expect(s:connect { HOST, support.refusing_udp_port() }):is_nil() -- connecting always works
  return s
end

describe("a port where nobody is", function()
  it("is told to a socket with a peer: to its recv()", {
    covers = { "udp.connect_closed_port", "udp.refused_on_recv" },
  }, function()
    local s = connected_to_nobody()
    expect(s:send("x")):equals(1)
    expect(error_of(s.recv, s, 10)):equals(refused)
  end)

  it("or to its next send(), once", { covers = { "udp.refused_on_send" } }, function()
    local s = connected_to_nobody()
    expect(s:send("x")):equals(1)
    local said
    support.await(function()
      said = error_of(s.send, s, "y")
      return said:sub(1, 8) ~= "no error"
    end)
    expect(said):equals(refused)
    expect(s:send("z")):equals(1)
  end)

  it("is silence to a socket without a peer", { covers = { "udp.refused_unconnected_silent" } }, function()
    local s = udp()
    s:settimeout(0.02)
    expect(s:sendto("x", { HOST, support.refusing_udp_port() })):equals(1)
    expect(error_of(s.recvfrom, s, 10)):equals("TimeoutError: timed out")
  end)
end)

describe("a UDP socket raises", function()
  it("what the kernel says to an address", { covers = {
    "udp.sendto_port0", "udp.sendto_unreachable", "udp.broadcast_name_no_route", "udp.closed_recvfrom",
  }, requires = { "private" } }, function()
    local broadcasts, closed = udp(), udp()
    broadcasts:setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    closed:close()
    local cases = {
      { udp(), { HOST, 0 }, "OSError: [Errno 22] Invalid argument" },
      { udp(), { "192.0.2.1", 9 }, "OSError: [Errno 101] Network is unreachable" },
      { broadcasts, { "<broadcast>", 9 }, "OSError: [Errno 101] Network is unreachable" },
      { udp(), { "127.255.255.255", 9 }, "PermissionError: [Errno 13] Permission denied" },
      { closed, { HOST, 9 }, "OSError: [Errno 9] Bad file descriptor" },
    }
    for _, case in ipairs(cases) do
      local s, address, wanted = table.unpack(case)
      expect(error_of(s.sendto, s, "x", address)):equals(wanted)
    end
    expect(error_of(closed.recvfrom, closed, 10)):equals("OSError: [Errno 9] Bad file descriptor")
  end)

  it("where it has no peer", { covers = {
    "udp.sendall_unconnected", "tut.000.send_on_udp", "udp.getpeername_unconnected", "udp.shutdown_unconnected",
  } }, function()
    local s, bound = udp(), udp()
    local no_destination = "OSError: [Errno 89] Destination address required"
    expect(error_of(s.send, s, "x")):equals(no_destination)
    expect(error_of(s.sendall, s, "x")):equals(no_destination)
    expect(error_of(s.getpeername, s)):equals("OSError: [Errno 107] Transport endpoint is not connected")
    bound:bind { HOST, 0 }
    expect(error_of(bound.shutdown, bound, socket.SHUT_RDWR))
      :equals("OSError: [Errno 107] Transport endpoint is not connected")
  end)

  it("where the arguments of sendto() are none", { covers = {
    "udp.sendto_one_arg", "udp.sendto_four_args", "udp.sendto_bad_flags", "udp.sendto_host_port_args",
  } }, function()
    local s, address = udp(), { HOST, 9 }
    local cases = {
      { "TypeError: sendto() takes 2 or 3 arguments (1 given)", "x" },
      { "TypeError: sendto() takes 2 or 3 arguments (4 given)", "x", 0, 0, address },
      { "TypeError: 'str' object cannot be interpreted as an integer", "x", "f", address },
      { "TypeError: 'str' object cannot be interpreted as an integer", "x", HOST, 12345 },
      { "TypeError: a bytes-like object is required, not 'int'", 5, address },
    }
    for _, case in ipairs(cases) do expect(error_of(s.sendto, s, table.unpack(case, 2))):equals(case[1]) end
  end)

  it("where the arguments of recvfrom_into() are none", {
    covers = { "udp.recvfrom_into_small", "udp.recvfrom_into_negative" },
  }, function()
    local s = udp()
    local words = "ValueError: nbytes is greater than the length of the buffer"
    expect(error_of(s.recvfrom_into, s, socket.bytearray(3), 10)):equals(words)
    expect(error_of(s.recvfrom_into, s, socket.bytearray(3), -1))
      :equals("ValueError: negative buffersize in recvfrom_into")
  end)
end)

describe("shutdown() of a UDP socket with a peer", function()
  it("ends both directions", { covers = { "udp.shutdown_connected" } }, function()
    local a, b = support.datagram_pair()
    a:connect(b:getsockname())
    expect(a:shutdown(socket.SHUT_RDWR)):is_nil()
    expect(a:recv(10)):equals("")
    expect({ (a:recvfrom(10)) }):equals { "" }
    expect(a:recv_into(socket.bytearray(4))):equals(0)
    expect(error_of(a.recv, a, 10, socket.MSG_DONTWAIT))
      :equals("BlockingIOError: [Errno 11] Resource temporarily unavailable")
    expect(error_of(a.send, a, "x")):equals("BrokenPipeError: [Errno 32] Broken pipe")
  end)
end)

describe("shutdown() of a UDP socket without a peer", function()
  local no_peer = "OSError: [Errno 107] Transport endpoint is not connected"

  it("raises, and ends reading all the same", function()
    local s, bound = udp(), udp()
    bound:bind { HOST, 0 }
    for _, one in ipairs { s, bound } do
      expect(error_of(one.shutdown, one, socket.SHUT_RD)):equals(no_peer)
      expect(one:recv(10)):equals("")
      expect(table.pack(one:recvfrom(0))):equals { "", nil, n = 2 }
      expect(table.pack(one:recvmsg(10))):equals { "", {}, 0, nil, n = 4 }
      one:settimeout(0.02) -- then the descriptor does not block, and has nothing
      expect(error_of(one.recv, one, 10)):equals("TimeoutError: timed out")
    end
  end)

  it("wakes who waits", function(t)
    local s = udp()
    s:bind { HOST, 0 }
    t:run("reader", function() expect(s:recv(10)):equals("") end, "closer", function()
      expect(error_of(s.shutdown, s, socket.SHUT_RDWR)):equals(no_peer)
    end)
  end)
end)

describe("a datagram to many", function()
  it("reaches the broadcast address of the loopback, if the sender may", {
    covers = { "udp.broadcast_allowed", "udp.sendto_empty_host" },
  }, function()
    local sender, receiver = udp(), udp()
    sender:setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)
    receiver:bind { "", 0 }
    expect(sender:sendto("x", { "127.255.255.255", port(receiver) })):equals(1)
    expect(receiver:recv(10)):equals("x")
    expect(sender:sendto("y", { "", port(receiver) })):equals(1)
    expect(select(2, receiver:recvfrom(10)).host):equals(HOST)
  end)

  it("reaches the members of a group", {
    covers = { "udp.multicast_ttl_default", "udp.multicast_loop_lo", "udp.membership_bad_len" },
  }, function()
    local sender, member = udp(), udp()
    expect(sender:getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_TTL)):equals(1)
    expect(sender:getsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_LOOP)):equals(1)
    member:bind { "", 0 }
    local group, loopback = socket.inet_aton("239.1.2.3"), socket.inet_aton(HOST)
    member:setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, group .. loopback)
    sender:setsockopt(socket.IPPROTO_IP, socket.IP_MULTICAST_IF, loopback)
    sender:sendto("m", { "239.1.2.3", port(member) })
    member:settimeout(1)
    expect(member:recv(10)):equals("m")
    expect(error_of(member.setsockopt, member, socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, "ab"))
      :equals("OSError: [Errno 22] Invalid argument")
  end)
end)

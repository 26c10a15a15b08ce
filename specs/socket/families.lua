-- Families and protocols beside the internet's usual ones and AF_UNIX.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

-- A socket of a kind that not every kernel has; the scenario is skipped where this one has not.
local function socket_or_skip(t, what, ...)
  local ok, result = pcall(socket.socket, ...)
  if ok then return result end
  if result.errno == socket.EAFNOSUPPORT or result.errno == socket.EPROTONOSUPPORT then
    t:skip("this kernel has no " .. what)
  end
  error(result)
end

describe("AF_NETLINK", function()
  it("has the address (pid, groups)", function()
    local s <close> = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
    s:bind { 0, 0 }
    local name = s:getsockname()
    expect(name.pid > 0):is_true() -- the kernel's choice
    expect({ name[2], name.groups }):equals { 0, 0 }
    expect(tostring(name)):equals(("(%d, 0)"):format(name.pid))
    expect(error_of(s.bind, s, "x")):equals("TypeError: bind(): AF_NETLINK address must be tuple, not str")
    expect(error_of(s.bind, s, { 1 })):equals("TypeError: AF_NETLINK address must be a pair (pid, groups)")
  end)

  it("answers from the kernel: which interfaces there are", function()
    local s <close> = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW, socket.NETLINK_ROUTE)
    local get_links, dump = 18, 0x301 -- RTM_GETLINK; NLM_F_REQUEST and NLM_F_DUMP (rtnetlink(7))
    s:sendto(string.pack("=I4I2I2I4I4BBi2i4I4I4", 32, get_links, dump, 1, 0, 0, 0, 0, 0, 0, 0), { 0, 0 })
    local answer, sender = s:recvfrom(65536)
    local new_link = string.unpack("=I2", answer, 5)
    expect({ new_link, sender.pid }):equals { 16, 0 } -- RTM_NEWLINK, from the kernel
    expect(answer):contains("lo\0")
  end)
end)

describe("AF_PACKET", { requires = { "private" } }, function()
  it("takes whole frames of an interface, with an address of five parts", {
    covers = { "raw.packet_str" },
  }, function()
    local all, ip = 3, 0x0800 -- ETH_P_ALL, ETH_P_IP
    local tap <close> = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(all))
    expect(error_of(tap.bind, tap, "lo")):equals("TypeError: bind(): AF_PACKET address must be tuple, not str")
    expect(error_of(tap.bind, tap, { "nosuchif", all })):equals("OSError: [Errno 19] No such device")
    for _, address in ipairs { { "lo" }, { 5, ip }, { "lo", ip, 0, 0, "addr", 0 } } do
      expect(error_of(tap.bind, tap, address))
        :equals("TypeError: AF_PACKET address must be a tuple of two to five elements")
    end
    expect(error_of(tap.bind, tap, { "lo", 65536 }))
      :equals("OverflowError: bind(): proto must be 0-65535.")
    tap:bind { "lo", all }
    local name = tap:getsockname()
    expect({ name.ifname, name.proto, name.hatype, name.addr }):equals { "lo", all, 772, ("\0"):rep(6) }
    local a, b = support.datagram_pair()
    a:sendto("seen by all", b:getsockname())
    local frame, from = tap:recvfrom(2048)
    expect(frame:sub(-11)):equals("seen by all")
    expect({ from.ifname, from.proto, from.pkttype }):equals { "lo", ip, socket.PACKET_OUTGOING }
    expect(tostring(from)):equals([[('lo', 2048, 4, 772, b'\x00\x00\x00\x00\x00\x00')]])
  end)
end)

describe("AF_VSOCK", function()
  it("has the address (cid, port)", { covers = { "exotic.vsock" } }, function(t)
    local s <close> = socket_or_skip(t, "AF_VSOCK", socket.AF_VSOCK, socket.SOCK_STREAM)
    local name = s:getsockname()
    expect({ name.cid, name.port }):equals { socket.VMADDR_CID_ANY, socket.VMADDR_PORT_ANY }
    expect(error_of(s.bind, s, 5)):equals("TypeError: getsockaddrarg: AF_VSOCK address must be tuple, not int")
    expect(error_of(s.bind, s, { 1 })):equals("TypeError: getsockaddrarg() takes exactly 2 arguments (1 given)")
  end)
end)

describe("a protocol that few use", function()
  it("UDP-Lite carries datagrams", { covers = { "exotic.udplite" } }, function(t)
    local kind = { socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDPLITE }
    local server, client = socket_or_skip(t, "UDP-Lite", table.unpack(kind)), socket_or_skip(t, "", table.unpack(kind))
    server:bind { "127.0.0.1", 0 }
    client:sendto("x", server:getsockname())
    expect(server:recv(5)):equals("x")
  end)

  it("Multipath TCP is a stream", { covers = { "connect.mptcp" } }, function(t)
    local client = socket_or_skip(t, "MPTCP", socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_MPTCP)
    local listener = support.listener()
    client:connect(listener:getsockname())
    client:send("x")
    expect(listener:accept():recv(5)):equals("x")
  end)
end)

it("a family without addresses here is refused where one is needed", {
  covers = { "exotic.can", "exotic.tipc", "exotic.rds", "exotic.bluetooth", "exotic.sctp" },
}, function()
  local kinds = {
    { socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW }, { socket.AF_TIPC, socket.SOCK_RDM, 0 },
    { socket.AF_RDS, socket.SOCK_SEQPACKET, 0 }, { 31, socket.SOCK_STREAM, 3 },
    { socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_SCTP },
  }
  for _, kind in ipairs(kinds) do
    local ok, s = pcall(socket.socket, table.unpack(kind))
    if not ok then -- a kernel without it
      expect(s.errno == socket.EAFNOSUPPORT or s.errno == socket.EPROTONOSUPPORT):is_true()
    elseif kind[1] ~= socket.AF_INET then
      expect(error_of(s.getsockname, s)):equals("OSError: getsockaddrlen: bad family")
    else
      expect(s:getsockname().host):equals("0.0.0.0")
    end
  end
end)

-- The names that the module has beside its functions: constants and classes of errors.
local socket = require "socket"

describe("the constants have Linux's values", function()
  it("families, types, ways to shut down", {
    covers = {
      "const.families", "const.types", "const.shut", "const.somaxconn", "const.inaddr", "const.has_ipv6",
      "cpython:GeneralModuleTests.testCrucialConstants",
    },
  }, function()
    local values = {
      AF_UNSPEC = 0, AF_UNIX = 1, AF_INET = 2, AF_INET6 = 10, AF_NETLINK = 16, AF_PACKET = 17,
      SOCK_STREAM = 1, SOCK_DGRAM = 2, SOCK_RAW = 3, SOCK_RDM = 4, SOCK_SEQPACKET = 5,
      SOCK_NONBLOCK = 2048, SOCK_CLOEXEC = 0x80000,
      SHUT_RD = 0, SHUT_WR = 1, SHUT_RDWR = 2, SOMAXCONN = 4096,
      INADDR_ANY = 0, INADDR_LOOPBACK = 0x7f000001, INADDR_BROADCAST = 0xffffffff, INADDR_NONE = 0xffffffff,
      has_ipv6 = true,
    }
    for name, value in pairs(values) do expect({ name, socket[name] }):equals { name, value } end
  end)

  it("levels, options, flags, protocols and the resolver's", {
    covers = {
      "cpython:GeneralModuleTests.testCrucialConstants", "cpython:GeneralModuleTests.testCrucialIpProtoConstants",
    },
  }, function()
    local values = {
      SOL_SOCKET = 1, SOL_IP = 0, SOL_TCP = 6, SOL_UDP = 17,
      SO_REUSEADDR = 2, SO_TYPE = 3, SO_ERROR = 4, SO_BROADCAST = 6, SO_SNDBUF = 7, SO_RCVBUF = 8, SO_KEEPALIVE = 9,
      SO_OOBINLINE = 10, SO_LINGER = 13, SO_REUSEPORT = 15, SO_RCVTIMEO = 20, SO_SNDTIMEO = 21, SO_ACCEPTCONN = 30,
      SO_PROTOCOL = 38, SO_DOMAIN = 39, SCM_RIGHTS = 1,
      MSG_OOB = 1, MSG_PEEK = 2, MSG_CTRUNC = 8, MSG_TRUNC = 32, MSG_DONTWAIT = 64, MSG_WAITALL = 256,
      MSG_NOSIGNAL = 16384,
      IPPROTO_IP = 0, IPPROTO_ICMP = 1, IPPROTO_TCP = 6, IPPROTO_UDP = 17, IPPROTO_IPV6 = 41, IPPROTO_ICMPV6 = 58,
      IPPROTO_RAW = 255, IP_TOS = 1, IP_TTL = 2, IP_MULTICAST_IF = 32, IP_MULTICAST_TTL = 33, IP_MULTICAST_LOOP = 34,
      IP_ADD_MEMBERSHIP = 35, IP_DROP_MEMBERSHIP = 36, IPV6_UNICAST_HOPS = 16, IPV6_V6ONLY = 26, IPV6_JOIN_GROUP = 20,
      TCP_NODELAY = 1, TCP_KEEPIDLE = 4, TCP_KEEPINTVL = 5, TCP_KEEPCNT = 6,
      AI_PASSIVE = 1, AI_CANONNAME = 2, AI_NUMERICHOST = 4, AI_V4MAPPED = 8, AI_ALL = 16, AI_ADDRCONFIG = 32,
      AI_NUMERICSERV = 1024, EAI_NONAME = -2, EAI_AGAIN = -3, EAI_FAIL = -4, EAI_NODATA = -5, EAI_FAMILY = -6,
      EAI_SERVICE = -8, EAI_ADDRFAMILY = -9, EAI_OVERFLOW = -12,
      NI_NUMERICHOST = 1, NI_NUMERICSERV = 2, NI_NOFQDN = 4, NI_NAMEREQD = 8, NI_DGRAM = 16,
      EBADF = 9, EAGAIN = 11, EWOULDBLOCK = 11, ECONNREFUSED = 111,
    }
    for name, value in pairs(values) do expect({ name, socket[name] }):equals { name, value } end
  end)

  it("print as plain numbers, combined ones too", { covers = { "const.repr_plain", "const.kind_or" } }, function()
    expect(tostring(socket.SHUT_RDWR)):equals("2")
    expect(tostring(socket.SO_REUSEADDR)):equals("2")
    expect(tostring(socket.SOCK_STREAM | socket.SOCK_NONBLOCK)):equals("2049")
  end)

  it("that do not exist are an AttributeError with the nearest name", function()
    local e = expect(function() return socket.SO_REUSEADR end):raises(socket.AttributeError)
    expect(tostring(e)):equals("module 'socket' has no attribute 'SO_REUSEADR'; did you mean 'SO_REUSEADDR'?")
  end)
end)

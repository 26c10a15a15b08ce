-- socket.socket(family, type, proto, fileno), socketpair and what a new socket is.
local socket = require "socket"
local support = require "support"

local error_of, tcp, udp = support.error_of, support.tcp, support.udp

local function shape(s) return { s.family, s.type, s.proto } end

describe("a new socket", function()
  it("is a TCP socket unless told otherwise", { covers = {
    "create.inet_stream", "create.positional4", "create.minus_ones", "create.fileno_none",
    "create.proto_default_reports_0", "cpython:GeneralModuleTests.testNewAttributes",
  } }, function()
    local ways = {
      socket.socket(), socket.socket(-1, -1, -1), socket.socket(socket.AF_INET),
      socket.socket(socket.AF_INET, socket.SOCK_STREAM), socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, nil),
      socket.socket { type = socket.SOCK_STREAM }, socket.socket(socket.AF_INET, { proto = 0 }),
      socket.socket { fileno = nil },
    }
    for _, s in ipairs(ways) do
      expect(shape(s)):equals { socket.AF_INET, socket.SOCK_STREAM, 0 }
      expect(s:getsockopt(socket.SOL_SOCKET, socket.SO_PROTOCOL)):equals(socket.IPPROTO_TCP)
      expect(s:fileno()):at_least(3)
    end
  end)

  it("has the family and the type it was made with, and no name yet", {
    covers = { "create.udp", "create.unix", "cpython:TestUnixDomain.testUnbound" },
  }, function()
    local kinds = {
      { socket.AF_INET, socket.SOCK_DGRAM, { "0.0.0.0", 0 } },
      { socket.AF_INET6, socket.SOCK_STREAM, { "::", 0, 0, 0 } },
      { socket.AF_INET6, socket.SOCK_DGRAM, { "::", 0, 0, 0 } },
      { socket.AF_UNIX, socket.SOCK_STREAM, "" },
      { socket.AF_UNIX, socket.SOCK_DGRAM, "" },
      { socket.AF_UNIX, socket.SOCK_SEQPACKET, "" },
    }
    for _, kind in ipairs(kinds) do
      local family, type_, name = table.unpack(kind)
      local s <close> = socket.socket { family = family, type = type_ }
      expect(shape(s)):equals { family, type_, 0 }
      expect(s:getsockname()):equals(name)
    end
  end)

  it("takes SOCK_NONBLOCK and SOCK_CLOEXEC for orders, not for a part of its type", {
    covers = { "create.nonblock_flag", "cpython:NonBlockingTCPTests.testInitNonBlocking" },
  }, function()
    local s <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
    expect(s.type):equals(socket.SOCK_STREAM)
    expect(s:gettimeout()):equals(0.0)
    expect(s:getblocking()):is_false()
    local other <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
    expect(other.type):equals(socket.SOCK_DGRAM)
    expect(other:getblocking()):is_true()
  end)

  it("keeps the type that was asked for, where the kernel makes another one of it", {
    covers = { "create.unix_raw_becomes_dgram" },
  }, function()
    local s <close> = socket.socket(socket.AF_UNIX, socket.SOCK_RAW)
    expect(s.type):equals(socket.SOCK_RAW)
    expect(s:getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)):equals(socket.SOCK_DGRAM)
  end)
end)

describe("socketpair()", function()
  it("gives two connected AF_UNIX sockets without names", { covers = { "create.socketpair" } }, function()
    local a, b = socket.socketpair()
    expect(shape(a)):equals { socket.AF_UNIX, socket.SOCK_STREAM, 0 }
    expect(shape(b)):equals(shape(a))
    expect({ a:get_inheritable(), b:get_inheritable() }):equals { false, false }
    expect(a:getsockname()):equals("")
    expect(b:getpeername()):equals("")
  end)

  it("takes a family and a type", { covers = { "create.socketpair_dgram" } }, function()
    local a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a:send("x")
    expect(b.type):equals(socket.SOCK_DGRAM)
    expect(b:recv(9)):equals("x")
    local c, d = socket.socketpair { type = socket.SOCK_SEQPACKET }
    expect({ shape(c), shape(d) }):equals { { socket.AF_UNIX, socket.SOCK_SEQPACKET, 0 }, shape(c) }
    expect(error_of(socket.socketpair, 1, 1, 0, 0))
      :equals("TypeError: socketpair() takes from 0 to 3 positional arguments but 4 were given")
    expect(error_of(socket.socketpair, { kind = 1 }))
      :equals("TypeError: socketpair() got an unexpected keyword argument 'kind'")
    expect(error_of(socket.socketpair, socket.AF_INET)):equals("OSError: [Errno 95] Operation not supported")
  end)
end)

describe("a socket made of an open descriptor", function()
  it("asks the descriptor for what it is not told", { covers = { "create.fileno" } }, function()
    local original = udp()
    local s = socket.socket { fileno = original:fileno() }
    expect(shape(s)):equals { socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP }
    expect(s:fileno()):equals(original:fileno())
    expect(s:detach()):equals(original:fileno())
  end)

  it("believes what it is told", {
    covers = {
      "create.fileno_ignores_nothing", "create.repr_unknown_family",
      "cpython:GeneralModuleTests.test_unknown_socket_family_repr",
    },
  }, function()
    local original = tcp()
    local s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM, { fileno = original:fileno() })
    expect({ s.family, s.type }):equals { socket.AF_UNIX, socket.SOCK_DGRAM }
    s:detach()
    local pair = socket.socketpair()
    local odd = socket.socket(42424, 13331, { fileno = pair:detach() })
    expect({ odd.family, odd.type }):equals { 42424, 13331 }
    expect(tostring(odd)):matches("^<socket%.socket fd=%d+, family=42424, type=13331, proto=0>$")
  end)

  it("refuses what is no descriptor of a socket", { covers = {
    "create.fileno_negative_family", "create.fileno_str", "create.fileno_float", "create.fileno_badfd",
    "create.fileno_badfd_family", "create.fileno_file", "cpython:GeneralModuleTests.test_socket_fileno_rejects_float",
    "cpython:GeneralModuleTests.test_socket_fileno_rejects_other_types",
    "cpython:GeneralModuleTests.test_socket_fileno_rejects_invalid_socket",
    "cpython:GeneralModuleTests.test_socket_fileno_rejects_negative",
    "cpython:GeneralModuleTests.test_socket_fileno_requires_valid_fd",
    "cpython:GeneralModuleTests.test_socket_fileno_requires_socket_fd",
  } }, function()
    local refused = {
      { -1, "ValueError: negative file descriptor" },
      { -42, "ValueError: negative file descriptor" },
      { "foo", "TypeError: 'str' object cannot be interpreted as an integer" },
      { 42.5, "TypeError: 'float' object cannot be interpreted as an integer" },
      { 9999, "OSError: [Errno 9] Bad file descriptor" },
      { 0, "OSError: [Errno 88] Socket operation on non-socket" }, -- the standard input
      { 1 << 40, "OSError: [Errno 88] Socket operation on non-socket" }, -- and again, as an int of C
    }
    for _, case in ipairs(refused) do
      expect(error_of(socket.socket, { fileno = case[1] })):equals(case[2])
      expect(error_of(socket.socket, socket.AF_INET, socket.SOCK_STREAM, { fileno = case[1] })):equals(case[2])
    end
  end)
end)

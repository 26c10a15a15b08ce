-- Names and addresses: getaddrinfo, gethostbyname and the tables of the system. Nothing here needs a name server.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of
local STREAM = socket.SOCK_STREAM

local unknown = "gaierror: [Errno -2] Name or service not known"

local function addresses(...)
  local found = {}
  for i, entry in ipairs(socket.getaddrinfo(...)) do found[i] = { table.unpack(entry.sockaddr) } end
  return found
end

describe("getaddrinfo()", function()
  it("gives an entry for each type of socket, or for the one that is asked for", {
    covers = { "gai.numeric", "gai.type" },
  }, function()
    local address = { "127.0.0.1", 80 }
    local stream, datagram, raw = { 2, 1, 6, "", address }, { 2, 2, 17, "", address }, { 2, 3, 0, "", address }
    expect(socket.getaddrinfo("127.0.0.1", 80)):equals { stream, datagram, raw }
    expect(socket.getaddrinfo("127.0.0.1", 80, { type = STREAM })):equals { stream }
    expect(socket.getaddrinfo("127.0.0.1", 80, 0, socket.SOCK_DGRAM)):equals { datagram }
    expect(socket.getaddrinfo { host = "127.0.0.1", port = 80, proto = socket.IPPROTO_TCP }):equals { stream }
  end)

  it("takes a port as an integer, as text, or none", {
    covers = { "gai.port_none", "gai.port_70000_wraps", "cpython:GeneralModuleTests.testGetaddrinfo" },
  }, function()
    for port, number in pairs { [80] = 80, ["80"] = 80, [70000] = 4464 } do
      expect(addresses("127.0.0.1", port, { type = STREAM })):equals { { "127.0.0.1", number } }
    end
    expect(addresses("127.0.0.1", nil, 0, STREAM)):equals { { "127.0.0.1", 0 } }
  end)

  it("takes no host for this one, or for all addresses where it is passive", {
    covers = { "gai.host_none", "gai.passive", "gai.both_none", "cpython:GeneralModuleTests.testGetaddrinfo" },
    requires = { "ipv6" },
  }, function()
    expect(addresses(nil, 80, 0, STREAM)):equals { { "::1", 80, 0, 0 }, { "127.0.0.1", 80 } }
    expect(addresses(nil, 80, 0, STREAM, 0, socket.AI_PASSIVE)):equals { { "0.0.0.0", 80 }, { "::", 80, 0, 0 } }
    expect(error_of(socket.getaddrinfo, nil, nil)):equals(unknown)
  end)

  it("maps IPv4 into IPv6, if told so, and knows zones", {
    covers = { "gai.v4mapped", "gai.zone", "gai.zone_numeric" },
  }, function()
    local flags = { type = STREAM, family = socket.AF_INET6, flags = socket.AI_V4MAPPED }
    expect(addresses("127.0.0.1", 80, flags)):equals { { "::ffff:127.0.0.1", 80, 0, 0 } }
    for _, host in ipairs { "fe80::1%lo", "fe80::1%1" } do
      expect(addresses(host, 80, { type = STREAM })):equals { { "fe80::1", 80, 0, 1 } }
    end
  end)

  it("finds what the hosts file names", { hosts = { ["db.example.test"] = "127.0.0.7" } }, function()
    expect(addresses("db.example.test", 5432, { type = STREAM })):equals { { "127.0.0.7", 5432 } }
    expect(socket.gethostbyname("db.example.test")):equals("127.0.0.7")
  end)

  it("raises a gaierror for what there is not", { covers = {
    "gai.port_negative", "gai.empty_host", "gai.service_wrong_type", "gai.bad_family", "gai.unix_family",
    "gai.bad_flags", "gai.family_mismatch",
  } }, function()
    local no_service = "gaierror: [Errno -8] Servname not supported for ai_socktype"
    local no_family = "gaierror: [Errno -6] ai_family not supported"
    local cases = {
      { no_service, "127.0.0.1", -1, 0, STREAM },
      { no_service, "127.0.0.1", "ntp", 0, STREAM },
      { unknown, "", 80, socket.AF_INET, STREAM },
      { unknown, "256.0.0.1", 80 },
      { no_family, "127.0.0.1", 80, 9999 },
      { no_family, "127.0.0.1", 80, socket.AF_UNIX },
      { "gaierror: [Errno -1] Bad value for ai_flags", "127.0.0.1", 80, 0, 0, 0, 0x7fffff00 },
      { "gaierror: [Errno -9] Address family for hostname not supported", "127.0.0.1", 80, socket.AF_INET6 },
    }
    for _, case in ipairs(cases) do expect(error_of(socket.getaddrinfo, table.unpack(case, 2))):equals(case[1]) end
  end)

  it("raises another error for what can be no name", { covers = {
    "gai.port_float", "gai.host_int", "gai.no_port", "gai.label_too_long", "gai.empty_label",
  } }, function()
    local label = "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label empty or too long)"
    local cases = {
      { "OSError: Int or String expected", "127.0.0.1", 80.0 },
      { "OSError: Int or String expected", "127.0.0.1", {} },
      { "TypeError: getaddrinfo() argument 1 must be string or None", 5, 80 },
      { "TypeError: getaddrinfo() missing 1 required positional argument: 'port'", "127.0.0.1" },
      -- CPython 3.11 looks up what stands before the NUL; parley refuses.
      { "TypeError: host name must not contain null character", "localhost\0evil", 80 },
      { label, ("a"):rep(64) .. ".test", 80 },
      { label, "a..b", 80 },
    }
    for _, case in ipairs(cases) do expect(error_of(socket.getaddrinfo, table.unpack(case, 2))):equals(case[1]) end
  end)
end)

describe("gethostbyname()", function()
  it("gives an IPv4 address", { covers = { "ghbn.ip", "ghbn.localhost", "ghbn.empty" } }, function()
    local hosts = {
      ["127.0.0.1"] = "127.0.0.1", localhost = "127.0.0.1", [""] = "0.0.0.0", ["<broadcast>"] = "255.255.255.255",
    }
    for name, address in pairs(hosts) do expect({ name, socket.gethostbyname(name) }):equals { name, address } end
  end)

  it("gives that of the loopback for a name of ::1: so the C library reads a hosts file", {
    covers = { "ghbn.v6only_name" }, hosts = { ["v6only.example.test"] = "::1" }, requires = { "private" },
  }, function()
    expect(socket.gethostbyname("v6only.example.test")):equals("127.0.0.1")
  end)

  it("or raises", { covers = { "ghbn.v6", "ghbn.int" } }, function()
    expect(error_of(socket.gethostbyname, "256.0.0.1")):equals(unknown)
    expect(error_of(socket.gethostbyname, "::1"))
      :equals("gaierror: [Errno -9] Address family for hostname not supported")
    expect(error_of(socket.gethostbyname, 5))
      :equals("TypeError: gethostbyname() argument 1 must be str, bytes or bytearray, not int")
  end)
end)

describe("the machine", function()
  it("has a name of the scenario's own", {
    covers = { "host.fqdn_self", "host.fqdn_any", "cpython:GeneralModuleTests.test_getfqdn_filter_localhost" },
    requires = { "private" },
  }, function()
    expect(socket.gethostname()):equals("parley")
    expect(error_of(socket.gethostname, 1)):equals("TypeError: _socket.gethostname() takes no arguments (1 given)")
    expect({ socket.getfqdn(), socket.getfqdn("0.0.0.0"), socket.getfqdn("::"), socket.getfqdn("") })
      :equals { "localhost", "localhost", "localhost", "localhost" }
  end)

  it("knows services and protocols by name and by number", { covers = {
    "serv.byport", "serv.byname_wrong_proto", "serv.byport_str", "proto.byname", "proto.unknown",
  } }, function(t)
    if not pcall(t.read, t, "/etc/services") then t:skip("this machine has no /etc/services") end
    expect({ socket.getservbyport(80), socket.getservbyport(53, "udp") }):equals { "http", "domain" }
    expect(socket.getservbyname("ntp", "udp")):equals(123)
    expect(error_of(socket.getservbyname, "ntp", "tcp")):equals("OSError: service/proto not found")
    expect(error_of(socket.getservbyport, 1, "none")):equals("OSError: port/proto not found")
    expect(error_of(socket.getservbyport, 65536)):equals("OverflowError: getservbyport: port must be 0-65535.")
    expect(error_of(socket.getservbyport, "80")):equals("TypeError: 'str' object cannot be interpreted as an integer")
    expect(error_of(socket.getservbyport, -1, 5)):equals("TypeError: getservbyport() argument 2 must be str, not int")
    for name, number in pairs { tcp = 6, udp = 17, icmp = 1, TCP = 6 } do
      expect({ name, socket.getprotobyname(name) }):equals { name, number }
    end
    expect(error_of(socket.getprotobyname, "nosuchproto")):equals("OSError: protocol not found")
  end)
end)

describe("getaddrinfo()", function()
  it("encodes the name before it looks at the port", function()
    expect(error_of(socket.getaddrinfo, ("x"):rep(64), 1.5)):equals(
      "UnicodeError: encoding with 'idna' codec failed (UnicodeError: label too long)")
    expect(error_of(socket.getaddrinfo, "x", 1.5)):equals("OSError: Int or String expected")
  end)
end)

-- gethostbyname_ex, gethostbyaddr and getnameinfo: everything known of one host. Nothing here needs a name server.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of
local unknown = "gaierror: [Errno -2] Name or service not known"
local hosts = {
  ["fqdn.example.test shortname"] = "127.0.0.4", -- as a line of hosts(5): the name and then its aliases
  ["pysock-host.example.test pysock-host alias-one"] = "127.0.0.1",
}

describe("gethostbyname_ex()", { requires = { "private" }, hosts = hosts }, function()
  it("gives the host's name, its aliases and its addresses", {
    covers = { "ghbn_ex.localhost", "ghbn_ex.alias" },
  }, function()
    expect({ socket.gethostbyname_ex("localhost") })
      :equals { "localhost", { "ip6-localhost" }, { "127.0.0.1", "127.0.0.1" } }
    expect({ socket.gethostbyname_ex("alias-one") })
      :equals { "pysock-host.example.test", { "pysock-host", "alias-one" }, { "127.0.0.1" } }
  end)

  it("raises a gaierror for an unknown one", { covers = { "ghbn_ex.unknown" } }, function()
    expect(error_of(socket.gethostbyname_ex, "nosuchhost.invalid")):equals(unknown)
    expect(error_of(socket.gethostbyname_ex, 5))
      :equals("TypeError: gethostbyname_ex() argument 1 must be str, bytes or bytearray, not int")
    expect(error_of(socket.gethostbyname_ex)):equals("TypeError: gethostbyname_ex() takes exactly 1 argument (0 given)")
  end)
end)

describe("gethostbyaddr()", { requires = { "private" }, hosts = hosts }, function()
  it("takes an address of either family, or a name", {
    covers = { "ghba.loopback", "ghba.ip", "ghba.name", "ghba.v6" }, requires = { "ipv6" },
  }, function()
    local entry = { "fqdn.example.test", { "shortname" }, { "127.0.0.4" } }
    local expected = {
      ["127.0.0.1"] = { "localhost", {}, { "127.0.0.1" } },
      ["::1"] = { "localhost", { "ip6-localhost" }, { "::1" } },
      ["127.0.0.4"] = entry,
      ["fqdn.example.test"] = entry,
    }
    for host, result in pairs(expected) do expect({ host, { socket.gethostbyaddr(host) } }):equals { host, result } end
    expect({ socket.gethostbyaddr(socket.bytearray("127.0.0.4")) }):equals(entry)
  end)

  it("raises an herror for an address without a name, a gaierror for an unknown name", {
    covers = { "ghba.unknown_ip" },
  }, function()
    expect(error_of(socket.gethostbyaddr, "192.0.2.77")):equals("herror: [Errno 1] Unknown host")
    expect(error_of(socket.gethostbyaddr, "nosuchhost.invalid")):equals(unknown)
  end)
end)

describe("getnameinfo()", { requires = { "private" }, hosts = hosts }, function()
  it("gives names, or numbers where there are none or the flags say so", {
    covers = { "gni.numeric", "gni.unknown_falls_back", "gni.v6_zone" },
  }, function()
    local numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    expect({ socket.getnameinfo({ "127.0.0.1", 80 }, numeric) }):equals { "127.0.0.1", "80" }
    expect({ socket.getnameinfo({ "127.0.0.4", 5555 }, 0) }):equals { "fqdn.example.test", "5555" }
    expect({ socket.getnameinfo({ "192.0.2.77", 5555 }, 0) }):equals { "192.0.2.77", "5555" }
    expect({ socket.getnameinfo({ "fe80::1", 80, 0, 1 }, numeric) }):equals { "fe80::1%lo", "80" }
  end)

  it("raises what is wrong with the address", { covers = {
    "gni.namereqd", "gni.not_tuple", "gni.no_flags", "gni.v4_with_extra", "cpython:GeneralModuleTests.test_getnameinfo",
  } }, function()
    local illegal = "TypeError: getnameinfo(): illegal sockaddr argument"
    local cases = {
      { unknown, { "192.0.2.77", 80 }, socket.NI_NAMEREQD },
      { unknown, { "localhost", 80 }, 0 },
      { "gaierror: [Errno -8] Servname not supported for ai_socktype", { "127.0.0.1", -1 }, 0 },
      { "TypeError: getnameinfo() argument 1 must be a tuple", "127.0.0.1", 0 },
      { "TypeError: getnameinfo() takes exactly 2 arguments (1 given)", { "127.0.0.1", 80 } },
      { "OSError: IPv4 sockaddr must be 2 tuple", { "127.0.0.1", 80, 0, 0 }, socket.NI_NUMERICHOST },
      { "OverflowError: getnameinfo(): flowinfo must be 0-1048575.", { "::1", 80, 0x100000 }, 0 },
      { illegal, { "127.0.0.1" }, 0 },
      { illegal, { 5, 80 }, 0 },
      { "TypeError: 'str' object cannot be interpreted as an integer", { "127.0.0.1", "80" }, 0 },
    }
    for _, case in ipairs(cases) do expect(error_of(socket.getnameinfo, table.unpack(case, 2))):equals(case[1]) end
  end)
end)

scenario("getfqdn() prefers a name with a dot", {
  hosts = hosts, requires = { "private" }, covers = { "host.fqdn_short" },
}, function()
  local names = {
    ["127.0.0.4"] = "fqdn.example.test", shortname = "fqdn.example.test", localhost = "localhost",
    ["nosuchhost.invalid"] = "nosuchhost.invalid",
  }
  for name, full in pairs(names) do expect({ name, socket.getfqdn(name) }):equals { name, full } end
end)

-- After GeneralModuleTests of CPython's test_socket: names of hosts, interfaces, services and addresses.
local socket = require "socket"
local support = require "support"

local error_of, tests = support.error_of, support.tests_of "GeneralModuleTests"

local unknown = "gaierror: [Errno -2] Name or service not known"

describe("the machine's name", { requires = { "private" } }, function()
  it("leads to an address, and the address back to a name", { covers = tests "testHostnameRes" }, function()
    local name = socket.gethostname()
    local address = socket.gethostbyname(name)
    expect(address):matches("^%d+%.%d+%.%d+%.%d+$")
    local official, aliases = socket.gethostbyaddr(address)
    local names = { name, official, table.unpack(aliases) }
    expect(names):contains(socket.getfqdn(address))
  end)
end)

describe("gethostbyname() and gethostbyaddr()", { requires = { "private" } }, function()
  it("take an address for what it is", { covers = tests "test_host_resolution" }, function()
    for _, address in ipairs { "127.0.0.1", "10.0.0.1", "255.255.255.255" } do
      expect(socket.gethostbyname(address)):equals(address)
    end
    expect((select(3, socket.gethostbyaddr("127.0.0.1")))):contains("127.0.0.1")
  end)

  it("find nothing for what is almost one", { covers = tests "test_host_resolution_bad_address" }, function()
    for _, text in ipairs { "0.1.1.~1", "1+.1.1.1", "::1q", "::1::2", "1:1:1:1:1:1:1:1:1" } do
      for _, name in ipairs { "gethostbyname", "gethostbyaddr" } do
        expect({ text, error_of(socket[name], text) }):equals { text, unknown }
      end
    end
  end)
end)

describe("a name that is not ASCII", {
  requires = { "private" }, dns = { ["xn--mller-kva.example.test"] = { A = "127.0.0.9" } },
}, function()
  it("is looked up in its form of ASCII", { covers = tests "test_idna" }, function()
    local name = "m\u{fc}ller.example.test"
    expect(socket.gethostbyname(name)):equals("127.0.0.9")
    expect((select(3, socket.gethostbyname_ex(name)))):equals { "127.0.0.9" }
    local found = socket.getaddrinfo(name, 0, socket.AF_UNSPEC, socket.SOCK_STREAM)
    expect({ #found, found[1].sockaddr.host }):equals { 1, "127.0.0.9" }
  end)
end)

describe("interfaces", function()
  it("lead from number to name and back", { covers = tests "testInterfaceNameIndex" }, function()
    for _, interface in ipairs(socket.if_nameindex()) do
      local index, name = table.unpack(interface)
      expect(index):at_least(1)
      expect({ socket.if_nametoindex(name), socket.if_indextoname(index) }):equals { index, name }
    end
  end)

  it("that are none are errors", {
    covers = tests("testInvalidInterfaceIndexToName", "testInvalidInterfaceNameToIndex"),
  }, function()
    expect(error_of(socket.if_indextoname, 0)):equals("OSError: [Errno 6] No such device or address")
    expect(error_of(socket.if_nametoindex, "_absent")):equals("OSError: no interface with this name")
    expect(error_of(socket.if_indextoname, "_absent")):equals("TypeError: an integer is required")
    local no_name = "TypeError: expected str, bytes or os.PathLike object, not "
    expect(error_of(socket.if_nametoindex, 0)):equals(no_name .. "int")
    expect(error_of(socket.if_nametoindex, socket.bytearray("lo"))):equals(no_name .. "bytearray")
    expect(error_of(socket.if_nametoindex, "lo\0x")):equals("ValueError: embedded null byte")
  end)
end)

describe("services", function()
  it("lead from name to port and back", { covers = tests "testGetServBy" }, function(t)
    if not pcall(t.read, t, "/etc/services") then t:skip("this machine has no /etc/services") end
    local port = socket.getservbyname("domain", "tcp")
    expect({ socket.getservbyname("domain"), socket.getservbyname("domain", "udp") }):equals { port, port }
    expect({ socket.getservbyport(port), socket.getservbyport(port, "tcp"), socket.getservbyport(port, "udp") })
      :equals { "domain", "domain", "domain" }
    for _, number in ipairs { -1, 65536 } do
      expect(error_of(socket.getservbyport, number)):equals("OverflowError: getservbyport: port must be 0-65535.")
    end
  end)
end)

local group = "ff02::1de:c0:face:8D"

-- The only address that a host has for datagrams over IPv6.
local function resolved(host)
  local found = socket.getaddrinfo(host, 1234, socket.AF_INET6, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
  expect(#found):equals(1)
  return found[1].sockaddr
end

describe("getaddrinfo()", { requires = { "private", "ipv6" } }, function()
  it("gives the same by position and by keyword", { covers = tests "testGetaddrinfo" }, function()
    local host = support.host
    local pairs_of_calls = {
      { { host, nil, 0, 0, 0, 0 }, { host = host } },
      { { host, nil, socket.AF_INET, 0, 0, 0 }, { host = host, family = socket.AF_INET } },
      { { host, nil, 0, socket.SOCK_STREAM, 0, 0 }, { host = host, type = socket.SOCK_STREAM } },
      { { host, nil, 0, 0, socket.SOL_TCP, 0 }, { host = host, proto = socket.SOL_TCP } },
      { { host, nil, 0, 0, 0, socket.AI_PASSIVE }, { host = host, flags = socket.AI_PASSIVE } },
      {
        { nil, 0, socket.AF_UNSPEC, socket.SOCK_STREAM, 0, socket.AI_PASSIVE },
        { port = 0, family = socket.AF_UNSPEC, type = socket.SOCK_STREAM, proto = 0, flags = socket.AI_PASSIVE },
      },
    }
    for _, calls in ipairs(pairs_of_calls) do
      local by_position, keywords = socket.getaddrinfo(table.unpack(calls[1], 1, 6)), calls[2]
      expect(#by_position):at_least(1)
      for _, entry in ipairs(by_position) do expect(#entry):equals(5) end
      expect(socket.getaddrinfo(keywords)):equals(by_position)
    end
    for _, entry in ipairs(socket.getaddrinfo(host, 80, socket.AF_INET, socket.SOCK_STREAM)) do
      expect({ entry.family, entry.type }):equals { socket.AF_INET, socket.SOCK_STREAM }
    end
  end)

  it("writes an IPv6 address in its own way, with flowinfo and scope", {
    covers = tests "test_getaddrinfo_ipv6_basic",
  }, function()
    expect(resolved(group)):equals { "ff02::1de:c0:face:8d", 1234, 0, 0 }
  end)

  it("takes the scope of an address by the name or the number of an interface, even of one that is not there", {
    covers = tests("test_getaddrinfo_ipv6_scopeid_symbolic", "test_getaddrinfo_ipv6_scopeid_numeric"),
  }, function()
    local index, name = table.unpack(socket.if_nameindex()[1])
    for zone, scope in pairs { [name] = index, ["42"] = 42 } do
      expect(resolved(group .. "%" .. zone)):equals { "ff02::1de:c0:face:8d", 1234, 0, scope }
    end
  end)
end)

describe("getnameinfo()", { requires = { "private", "ipv6" } }, function()
  local numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV

  it("names the scope by its interface, or by number where there is no such one", {
    covers = tests("test_getnameinfo_ipv6_scopeid_symbolic", "test_getnameinfo_ipv6_scopeid_numeric"),
  }, function()
    local index, name = table.unpack(socket.if_nameindex()[1])
    for scope, zone in pairs { [index] = name, [42] = "42" } do
      expect({ socket.getnameinfo({ group, 1234, 0, scope }, numeric) })
        :equals { "ff02::1de:c0:face:8d%" .. zone, "1234" }
    end
  end)

  it("survives an address of IPv6 whose host is none", { covers = tests "testInterpreterCrash" }, function()
    expect(error_of(socket.getnameinfo, { "x", 0, 0, 0 }, 0)):equals(unknown)
  end)

  it("takes no flowinfo of more than 20 bits, and bind() no negative one", {
    covers = tests "test_flowinfo",
  }, function()
    expect(error_of(socket.getnameinfo, { "::1", 0, 0xffffffff }, 0))
      :equals("OverflowError: getnameinfo(): flowinfo must be 0-1048575.")
    expect({ socket.getnameinfo({ "::1", 0, 1 << 40 }, numeric) }):equals { "::1", "0" } -- of which C sees 0
    local s <close> = socket.socket(socket.AF_INET6)
    expect(error_of(s.bind, s, { "::1", 0, -10 })):equals("OverflowError: bind(): flowinfo must be 0-1048575.")
  end)
end)

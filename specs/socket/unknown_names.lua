-- A host that nobody knows: the same gaierror from every call that takes one, before anything else is looked at.
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

local unknown = "gaierror: [Errno -2] Name or service not known"

describe("an unknown host", function()
  it("is an error of the resolver, and an OSError", {
    covers = { "connect.unknown_host_attrs", "tut.004.unknown_host_is_gaierror", "tut.004.gaierror_vs_oserror_order" },
  }, function()
    local s = support.tcp()
    local e = expect(function() s:connect { "nosuchhost.invalid", 80 } end):raises(socket.gaierror)
    expect({ e.errno, e.strerror, tostring(e) })
      :equals { socket.EAI_NONAME, "Name or service not known", "[Errno -2] Name or service not known" }
    expect(socket.isinstance(e, socket.OSError)):is_true()
  end)

  it("is refused by every call that takes a host", {
    covers = {
      "bind.host_unknown", "bind.host_nonascii", "connect.unknown_host", "connect_ex.unknown_host", "gai.unknown",
      "gai.idna", "ghbn.unknown",
    },
  }, function()
    for _, host in ipairs { "nosuchhost.invalid", "hôte.invalid" } do
      local s = support.tcp()
      for _, method in ipairs { "bind", "connect", "connect_ex" } do
        expect({ method, error_of(s[method], s, { host, 80 }) }):equals { method, unknown }
      end
      local datagrams = support.udp()
      expect(error_of(datagrams.sendto, datagrams, "x", { host, 80 })):equals(unknown)
      expect(error_of(datagrams.sendmsg, datagrams, { "x" }, {}, 0, { host, 80 })):equals(unknown)
      for _, lookup in ipairs { "getaddrinfo", "gethostbyname", "create_connection" } do
        local arguments = lookup == "create_connection" and { { host, 80 } } or { host, lookup == "getaddrinfo" and 80 or nil }
        expect({ lookup, error_of(socket[lookup], table.unpack(arguments)) }):equals { lookup, unknown }
      end
    end
  end)

  it("is met before the port is looked at, unless that is no C integer", {
    covers = { "bind.unknown_host_before_port_range" },
  }, function()
    local s = support.tcp()
    expect(error_of(s.bind, s, { "nosuchhost.invalid", 70000 })):equals(unknown)
    expect(error_of(s.bind, s, { "nosuchhost.invalid", 1 << 40 }))
      :equals("OverflowError: bind(): port must be 0-65535.")
  end)
end)

describe("create_connection()", function()
  it("takes its address apart as Python does", { covers = { "create_connection.bad_address" } }, function()
    local refused = {
      ["ValueError: too many values to unpack (expected 2)"] = "127.0.0.1",
      ["ValueError: not enough values to unpack (expected 2, got 1)"] = { "127.0.0.1" },
      ["TypeError: cannot unpack non-iterable int object"] = 80,
    }
    for words, address in pairs(refused) do expect(error_of(socket.create_connection, address)):equals(words) end
    -- With the port as a second argument, which is the timeout.
    expect(error_of(socket.create_connection, "127.0.0.1", 80))
      :equals("ValueError: too many values to unpack (expected 2)")
  end)
end)

describe("a name with several addresses", {
  dns = {
    ["multi.example.test"] = { A = { "127.0.0.2", "127.0.0.3" } },
    ["fqdn.example.test"] = { A = "127.0.0.4" }, ["shortname"] = { CNAME = "fqdn.example.test" },
    ["127.0.0.4"] = { PTR = "fqdn.example.test" },
  },
}, function()
  it("gives all of them", { covers = { "gai.multi" } }, function()
    local hosts = {}
    for i, entry in ipairs(socket.getaddrinfo("multi.example.test", 80, socket.AF_INET, socket.SOCK_STREAM)) do
      hosts[i] = entry.sockaddr.host
    end
    table.sort(hosts)
    expect(hosts):equals { "127.0.0.2", "127.0.0.3" }
  end)

  it("or a longer one, which getfqdn() finds", { covers = { "host.fqdn_short" } }, function()
    expect(socket.getfqdn("shortname")):equals("fqdn.example.test")
  end)
end)

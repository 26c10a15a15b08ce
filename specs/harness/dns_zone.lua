-- The option dns: the scenario's own name server, its records and its protocol, as a client sees them.
local socket = require "socket"
local dns = require "dns"
local client = require "dns_client"

local zone = {
  ["www.example.test"] = { A = { "127.0.0.2", "127.0.0.3" }, AAAA = "::1", ttl = 5 },
  ["alias.example.test"] = { CNAME = "www.example.test" },
  ["far.example.test"] = { CNAME = "alias.example.test" },
  ["astray.example.test"] = { CNAME = "nowhere.example.test" },
  ["circle.example.test"] = { CNAME = "elcric.example.test" },
  ["elcric.example.test"] = { CNAME = "circle.example.test" },
  ["example.test"] = {
    MX = { { 10, "mail.example.test" }, { 20, "backup.example.test" } },
    TXT = { 'say "hi"; é', "second" },
    NS = "ns.example.test",
  },
  ["_sip._tcp.example.test"] = { SRV = { 0, 5, 5060, "sip.example.test" } },
  ["127.0.0.2"] = { PTR = "www.example.test" },
  ["::1"] = { PTR = "six.example.test" },
  ["9.0.0.127.in-addr.arpa"] = { PTR = "nine.example.test" },
  ["hôte.example.test"] = { A = "127.0.0.4" },
}

describe("the name server", { dns = zone, requires = { "private", "ipv6" } }, function()
  it("has records of every type that a program is likely to ask for", function()
    local expected = {
      A = { "www.example.test", "5 A 127.0.0.2", "5 A 127.0.0.3" },
      AAAA = { "www.example.test", "5 AAAA ::1" },
      MX = { "example.test", "60 MX 10 mail.example.test", "60 MX 20 backup.example.test" },
      TXT = { "example.test", '60 TXT say "hi"; é', "60 TXT second" },
      NS = { "example.test", "60 NS ns.example.test" },
      SRV = { "_sip._tcp.example.test", "60 SRV 0 5 5060 sip.example.test" },
      CNAME = { "far.example.test", "60 CNAME alias.example.test" },
    }
    for kind, rows in pairs(expected) do
      local name, records = rows[1], {}
      for i = 2, #rows do records[i - 1] = name .. " " .. rows[i] end
      local answer = client.ask(name, kind)
      expect({ kind, answer.id, answer.code, answer.authoritative, answer.records }):equals { kind, 77, 0, true, records }
    end
    expect(client.ask("www.example.test", "ANY").records):has_length(3)
  end)

  it("says NXDOMAIN of what the zone does not name, and nothing of other types", function()
    for name, code in pairs { ["nowhere.example.test"] = 3, ["www.example.test"] = 0, [""] = 3 } do
      local answer = client.ask(name, "MX")
      expect({ name, answer.code, answer.records }):equals { name, code, {} }
    end
  end)

  it("follows a CNAME, and says how the chain ends", function()
    expect(client.ask("far.example.test", "AAAA").records):equals {
      "far.example.test 60 CNAME alias.example.test",
      "alias.example.test 60 CNAME www.example.test",
      "www.example.test 5 AAAA ::1",
    }
    expect(client.ask("astray.example.test", "A").code):equals(3)
    expect(client.ask("circle.example.test", "A").code):equals(2)
    expect({ socket.gethostbyname_ex("far.example.test") })
      :equals { "www.example.test", { "far.example.test", "alias.example.test" }, { "127.0.0.2", "127.0.0.3" } }
  end)

  it("does not mind capital letters, a dot at the end, or letters beyond ASCII", function()
    for _, name in ipairs { "WWW.Example.Test", "www.example.test." } do
      expect({ name, socket.gethostbyname(name) }):equals { name, "127.0.0.2" }
    end
    expect(socket.gethostbyname("hôte.example.test")):equals("127.0.0.4")
    expect(client.ask("WWW.Example.Test", "AAAA").records):equals { "WWW.Example.Test 5 AAAA ::1" }
  end)

  it("knows the names of addresses that the zone names, and of no others", function()
    local names = { ["127.0.0.2"] = "www.example.test", ["::1"] = "localhost", ["127.0.0.9"] = "nine.example.test" }
    for address, name in pairs(names) do expect({ (socket.gethostbyaddr(address)) }):equals { name } end
    local one = ("1" .. ("0"):rep(31)):gsub(".", "%0."):sub(1, -2)
    expect(client.ask(one .. ".ip6.arpa", "PTR").records):equals { one .. ".ip6.arpa 60 PTR six.example.test" }
    expect(function() socket.gethostbyaddr("127.0.0.3") end):raises(socket.herror, { errno = 1 })
  end)

  it("answers over TCP, one question after the other and several at once", function()
    local stream <close> = socket.create_connection(client.server)
    for _ = 1, 2 do expect(client.ask_on(stream, "www.example.test", "AAAA").code):equals(0) end
    local query = string.pack(">s2", client.query("www.example.test", "A"))
    stream:sendall(query .. query .. query:sub(1, 9))
    stream:sendall(query:sub(10))
    stream:shutdown(socket.SHUT_WR)
    local all = stream:recv_all()
    expect(#all % 3):equals(0)
    expect(client.read(string.unpack(">s2", all)).records):has_length(2)
  end)

  it("says over UDP that an answer is too long, and gives it whole over TCP", function()
    local many = {}
    for i = 1, 60 do many[i] = "127.0.1." .. i end
    dns.set("many.example.test", { A = many })
    local short = client.ask("many.example.test", "A")
    expect({ short.truncated, short.records }):equals { true, {} }
    expect(client.ask("many.example.test", "A", client.option(4096)).records):has_length(60)
    local stream <close> = socket.create_connection(client.server)
    expect(client.ask_on(stream, "many.example.test", "A").records):has_length(60)
    expect(select(3, socket.gethostbyname_ex("many.example.test"))):equals(many)
  end)

  it("answers what it cannot read with a code, and nothing at all to what is no query", function()
    local s <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    local query = client.query("www.example.test", "A")
    local function code_of(bytes)
      s:sendto(bytes, client.server)
      return client.read((s:recvfrom(512))).code
    end
    s:sendto("short", client.server)
    s:sendto("\0\77\x81" .. query:sub(4), client.server) -- a response
    expect(code_of(query:sub(1, 20))):equals(1)
    expect(code_of("\0\77\x28" .. query:sub(4))):equals(4) -- an update
    expect(code_of(query:sub(1, -2) .. "\3")):equals(5) -- of another class
  end)
end)

describe("a zone", { dns = zone, requires = { "private" } }, function()
  it("adds up with that of its describe", { dns = { ["WWW.example.test"] = { A = "127.0.0.7" } } }, function()
    expect(socket.gethostbyname("www.example.test")):equals("127.0.0.7")
    expect(socket.gethostbyname("hôte.example.test")):equals("127.0.0.4")
  end)

  it("stands behind the hosts file", { hosts = { ["www.example.test"] = "127.0.0.8" } }, function()
    expect(socket.gethostbyname("www.example.test")):equals("127.0.0.8")
    expect(dns.queries()):equals {}
  end)
end)

describe("scenarios that share a network", { dns = { ["shared.test"] = { A = "127.0.0.5" } }, requires = { "private" } },
  function()
    before_all(function() expect(socket.gethostbyname("shared.test")):equals("127.0.0.5") end)

    it("each have their own zone and queries", { dns = { ["own.test"] = { A = "127.0.0.6" } } }, function()
      expect(socket.gethostbyname("own.test")):equals("127.0.0.6")
      dns.set("shared.test", "NXDOMAIN")
    end)

    it("whatever the one before has changed", function()
      expect(dns.queries()):equals {}
      expect(socket.gethostbyname("shared.test")):equals("127.0.0.5")
      expect(function() socket.gethostbyname("own.test") end):raises(socket.gaierror)
    end)
  end)

scenario("without the option dns there is no name server, and an unknown name is unknown at once", {
  requires = { "private" },
}, function(t)
  expect(t:read("/etc/nsswitch.conf")):equals("hosts: files\n")
  expect(function() socket.gethostbyname("www.example.test") end):raises(socket.gaierror, { errno = socket.EAI_NONAME })
  expect(function() dns.queries() end):raises(socket.RuntimeError)
end)

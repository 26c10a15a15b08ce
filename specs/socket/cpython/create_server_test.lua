-- After CreateServerTest of CPython's test_socket: what create_server() makes.
local socket = require "socket"
local support = require "support"

local tests, HOST = support.tests_of "CreateServerTest", support.host
local AF_INET6 = socket.AF_INET6

-- A port that nobody has, of TCP over either family.
local function free_port()
  local s <close> = socket.create_server({ "", 0 }, { family = AF_INET6, dualstack_ipv6 = true })
  return s:getsockname().port
end

describe("create_server()", { requires = { "ipv6" } }, function()
  it("listens where it is told, over either family", {
    covers = tests("test_address", "test_family_and_type"),
  }, function()
    local port = free_port()
    local kinds = { { HOST, socket.AF_INET }, { "::1", AF_INET6 } }
    for _, kind in ipairs(kinds) do
      local host, family = table.unpack(kind)
      local s <close> = socket.create_server({ host, port }, { family = family })
      local name = s:getsockname()
      expect({ name.host, name.port, s.family, s.type }):equals { host, port, family, socket.SOCK_STREAM }
    end
    local unless_told <close> = socket.create_server { HOST, port }
    expect(unless_told.family):equals(socket.AF_INET)
  end)

  it("over IPv6 serves that alone, unless it is told to serve both", {
    covers = tests("test_ipv6_only_default", "test_dualstack_ipv6_family"),
  }, function()
    for _, both in ipairs { false, true } do
      local s <close> = socket.create_server({ "", 0 }, { family = AF_INET6, dualstack_ipv6 = both })
      expect({ s.family, s:getsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY) }):equals { AF_INET6, both and 0 or 1 }
    end
  end)
end)

-- tostring(socket): Python's repr, and the tables that stand for addresses.
local socket = require "socket"
local support = require "support"

local function without_numbers(s)
  local text = tostring(s):gsub("fd=%d+", "fd=N"):gsub("(', )%d%d%d%d%d?", "%1PORT")
  return text
end

describe("a socket prints as Python's repr", function()
  it("with the addresses that it has", { covers = {
    "create.repr_unbound", "create.repr_bound", "create.repr_connected", "create.repr_unix", "create.repr_inet6",
    "cpython:GeneralModuleTests.test_repr",
  } }, function()
    local client = support.connected()
    local shown = {
      { support.tcp(), "<socket.socket fd=N, family=2, type=1, proto=0, laddr=('0.0.0.0', 0)>" },
      { support.listener(), "<socket.socket fd=N, family=2, type=1, proto=0, laddr=('127.0.0.1', PORT)>" },
      { client, "<socket.socket fd=N, family=2, type=1, proto=0, laddr=('127.0.0.1', PORT), "
        .. "raddr=('127.0.0.1', PORT)>" },
      { support.unix(), "<socket.socket fd=N, family=1, type=1, proto=0>" },
      { support.tcp6(), "<socket.socket fd=N, family=10, type=1, proto=0, laddr=('::', 0, 0, 0)>" },
    }
    for _, case in ipairs(shown) do expect(without_numbers(case[1])):equals(case[2]) end
  end)

  it("with the path of an AF_UNIX socket as it is, and an abstract name as the bytes that it is", function(t)
    local named, abstract = support.unix(), support.unix()
    named:bind(t:tempdir() .. "/it's here")
    abstract:bind("\0it's\n\1")
    expect(tostring(named)):contains(", laddr=" .. t:tempdir() .. "/it's here>")
    expect(tostring(abstract)):contains([[, laddr=b"\x00it's\n\x01">]])
  end)

  it("with [closed] and no descriptor once it is closed", {
    covers = { "create.repr_closed", "life.with_reenter_closed", "cpython:GeneralModuleTests.test_repr" },
  }, function()
    local s = support.tcp()
    s:close()
    do
      local again <close> = s -- entering a closed socket is allowed
      expect(tostring(again)):equals("<socket.socket [closed] fd=-1, family=2, type=1, proto=0>")
    end
  end)
end)

describe("an address", function()
  it("is read by position and by name, and prints as Python's tuple", function()
    local s = support.listener()
    local address = s:getsockname()
    expect({ address[1], address[2] }):equals { address.host, address.port }
    expect(address.host):equals("127.0.0.1")
    expect(tostring(address)):equals(("('127.0.0.1', %d)"):format(address.port))
    expect(address.flowinfo):is_nil()
  end)

  it("of IPv6 has a flowinfo and a scope_id too", function()
    local s = support.tcp6()
    s:bind { "::1", 0 }
    local address = s:getsockname()
    expect({ address.host, address.flowinfo, address.scope_id }):equals { "::1", 0, 0 }
    expect(tostring(address)):equals(("('::1', %d, 0, 0)"):format(address.port))
  end)

  it("that a call gave is one that the next call takes", function()
    local a, b = support.datagram_pair()
    a:sendto("there", b:getsockname())
    local data, from = b:recvfrom(10)
    b:sendto(data .. " and back", from)
    expect(a:recv(20)):equals("there and back")
    expect(from):equals(a:getsockname())
  end)
end)

describe("an entry of getaddrinfo", function()
  it("is read by position and by name", function()
    local entry = socket.getaddrinfo("127.0.0.1", 80, 0, socket.SOCK_STREAM)[1]
    expect({ entry.family, entry.type, entry.proto, entry.canonname, entry.sockaddr })
      :equals { entry[1], entry[2], entry[3], entry[4], entry[5] }
    expect({ entry.family, entry.type, entry.proto, entry.canonname }):equals { 2, 1, 6, "" }
    expect(tostring(entry.sockaddr)):equals("('127.0.0.1', 80)")
  end)
end)

describe("a socket that files keep open", function()
  it("prints as closed, without addresses", function()
    local client = support.connected()
    local file <close> = client:makefile("rb")
    client:close()
    expect(without_numbers(client)):equals("<socket.socket [closed] fd=N, family=2, type=1, proto=0>")
    expect(file.closed):is_false()
  end)
end)

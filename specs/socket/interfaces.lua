-- The interfaces of the scenario's network, by number and by name, and addresses that hold on one of them only.
local process = require "process"
local socket = require "socket"
local support = require "support"

local error_of = support.error_of

describe("sethostname()", function()
  it("takes text or bytes", { requires = { "private" } }, function()
    expect(error_of(socket.sethostname, 5)):equals("TypeError: expected str, bytes or os.PathLike object, not int")
  end)
end)

describe("an interface", function()
  it("has a number and a name", { covers = { "if.nametoindex", "if.indextoname", "if.nameindex" } }, function()
    expect(socket.if_nametoindex("lo")):equals(1)
    expect(socket.if_indextoname(socket.if_nametoindex("lo"))):equals("lo")
    expect(socket.if_nameindex()[1]):equals { 1, "lo" }
  end)

  it("that is not there is an error", {
    covers = { "if.nametoindex_unknown", "if.indextoname_unknown", "if.indextoname_neg" },
  }, function()
    local e = expect(function() socket.if_nametoindex("nosuchif") end):raises(socket.OSError)
    expect({ tostring(e), e.errno }):equals { "no interface with this name" }
    expect(error_of(socket.if_indextoname, 999999)):equals("OSError: [Errno 6] No such device or address")
    expect(error_of(socket.if_indextoname, 1 << 40)):equals("OSError: [Errno 6] No such device or address")
    expect(error_of(socket.if_indextoname, "lo")):equals("TypeError: an integer is required")
    expect(error_of(socket.if_nametoindex, "lo\0")):equals("ValueError: embedded null byte")
    expect(error_of(socket.if_nametoindex, 1)):equals("TypeError: expected str, bytes or os.PathLike object, not int")
    expect(error_of(socket.if_indextoname, -1)):equals("OverflowError: can't convert negative value to unsigned int")
  end)
end)

describe("a link-local address", { requires = { "private", "ipv6", "command:ip" } }, function()
  before_each(function()
    local program = process.start { command = { "ip", "address", "add", "fe80::1/64", "dev", "lo", "nodad" } }
    expect(program:wait()):equals { exit_code = 0 }
    -- The kernel adds the route to the address when it gets to it: then a datagram arrives.
    local probe <close> = support.udp6()
    probe:bind { "fe80::1", 0, 0, socket.if_nametoindex("lo") }
    support.await(function()
      pcall(probe.sendto, probe, "?", probe:getsockname())
      return pcall(probe.recv, probe, 1, socket.MSG_DONTWAIT)
    end)
  end)

  it("needs its scope: the number of an interface", {
    covers = { "v6.linklocal_scope_tuple", "v6.linklocal_scope_in_host_and_tuple" },
  }, function()
    local lo = socket.if_nametoindex("lo")
    for _, host in ipairs { "fe80::1", "fe80::1%lo" } do
      local s = support.tcp6()
      s:bind { host, 0, 0, lo }
      local name = s:getsockname()
      expect({ name.host, name.flowinfo, name.scope_id }):equals { "fe80::1", 0, lo }
    end
    local s = support.tcp6()
    expect(error_of(s.bind, s, { "fe80::1", 0 })):equals("OSError: [Errno 22] Invalid argument")
  end)

  it("comes with its scope from getaddrinfo()", { covers = { "v6.linklocal_via_getaddrinfo" } }, function()
    local lo = socket.if_nametoindex("lo")
    local found = socket.getaddrinfo("fe80::1%lo", 0, socket.AF_INET6, socket.SOCK_STREAM)[1].sockaddr
    expect({ found.host, found.scope_id }):equals { "fe80::1", lo }
    local s = support.tcp6()
    s:bind(found)
    expect(s:getsockname().host):equals("fe80::1")
  end)

  it("connects, and names the scope at both ends", { covers = { "v6.linklocal_tcp" } }, function()
    local lo, listener, client = socket.if_nametoindex("lo"), support.tcp6(), support.tcp6()
    listener:bind { "fe80::1", 0, 0, lo }
    listener:listen()
    client:connect(listener:getsockname())
    local _, address = listener:accept()
    expect({ address.host, address.scope_id, client:getpeername().scope_id }):equals { "fe80::1", lo, lo }
  end)
end)

-- The life of a socket object: closing, detaching, and what is left after that.
local socket = require "socket"
local support = require "support"

local error_of, tcp = support.error_of, support.tcp

local closed_words = "OSError: [Errno 9] Bad file descriptor"

local function closed()
  local s = tcp()
  s:close()
  return s
end

describe("a closed socket", function()
  it("may be closed again, and has no descriptor", { covers = {
    "life.close_twice", "life.fileno_after_close", "life.attrs_after_close", "life.class_close_object",
  } }, function()
    local s = support.udp()
    expect(s:close()):is_nil()
    expect(s:close()):is_nil()
    expect(s:fileno()):equals(-1)
    expect(s:detach()):equals(-1)
    expect({ s.family, s.type, s.proto }):equals { socket.AF_INET, socket.SOCK_DGRAM, 0 }
    expect(s:gettimeout()):is_nil()
    local other = tcp()
    expect(socket.socket.close(other)):is_nil()
    expect(other:fileno()):equals(-1)
  end)

  it("says EBADF to every call that would ask the kernel", function()
    local s = closed()
    local address = { support.host, 9 }
    local calls = {
      { "accept" }, { "bind", { "", 0 } }, { "connect", address }, { "getpeername" }, { "getsockname" },
      { "getsockopt", 1, 2 }, { "listen" }, { "recv", 1 }, { "recvfrom", 1 }, { "recv_into", socket.bytearray(1) },
      { "recvfrom_into", socket.bytearray(1) }, { "send", "" }, { "sendall", "x" }, { "sendto", "", address },
      { "setblocking", true }, { "settimeout", 1 }, { "shutdown", 2 }, { "setsockopt", 1, 2, 1 },
      { "recv_exactly", 1 }, { "recv_until", "x" }, { "recv_line" }, { "recv_all" },
    }
    for _, call in ipairs(calls) do
      expect({ call[1], error_of(s[call[1]], s, table.unpack(call, 2)) }):equals { call[1], closed_words }
    end
  end)
end)

describe("<close>", function()
  it("closes at the end of its block, also by an error, also what is closed already", { covers = {
    "life.with_returns_self", "life.with_closes_on_exception", "life.with_closed_inside",
  } }, function()
    local kept = {}
    do
      local plain <close> = tcp()
      local shut <close> = tcp()
      kept[1], kept[2] = plain, shut
      shut:close()
    end
    expect(function()
      local s <close> = tcp()
      kept[3] = s
      error("boom")
    end):raises("boom")
    for i = 1, 3 do expect(kept[i]:fileno()):equals(-1) end
  end)
end)

describe("a descriptor", function()
  it("that is detached stays open for another socket object", {
    covers = { "life.detach_then_use", "cpython:BasicTCPTest.testDetach" },
  }, function()
    local client, accepted = support.connected()
    local fd = client:fileno()
    expect(client:detach()):equals(fd)
    expect(client:fileno()):equals(-1)
    expect(error_of(client.listen, client)):equals(closed_words)
    local again = socket.socket { fileno = fd }
    again:send("x")
    expect(accepted:recv(1)):equals("x")
  end)

  it("is closed by its number, never by an object", {
    covers = { "life.func_close_negative", "tut.000.socket_close_function" },
  }, function()
    local client, accepted = support.connected()
    expect(error_of(socket.close, client)):equals("TypeError: 'socket' object cannot be interpreted as an integer")
    expect(error_of(socket.close, -1)):equals(closed_words)
    expect(socket.close(client:detach())):is_nil()
    expect(accepted:recv(1)):equals("")
  end)

  it("that is closed behind a socket's back is EBADF at its close()", {
    covers = { "life.fd_closed_behind" },
  }, function()
    local s = tcp()
    socket.close(s:fileno())
    expect(error_of(s.close, s)):equals(closed_words)
  end)
end)

describe("a socket object", function()
  it("has no other attribute, and its own cannot be set", { covers = {
    "life.slots", "life.family_readonly", "timeout.property_readonly",
  } }, function()
    local s = tcp()
    expect(error_of(function() s.foo = 1 end)):equals("AttributeError: 'socket' object has no attribute 'foo'")
    expect(error_of(function() return s.sned end))
      :equals("AttributeError: 'socket' object has no attribute 'sned'; did you mean 'send'?")
    expect(error_of(function() s.timeout = 5 end))
      :equals("AttributeError: attribute 'timeout' of '_socket.socket' objects is not writable")
    expect(error_of(function() s.family = 2 end))
      :equals("AttributeError: property 'family' of 'socket' object has no setter")
  end)

  it("has what Python's has", { covers = { "api.methods" } }, function()
    local s <close> = tcp()
    s:settimeout(5)
    for name in ([[accept bind close connect connect_ex detach dup family fileno get_inheritable getblocking getpeername
      getsockname getsockopt gettimeout listen makefile proto recv recv_into recvfrom recvfrom_into recvmsg recvmsg_into
      send sendall sendfile sendmsg sendmsg_afalg sendto set_inheritable setblocking setsockopt settimeout shutdown
      timeout type]]):gmatch("%S+") do
      expect(s[name]):not_equals(nil)
    end
  end)

  it("is equal to itself only", { covers = { "life.eq_identity" } }, function()
    local s = tcp()
    local same = socket.socket { fileno = s:fileno() }
    expect(s == same):is_false()
    expect(rawequal(s, s)):is_true()
    same:detach()
  end)

  it("says how to call its methods", function()
    expect(error_of(socket.socket.recv, 5)):contains("a method is called with a colon: s:recv(...)")
  end)
end)

describe("a method without arguments", function()
  it("says so to one", function()
    local s = tcp()
    for _, method in ipairs { "fileno", "gettimeout", "getblocking", "getsockname", "getpeername" } do
      expect(error_of(s[method], s, 5)):equals(("TypeError: socket.%s() takes no arguments (1 given)"):format(method))
    end
    for _, method in ipairs { "close", "detach", "accept" } do
      expect(error_of(s[method], s, 5))
        :equals(("TypeError: socket.%s() takes 1 positional argument but 2 were given"):format(method))
    end
  end)
end)

describe("a descriptor that is closed behind the socket's back", function()
  it("is missed by setblocking() and settimeout()", function()
    local s = tcp()
    socket.close(s:fileno())
    expect(error_of(s.setblocking, s, false)):equals(closed_words)
    expect(error_of(s.settimeout, s, 1)):equals(closed_words)
    expect(s:gettimeout()):equals(1.0)
  end)
end)

-- After GeneralModuleTests of CPython's test_socket: what a socket object is, what it refuses, and how it ends.
-- general_module_tests_names.lua has the names, general_module_tests_conversions.lua the forms of addresses.
local socket = require "socket"
local support = require "support"

local error_of, tests = support.error_of, support.tests_of "GeneralModuleTests"
local HOST = support.host

local bad_descriptor = "OSError: [Errno 9] Bad file descriptor"

local function udp() return socket.socket(socket.AF_INET, socket.SOCK_DGRAM) end

describe("the class of sockets", function()
  it("goes by the name SocketType, too", { covers = tests "test_SocketType_is_socketobject" }, function()
    expect(rawequal(socket.SocketType, socket.socket)):is_true()
    local s <close> = socket.SocketType()
    expect(s.close):equals(socket.SocketType.close)
  end)

  it("has the methods that a system might lack", { covers = tests "test_socket_methods" }, function()
    for name in ([[accept bind connect connect_ex getpeername getsockname listen recvfrom recvfrom_into sendto
      setsockopt shutdown]]):gmatch("%S+") do
      expect({ name, type(socket.socket[name]) }):equals { name, "function" }
    end
  end)

  it("does not keep an object alive that nobody has", { covers = tests "test_weakref" }, function()
    local weak = setmetatable({ socket.socket() }, { __mode = "v" })
    collectgarbage()
    expect(weak[1]):is_nil()
    local kept <close> = socket.socket()
    weak[1] = kept
    collectgarbage()
    expect(weak[1]:fileno()):equals(kept:fileno())
  end)
end)

describe("the classes of errors", function()
  it("make errors that are raised, and caught as OSError", { covers = tests "testSocketError" }, function()
    for _, name in ipairs { "OSError", "herror", "gaierror" } do
      local e = expect(function() error(socket[name](5, "told")) end):raises(socket.OSError, { errno = 5 })
      expect({ getmetatable(e) == socket[name], tostring(e) }):equals { true, "[Errno 5] told" }
    end
  end)
end)

describe("sendto()", function()
  it("names the argument that is wrong, whichever stands before it", {
    covers = tests "testSendtoErrors",
  }, function()
    local s = support.bound_udp()
    local address = s:getsockname()
    local refused = {
      { "TypeError: a bytes-like object is required, not 'float'", 5.5, address },
      { "TypeError: a bytes-like object is required, not 'float'", 5.5, 0, address },
      { "TypeError: sendto(): AF_INET address must be tuple, not NoneType", "x", nil },
      { "TypeError: sendto(): AF_INET address must be tuple, not NoneType", "x", 0, nil },
      { "TypeError: 'str' object cannot be interpreted as an integer", "x", "flags", address },
      { "TypeError: 'NoneType' object cannot be interpreted as an integer", "x", nil, nil },
      { "TypeError: sendto() takes 2 or 3 arguments (1 given)", "x" },
      { "TypeError: sendto() takes 2 or 3 arguments (4 given)", "x", 0, address, 4 },
    }
    local counts = { 2, 3, 2, 3, 3, 3, 1, 4 }
    for i, case in ipairs(refused) do
      expect({ i, error_of(s.sendto, s, table.unpack(case, 2, 1 + counts[i])) }):equals { i, case[1] }
    end
  end)
end)

describe("a socket", function()
  it("keeps its type, whether it waits or not", { covers = tests "test_socket_consistent_sock_type" }, function()
    local kind = socket.SOCK_STREAM | socket.SOCK_NONBLOCK | socket.SOCK_CLOEXEC
    local s <close> = socket.socket(socket.AF_INET, kind)
    expect(s.type):equals(socket.SOCK_STREAM)
    local changes = { { "settimeout", 1 }, { "settimeout", 0 }, { "setblocking", true }, { "setblocking", false } }
    for _, change in ipairs(changes) do
      s[change[1]](s, change[2])
      expect(s.type):equals(socket.SOCK_STREAM)
    end
  end)

  it("that is closed sends nothing, timeout or not", { covers = tests "testSendAfterClose" }, function()
    local s = socket.socket()
    s:settimeout(1)
    s:close()
    expect(error_of(s.send, s, "late")):equals(bad_descriptor)
  end)

  it("says so where its descriptor was closed by another object", { covers = tests "testCloseException" }, function()
    local s = socket.socket()
    s:bind { HOST, 0 }
    socket.socket({ fileno = s:fileno() }):close()
    expect(error_of(s.close, s)):equals(bad_descriptor)
  end)

  it("is of no use once its descriptor was closed by number", { covers = tests "test_socket_close" }, function()
    local s = socket.socket()
    s:bind { HOST, 0 }
    socket.close(s:fileno())
    expect(error_of(s.listen, s, 1)):equals(bad_descriptor)
    expect(error_of(s.close, s)):equals(bad_descriptor)
    expect(error_of(socket.close, nil)):equals("TypeError: 'NoneType' object cannot be interpreted as an integer")
    expect(error_of(socket.close, -1)):equals(bad_descriptor)
  end)

  it("tells the wildcard and the port that it was bound to", { covers = tests "testSockName" }, function()
    local free <close> = udp()
    free:bind { "0.0.0.0", 0 }
    local s <close> = socket.socket()
    s:bind { "0.0.0.0", free:getsockname().port }
    expect(s:getsockname()):equals(free:getsockname())
  end)
end)

describe("a socket that adopts a descriptor", { requires = { "ipv6" } }, function()
  it("is of the family and the type that this one has", { covers = tests "test_socket_fileno" }, function(t)
    local kinds = {
      { socket.AF_INET, socket.SOCK_STREAM, { HOST, 0 } },
      { socket.AF_INET, socket.SOCK_DGRAM, { HOST, 0 } },
      { socket.AF_INET6, socket.SOCK_STREAM, { "::1", 0, 0, 0 } },
      { socket.AF_UNIX, socket.SOCK_STREAM, t:tempdir() .. "/socket" },
    }
    for _, kind in ipairs(kinds) do
      local family, type_, address = table.unpack(kind)
      local first = socket.socket(family, type_)
      first:bind(address)
      local name, fd = first:getsockname(), first:fileno()
      local second <close> = socket.socket { fileno = fd }
      first:detach()
      expect({ second.family, second.type, second:fileno() }):equals { family, type_, fd }
      expect(second:getsockname()):equals(name)
    end
  end)
end)

describe("makefile()", function()
  it("gives files that know their mode", { covers = tests "test_makefile_mode" }, function()
    for _, mode in ipairs { "r", "rb", "rw", "w", "wb" } do
      local s <close> = socket.socket()
      local file <close> = s:makefile(mode)
      expect(file.mode):equals(mode)
    end
  end)

  it("gives files that have no descriptor once they are closed", {
    covers = tests "test_name_closed_socketio",
  }, function()
    local s <close> = socket.socket()
    local file = s:makefile("rb")
    file:close()
    expect(tostring(file)):equals("<_io.BufferedReader name=-1>")
  end)

  it("gives files that say which way they go, while they are open", {
    covers = tests "test_unusable_closed_socketio",
  }, function()
    local s <close> = socket.socket()
    local file = s:makefile("rb", 0)
    expect({ file:readable(), file:writable(), file:seekable() }):equals { true, false, false }
    file:close()
    for _, way in ipairs { "readable", "writable", "seekable" } do
      expect({ way, error_of(file[way], file) }):equals { way, "ValueError: I/O operation on closed socket." }
    end
  end)
end)

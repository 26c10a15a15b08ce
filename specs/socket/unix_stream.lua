-- AF_UNIX streams and SOCK_SEQPACKET: paths, abstract names, and what is wrong with either.
local socket = require "socket"
local support = require "support"

local error_of, unix = support.error_of, support.unix

local function listening(name, kind)
  local s = unix(kind)
  s:bind(name)
  s:listen(1)
  return s
end

describe("a path", function()
  it("is the name of a listener; its clients have none unless they bind", { covers = { "unix.stream" } }, function(t)
    local path = t:tempdir() .. "/s"
    local listener, client = listening(path), unix()
    client:connect(path)
    local accepted, address = listener:accept()
    client:send("hi")
    expect(accepted:recv_exactly(2)):equals("hi")
    expect({ address, listener:getsockname(), accepted:getsockname(), client:getpeername() })
      :equals { "", path, path, path }
    expect({ client:getsockname(), accepted:getpeername() }):equals { "", "" }
  end)

  it("stays when its socket is closed, and keeps others from binding", { covers = {
    "unix.rebind_in_use", "unix.bind_over_file", "unix.reuseaddr_no_effect",
  } }, function(t)
    local path, first, second = t:tempdir() .. "/s", unix(), unix()
    first:bind(path)
    first:close()
    local in_use = "OSError: [Errno 98] Address already in use"
    expect(error_of(second.bind, second, path)):equals(in_use)
    second:setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    expect(error_of(second.bind, second, path)):equals(in_use)
    expect(error_of(second.bind, second, t:write("file", ""))):equals(in_use)
  end)

  it("is at most 107 bytes long", { covers = { "unix.too_long", "unix.too_long_attrs" } }, function()
    local s = unix()
    for _, length in ipairs { 108, 200 } do
      local e = expect(function() s:bind(("a"):rep(length)) end):raises(socket.OSError)
      expect(tostring(e)):equals("AF_UNIX path too long")
      expect(e.errno):is_nil()
    end
  end)

  it("may be one that cannot be bound", { covers = { "unix.bind_twice" } }, function(t)
    local s = unix()
    expect(error_of(s.bind, s, t:tempdir() .. "/none/s"))
      :equals("FileNotFoundError: [Errno 2] No such file or directory")
    expect(error_of(s.bind, s, t:write("file", "") .. "/s")):equals("NotADirectoryError: [Errno 20] Not a directory")
    s:bind(t:tempdir() .. "/a")
    expect(error_of(s.bind, s, t:tempdir() .. "/b")):equals("OSError: [Errno 22] Invalid argument")
    expect(error_of(s.bind, s, { "/a", 0 })):equals("TypeError: a bytes-like object is required, not 'tuple'")
  end)

  it("may be one where nobody listens", { covers = {
    "unix.connect_missing", "unix.connect_missing_attrs", "unix.connect_regular_file", "unix.connect_stale",
    "unix.connect_wrong_type", "unix.connect_empty",
  } }, function(t)
    local folder = t:tempdir()
    listening(folder .. "/stale"):close()
    local datagrams, deaf = unix(socket.SOCK_DGRAM), unix()
    datagrams:bind(folder .. "/datagrams")
    deaf:bind(folder .. "/deaf")
    local refused = "ConnectionRefusedError: [Errno 111] Connection refused"
    local cases = {
      { folder .. "/nope", "FileNotFoundError: [Errno 2] No such file or directory" },
      { t:write("file", ""), refused },
      { folder .. "/stale", refused },
      { folder .. "/deaf", refused },
      { folder .. "/datagrams", "OSError: [Errno 91] Protocol wrong type for socket" },
      { "", "OSError: [Errno 22] Invalid argument" },
    }
    for _, case in ipairs(cases) do
      local s = unix()
      expect(error_of(s.connect, s, case[1])):equals(case[2])
    end
  end)
end)

describe("an abstract name", function()
  it("begins with a NUL and comes back whole", { covers = {
    "unix.abstract", "unix.abstract_client_addr", "unix.abstract_embedded_nul", "unix.abstract_max_108",
    "cpython:TestLinuxAbstractNamespace.testLinuxAbstractNamespace", "cpython:TestLinuxAbstractNamespace.testMaxName",
    "cpython:TestLinuxAbstractNamespace.testNameOverflow",
  } }, function()
    local listener, client, named = listening("\0specs-a"), unix(), unix()
    listener:listen(2)
    client:connect("\0specs-a")
    named:bind("\0specs\0client")
    named:connect("\0specs-a")
    local accepted, address = listener:accept()
    expect({ listener:getsockname(), client:getpeername(), accepted:getsockname() })
      :equals { "\0specs-a", "\0specs-a", "\0specs-a" }
    expect(address):equals("")
    expect(select(2, listener:accept())):equals("\0specs\0client")
    local longest, too_long = unix(), unix()
    longest:bind("\0" .. ("h"):rep(107))
    expect(#longest:getsockname()):equals(108)
    expect(error_of(too_long.bind, too_long, "\0" .. ("h"):rep(108))):equals("OSError: AF_UNIX path too long")
  end)

  it("is free once its socket is closed", {
    covers = { "unix.abstract_freed_on_close", "unix.abstract_connect_missing" },
  }, function()
    local first, second, late = unix(), unix(), unix()
    first:bind("\0specs-b")
    first:close()
    second:bind("\0specs-b")
    expect(second:getsockname()):equals("\0specs-b")
    expect(error_of(late.connect, late, "\0specs-none"))
      :equals("ConnectionRefusedError: [Errno 111] Connection refused")
  end)

  it("is the kernel's choice where bind() gets an empty one, another one each time", {
    covers = { "cpython:TestLinuxAbstractNamespace.testAutobind" },
  }, function()
    local names = {}
    for i = 1, 2 do
      local s = unix()
      s:bind("")
      names[i] = s:getsockname()
      expect(names[i]):matches("^%z%x%x%x%x%x$")
    end
    expect(names[1]):not_equals(names[2])
  end)
end)

describe("connect() of an AF_UNIX socket", function()
  it("works at once, or not at all where the queue is full", {
    covers = { "unix.nonblock_connect_ok", "unix.nonblock_backlog_full" },
  }, function(t)
    local path = t:tempdir() .. "/s"
    local listener = unix()
    listener:bind(path)
    listener:listen(0)
    local results = {}
    for i = 1, 3 do
      local client = unix()
      client:setblocking(false)
      results[i] = client:connect_ex(path)
    end
    expect(results):equals { 0, socket.EAGAIN, socket.EAGAIN }
  end)
end)

describe("SOCK_SEQPACKET", function()
  local kind = socket.SOCK_SEQPACKET

  it("keeps the boundaries of what is sent, and has an end", {
    covers = { "unix.seqpacket_boundaries", "unix.seqpacket_eof" },
  }, function()
    local a, b = socket.socketpair(socket.AF_UNIX, kind)
    a:send("one")
    a:send("two, cut")
    a:send("three")
    expect({ b:recv(100), b:recv(3), b:recv(100) }):equals { "one", "two", "three" }
    a:close()
    expect(b:recv(10)):equals("")
    expect(error_of(b.send, b, "x")):equals("BrokenPipeError: [Errno 32] Broken pipe")
  end)

  it("listens and accepts", { covers = { "unix.seqpacket_listen_accept" } }, function(t)
    local path = t:tempdir() .. "/s"
    local listener, client = listening(path, kind), unix(kind)
    client:connect(path)
    local accepted, address = listener:accept()
    accepted:send("hi")
    expect({ client:recv(9), address, accepted.type }):equals { "hi", "", kind }
  end)
end)

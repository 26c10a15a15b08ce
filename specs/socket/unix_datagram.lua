-- AF_UNIX datagrams, and what AF_UNIX streams say to the calls for datagrams.
local socket = require "socket"
local support = require "support"

local error_of, unix = support.error_of, support.unix

local function bound(path)
  local s = unix(socket.SOCK_DGRAM)
  s:bind(path)
  return s
end

describe("an AF_UNIX datagram", function()
  it("carries the path of its sender, who may have none", {
    covers = { "unix.dgram_bound", "unix.dgram_unbound_sender" },
  }, function(t)
    local folder = t:tempdir()
    local a, b, nameless = bound(folder .. "/a"), bound(folder .. "/b"), unix(socket.SOCK_DGRAM)
    expect(a:sendto("hi", folder .. "/b")):equals(2)
    expect({ b:recvfrom(10) }):equals { "hi", folder .. "/a" }
    nameless:sendto("ho", folder .. "/b")
    local results = table.pack(b:recvfrom(10))
    expect({ results.n, results[1] }):equals { 2, "ho" }
    expect(results[2]):is_nil()
  end)

  it("is cut where recv() has no room", { covers = { "unix.dgram_truncation" } }, function()
    local a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a:send("0123456789")
    a:send("n")
    expect({ b:recv(3), b:recv(10) }):equals { "012", "n" }
  end)

  it("waits for room in the receiver's queue, or is refused", { covers = { "unix.dgram_queue_full" } }, function(t)
    local a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    a:setblocking(false)
    local sent = 0
    while pcall(a.send, a, "x") do sent = sent + 1 end
    expect(sent):at_least(1)
    expect(error_of(a.send, a, "x")):equals("BlockingIOError: [Errno 11] Resource temporarily unavailable")
    a:setblocking(true)
    t:run("sender", function() a:send("last") end, "receiver", function()
      for _ = 1, sent do b:recv(10) end
      expect(b:recv(10)):equals("last")
    end)
  end)

  it("needs somebody to go to", { covers = { "unix.dgram_send_unconnected", "unix.dgram_stale" } }, function(t)
    local path = t:tempdir() .. "/stale"
    bound(path):close()
    local s = unix(socket.SOCK_DGRAM)
    expect(error_of(s.send, s, "x")):equals("OSError: [Errno 107] Transport endpoint is not connected")
    expect(error_of(s.sendto, s, "x", path)):equals("ConnectionRefusedError: [Errno 111] Connection refused")
    expect(error_of(s.sendto, s, "x", t:tempdir() .. "/none"))
      :equals("FileNotFoundError: [Errno 2] No such file or directory")
  end)
end)

describe("the end of an AF_UNIX socket", function()
  it("comes from nobody: an address of None", function()
    for _, kind in ipairs { socket.SOCK_DGRAM, socket.SOCK_STREAM, socket.SOCK_SEQPACKET } do
      local a = socket.socketpair(socket.AF_UNIX, kind)
      a:shutdown(socket.SHUT_RD)
      expect(table.pack(a:recvfrom(10))):equals { "", nil, n = 2 }
      expect(table.pack(a:recvfrom(10, socket.MSG_WAITALL))):equals { "", nil, n = 2 }
      expect(table.pack(a:recvfrom_into(socket.bytearray(10)))):equals { 0, nil, n = 2 }
      expect(table.pack(a:recvmsg(10))):equals { "", {}, 0, nil, n = 4 }
    end
  end)
end)

describe("an AF_UNIX stream", function()
  it("has one peer, whatever sendto() names", {
    covers = { "unix.stream_sendto_connected", "unix.stream_sendto_unconnected" },
  }, function(t)
    local a, lonely, path = socket.socketpair(), unix(), t:tempdir() .. "/b"
    expect(error_of(a.sendto, a, "x", path)):equals("OSError: [Errno 106] Transport endpoint is already connected")
    expect(error_of(lonely.sendto, lonely, "x", path)):equals("OSError: [Errno 95] Operation not supported")
  end)

  it("tells recvfrom() the name of a peer that has one", { covers = { "unix.stream_recvfrom_bound_peer" } }, function(t)
    local path = t:tempdir() .. "/s"
    local listener, client = unix(), unix()
    listener:bind(path)
    listener:listen(1)
    client:connect(path)
    listener:accept():send("x")
    expect({ client:recvfrom(10) }):equals { "x", path }
  end)

  it("sends a byte out of band, where the kernel knows how", { covers = { "unix.stream_oob" } }, function(t)
    local a, b = socket.socketpair()
    local ok, sent = pcall(a.send, a, "x", socket.MSG_OOB)
    if not ok and sent.errno == socket.EOPNOTSUPP then t:skip("this kernel has no AF_UNIX_OOB") end
    expect(sent):equals(1)
    expect(b:recv(1, socket.MSG_OOB)):equals("x")
  end)

  it("has no options of TCP", { covers = { "unix.inet_option" } }, function()
    local s = unix()
    expect(error_of(s.setsockopt, s, socket.IPPROTO_TCP, socket.TCP_NODELAY, 1))
      :equals("OSError: [Errno 95] Operation not supported")
  end)
end)

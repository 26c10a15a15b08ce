-- UDP: datagrams that keep their boundaries, between sockets with and without a peer.
local socket = require "socket"
local support = require "support"

local error_of, udp, port, pair = support.error_of, support.udp, support.port, support.datagram_pair
local HOST = support.host

local nothing_there = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

describe("sendto() and recvfrom()", function()
  it("carry a datagram and the address of its sender", {
    covers = { "udp.sendto_recvfrom", "udp.sendto_localhost", "udp.recv_unconnected_bound" },
  }, function()
    local a, b = pair()
    expect(a:sendto("Hello UDP server", b:getsockname())):equals(16)
    local data, address = b:recvfrom(4096)
    expect(data):equals("Hello UDP server")
    expect(address):equals(a:getsockname())
    expect(a:sendto("x", { "localhost", port(b) })):equals(1)
    expect(b:recv(10)):equals("x")
    expect(a:sendto("y", socket.MSG_DONTROUTE, b:getsockname())):equals(1)
    expect(b:recv(10)):equals("y")
  end)

  it("are the loop of document 003's server", { covers = { "udp.server_reply_loop" } }, function(t)
    local server = udp()
    server:bind { HOST, 0 }
    t:run("server", function()
      for _ = 1, 2 do
        local _, address = server:recvfrom(4096)
        server:sendto("Hello I'm UDP Server", address)
      end
    end, "client", function()
      local client = udp()
      for _, word in ipairs { "a", "b" } do
        client:sendto(word, server:getsockname())
        local data, address = client:recvfrom(4096)
        expect(data):equals("Hello I'm UDP Server")
        expect(address):equals(server:getsockname())
      end
    end)
  end)

  it("give an unbound sender a port, on every address until it has a peer", {
    covers = { "udp.sendto_autobinds", "udp.connect_autobinds" },
  }, function()
    local a = pair()
    local unbound, with_peer = udp(), udp()
    unbound:sendto("x", a:getsockname())
    with_peer:connect(a:getsockname())
    for s, host in pairs { [unbound] = "0.0.0.0", [with_peer] = HOST } do
      expect(s:getsockname().host):equals(host)
      expect(port(s)):at_least(1024)
    end
  end)
end)

describe("a datagram", function()
  it("is as large as 65507 bytes, and no larger", { covers = { "udp.max_payload" } }, function()
    local a, b = pair()
    b:setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 400000)
    expect(a:sendto(("x"):rep(65507), b:getsockname())):equals(65507)
    expect(b:recv(70000)):equals(("x"):rep(65507))
    expect(error_of(a.sendto, a, ("x"):rep(65508), b:getsockname())):equals("OSError: [Errno 90] Message too long")
  end)

  it("that is too large for recv() loses its end", function()
    local a, b = pair()
    a:sendto("0123456789", b:getsockname())
    a:sendto("next", b:getsockname())
    expect(b:recv(4)):equals("0123")
    expect(b:recv(10)):equals("next")
  end)

  it("may be empty, which is no end", function()
    local a, b = pair()
    expect(a:sendto("", b:getsockname())):equals(0)
    local data, address = b:recvfrom(10)
    expect({ data, address }):equals { "", a:getsockname() }
  end)

  it("of no interest is taken by recvfrom(0), not by recv(0)", {
    covers = { "udp.recv_zero_leaves", "udp.recvfrom_zero_consumes" },
  }, function()
    local a, b = pair()
    a:sendto("abc", b:getsockname())
    expect(b:recv(0)):equals("")
    expect(b:recv(10)):equals("abc")
    a:sendto("abc", b:getsockname())
    local data, address = b:recvfrom(0)
    expect({ data, address }):equals { "", a:getsockname() }
    expect(error_of(b.recv, b, 10, socket.MSG_DONTWAIT)):equals(nothing_there)
  end)

  it("stays where it is peeked at", { covers = { "udp.peek", "udp.peek_recvfrom" } }, function()
    local a, b = pair()
    a:sendto("abc", b:getsockname())
    expect(b:recv(2, socket.MSG_PEEK)):equals("ab")
    expect((b:recvfrom(10, socket.MSG_PEEK))):equals("abc")
    expect((b:recvfrom(10))):equals("abc")
    expect(error_of(b.recvfrom, b, 10, socket.MSG_DONTWAIT)):equals(nothing_there)
  end)

  it("says how long it was where MSG_TRUNC asks, without bytes that were never there", function()
    local a, b = pair()
    a:sendto("0123456789", b:getsockname())
    expect(b:recv(4, socket.MSG_TRUNC)):equals("0123")
  end)

  it("is its sender's in the transcript, also where recv() does not ask whose it is", function(t)
    local receiver = udp()
    receiver:bind { HOST, 7000 }
    t:run("alice", function() udp():sendto("of alice", { HOST, 7000 }) end)
    t:run("bob", function() udp():sendto("of bob", { HOST, 7000 }) end)
    expect({ receiver:recv(10), receiver:recv(10) }):equals { "of alice", "of bob" }
    expect(t):exchanged [[
      alice > main  udp 127.0.0.1:7000
        > "of alice"
      bob > main  udp 127.0.0.1:7000
        > "of bob"
    ]]
  end)
end)

describe("a UDP socket with a peer", function()
  it("sends and receives as a stream's does, one datagram a call", {
    covers = { "udp.connected_send_recv", "udp.connect_then_peer_unbound_addr" },
  }, function()
    local a, b = pair()
    a:connect(b:getsockname())
    b:connect(a:getsockname())
    a:send("ping")
    expect(b:recv(10)):equals("ping")
    b:sendall("pong")
    expect(a:recv(10)):equals("pong")
    expect(a:getpeername()):equals(b:getsockname())
    local anywhere, client = udp(), udp()
    anywhere:bind { "", 0 }
    client:connect { HOST, port(anywhere) }
    client:send("x")
    expect(select(2, anywhere:recvfrom(10))):equals(client:getsockname())
  end)

  it("may get another one, and may send past it", {
    covers = { "udp.reconnect", "udp.connected_sendto_other" },
  }, function()
    local a, b = pair()
    local s = udp()
    s:connect(a:getsockname())
    s:sendto("past", b:getsockname())
    expect(b:recv(10)):equals("past")
    s:connect(b:getsockname())
    s:send("to")
    expect(b:recv(10)):equals("to")
  end)
end)

-- How a connection ends: EOF, and what shutdown() does to either direction.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local broken = "BrokenPipeError: [Errno 32] Broken pipe"
local unconnected = "OSError: [Errno 107] Transport endpoint is not connected"

local function received(s, times)
  local parts = {}
  for i = 1, times do parts[i] = s:recv(10) end
  return parts
end

describe("after the peer's close()", function()
  it("recv() gives what was sent, and then empty bytes for ever", {
    segment = false, covers = { "eof.after_close", "eof.data_then_close" },
  }, function()
    local client, accepted = connected()
    accepted:close()
    expect(received(client, 3)):equals { "", "", "" }
    local other, last = connected()
    last:sendall("bye")
    last:close()
    expect(received(other, 3)):equals { "bye", "", "" }
  end)

  it("send() works once, and is then refused", { covers = { "tut.003.mt_client_after_server_death" } }, function()
    local client, accepted = connected()
    accepted:close()
    expect(client:recv(2048)):equals("")
    expect(client:send("x")):equals(1)
    support.await_reset(client)
    expect(client:recv(1024)):equals("")
    expect(error_of(client.send, client, "y")):equals(broken)
  end)

  it("shutdown() works once", { covers = { "shutdown.after_peer_close" } }, function()
    local client, accepted = connected()
    accepted:close()
    expect(client:recv(1)):equals("")
    expect(client:shutdown(socket.SHUT_RDWR)):is_nil()
    expect(error_of(client.shutdown, client, socket.SHUT_RDWR)):equals(unconnected)
  end)
end)

describe("shutdown(SHUT_WR)", function()
  it("ends one direction and leaves the other", { covers = { "shutdown.twice_wr", "unix.half_close" } }, function()
    for _, make in ipairs { connected, socket.socketpair } do
      local client, accepted = make()
      expect(client:shutdown(socket.SHUT_WR)):is_nil()
      expect(accepted:recv(10)):equals("")
      expect(accepted:send("y")):equals(1)
      expect(client:recv(10)):equals("y")
      expect(error_of(client.send, client, "z")):equals(broken)
      expect(client:shutdown(socket.SHUT_WR)):is_nil()
    end
  end)
end)

describe("shutdown(SHUT_RD)", function()
  it("makes recv() give empty bytes, but what still arrives is there", {
    segment = false,
    covers = { "shutdown.rd_then_recv", "shutdown.rd_data_still_arrives", "shutdown.rd_peer_can_send" },
  }, function()
    local client, accepted = connected()
    client:shutdown(socket.SHUT_RD)
    expect(received(client, 2)):equals { "", "" }
    expect(accepted:send("abc")):equals(3)
    local part = ""
    support.await(function()
      part = client:recv(10)
      return part ~= ""
    end)
    expect(part):equals("abc")
    expect(client:recv(10)):equals("")
    expect(accepted:send("def")):equals(3)
  end)

  it("of an AF_UNIX socket breaks the peer's pipe", { covers = { "unix.shut_rd_peer_send" } }, function()
    local a, b = socket.socketpair()
    a:shutdown(socket.SHUT_RD)
    expect(error_of(b.send, b, "y")):equals(broken)
  end)
end)

describe("shutdown(SHUT_RDWR)", function()
  it("ends both directions, by name or by number", { covers = { "shutdown.rdwr", "shutdown.by_number_2" } }, function()
    for _, how in ipairs { socket.SHUT_RDWR, 2 } do
      local client, accepted = connected()
      expect(client:shutdown(how)):is_nil()
      expect(accepted:recv(10)):equals("")
      expect(client:recv(10)):equals("")
      expect(error_of(client.send, client, "x")):equals(broken)
    end
  end)

  it("of reading is nothing that the peer did: the transcript has no end of its", function(t)
    local listener <close> = support.listener()
    local client <close> = support.tcp()
    client:connect(listener:getsockname())
    client:shutdown(socket.SHUT_RDWR)
    expect(client:recv(10)):equals("")
    local accepted <close> = listener:accept()
    expect(accepted:recv(10)):equals("")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:*
        > EOF
    ]]
  end)

  it("ends a listener, once", { covers = { "shutdown.listener", "accept.shutdown_listener" } }, function()
    local listener = support.listener()
    expect(listener:shutdown(socket.SHUT_RDWR)):is_nil()
    expect(error_of(listener.shutdown, listener, socket.SHUT_RDWR)):equals(unconnected)
    expect(error_of(listener.accept, listener)):equals("OSError: [Errno 22] Invalid argument")
  end)
end)

describe("shutdown() raises", function()
  it("where there is no connection, and before that, where there is no such way", { covers = {
    "shutdown.unconnected", "shutdown.closed", "shutdown.bad_how", "shutdown.negative", "shutdown.bad_how_unconnected",
  } }, function()
    local client, closed = connected(), support.tcp()
    closed:close()
    local invalid = "OSError: [Errno 22] Invalid argument"
    local cases = {
      { support.tcp(), socket.SHUT_RDWR, unconnected },
      { closed, socket.SHUT_RDWR, "OSError: [Errno 9] Bad file descriptor" },
      { client, 5, invalid },
      { client, -1, invalid },
      { support.tcp(), 5, invalid },
      { client, "SHUT_RD", "TypeError: 'str' object cannot be interpreted as an integer" },
    }
    for _, case in ipairs(cases) do
      local s, how, wanted = table.unpack(case)
      expect(error_of(s.shutdown, s, how)):equals(wanted)
    end
  end)
end)

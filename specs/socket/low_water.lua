-- SO_RCVLOWAT: how many bytes must be there before a waiting recv() is woken.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local function with_low_water(bytes, client, accepted)
  client:setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, bytes)
  return client, accepted
end

-- What recv(10) gives to a reader who is there before the writer sends the pieces, with turns in between.
local function read_pieces(t, client, accepted, pieces)
  local data
  t:run("reader", function() data = client:recv(10) end, "writer", function()
    for _, piece in ipairs(pieces) do
      accepted:send(piece)
      t:sleep(0)
    end
  end)
  return data
end

describe("SO_RCVLOWAT", { covers = { "api-8.5" } }, function()
  it("wakes a reader at so many bytes, or at the end", { segment = false, covers = { "recv.rcvlowat" } }, function(t)
    for _, make in ipairs { connected, socket.socketpair } do
      local client, accepted = with_low_water(4, make())
      expect(read_pieces(t, client, accepted, { "ab", "cd" })):equals("abcd")
      accepted:send("e")
      accepted:close()
      expect(client:recv(10)):equals("e")
      expect(client:recv(10)):equals("")
    end
  end)

  it("counts for TCP only what is unread: a reader who has taken some waits for as many again", {
    segment = false,
  }, function(t)
    local client, accepted = with_low_water(4, connected())
    accepted:send("ab")
    client:recv(2, socket.MSG_PEEK)
    expect(read_pieces(t, client, accepted, { "cd", "ef" })):equals("abcdef")
    local a, b = with_low_water(4, socket.socketpair())
    b:send("ab")
    expect(read_pieces(t, a, b, { "cd", "ef" })):equals("abcd")
  end)

  it("asks for no more than recv() does, and for nothing of who does not wait", { segment = false }, function()
    local client, accepted = with_low_water(4, connected())
    accepted:send("abc")
    expect(client:recv(1)):equals("a")
    client:recv(2, socket.MSG_PEEK)
    expect(client:recv(10, socket.MSG_DONTWAIT)):equals("bc")
    accepted:send("de")
    client:recv(2, socket.MSG_PEEK)
    client:setblocking(false)
    expect(client:recv(10)):equals("de")
  end)

  it("holds where there is a timeout, whose end leaves the bytes there", { segment = false }, function()
    local client, accepted = with_low_water(4, connected())
    accepted:send("ab")
    client:settimeout(0.02)
    expect(error_of(client.recv, client, 10)):equals("TimeoutError: timed out")
    client:settimeout(nil)
    accepted:send("cd")
    expect(client:recv(4)):equals("abcd")
  end)

  it("means nothing to datagrams", function()
    local a, b = support.datagram_pair()
    b:setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 4)
    a:sendto("x", b:getsockname())
    expect(b:recv(10)):equals("x")
  end)
end)

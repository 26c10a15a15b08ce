-- Blocking calls that wait for more than the first bytes, beside recv() and send(): recvfrom() and recvfrom_into() on a
-- stream, and sendall() where SO_SNDTIMEO limits each part of it.
local socket = require "socket"
local support = require "support"

local error_of, connected = support.error_of, support.connected

local would_wait = "BlockingIOError: [Errno 11] Resource temporarily unavailable"

-- Runs `read` against a peer that sends the pieces one by one, with turns in between.
local function against_pieces(t, read, writer, ...)
  local pieces = { ... }
  t:run("reader", read, "writer", function()
    for _, piece in ipairs(pieces) do
      writer:send(piece)
      t:sleep(0)
    end
  end)
end

describe("recvfrom() on a stream", function()
  it("waits for all with MSG_WAITALL, and names a peer that has a name", function(t)
    local client, accepted = connected()
    against_pieces(t, function()
      local bytes, address = client:recvfrom(6, socket.MSG_WAITALL)
      expect(bytes):equals("abcdef")
      expect(address):is_nil()
    end, accepted, "ab", "cd", "ef")

    local listener, named = support.unix(), support.unix()
    listener:bind("\0server")
    listener:listen()
    named:connect("\0server")
    local conn = listener:accept()
    against_pieces(t, function()
      expect({ named:recvfrom(4, socket.MSG_WAITALL) }):equals { "abcd", "\0server" }
    end, conn, "ab", "cd")
  end)

  it("takes what there is where the stream ends before", function(t)
    local client, accepted = connected()
    t:run("reader", function() expect((client:recvfrom(6, socket.MSG_WAITALL))):equals("ab") end, "writer", function()
      accepted:send("ab")
      accepted:close()
    end)
  end)

  it("does not, where there is a timeout", { segment = false }, function()
    local client, accepted = connected()
    client:settimeout(5)
    accepted:send("ab")
    expect((client:recvfrom(6, socket.MSG_WAITALL))):equals("ab")
  end)

  it("waits for SO_RCVLOWAT, as recv() does", { segment = false }, function(t)
    local client, accepted = connected()
    client:setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 4)
    against_pieces(t, function() expect((client:recvfrom(10))):equals("abcd") end, accepted, "ab", "cd")
    local buffer = socket.bytearray(6)
    against_pieces(t, function()
      expect((client:recvfrom_into(buffer))):equals(4)
      expect(buffer:sub(1, 4)):equals("efgh")
    end, accepted, "ef", "gh")
  end)
end)

describe("recvfrom_into() on a stream", function()
  it("fills the bytearray with MSG_WAITALL", function(t)
    local client, accepted = connected()
    local buffer = socket.bytearray(6)
    against_pieces(t, function()
      expect((client:recvfrom_into(buffer, 0, socket.MSG_WAITALL))):equals(6)
      expect(tostring(buffer)):equals("abcdef")
    end, accepted, "ab", "cd", "ef")
  end)
end)

describe("MSG_WAITALL", function()
  it("ends before the mark of urgent data", { segment = false }, function()
    for _, make in ipairs { connected, socket.socketpair } do
      local client, accepted = make()
      accepted:send("abc!", socket.MSG_OOB)
      accepted:sendall("def")
      client:setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, support.timeval(0.02))
      expect(client:recv(100, socket.MSG_WAITALL)):equals("abc")
      expect(client:recv(3)):equals("def")
    end
  end)
end)

describe("SO_SNDTIMEO", function()
  local much = ("x"):rep(20000000)

  local function limited(seconds)
    local client, accepted = connected()
    client:setsockopt(socket.SOL_SOCKET, socket.SO_SNDTIMEO, support.timeval(seconds))
    return client, accepted
  end

  it("limits each part of sendall(), not the whole", { segment = false }, function(t)
    local client, accepted = limited(0.6)
    t:run("sender", function()
      client:sendall(much)
      client:close()
    end, "late reader", function()
      t:sleep(0.75) -- when the first limit is over, in which a part was sent
      expect(#accepted:recv_all()):equals(#much)
    end)
  end)

  it("ends sendall() in which nothing is sent any more", { segment = false }, function()
    local client = limited(0.02)
    expect(error_of(client.sendall, client, much)):equals(would_wait)
  end)
end)

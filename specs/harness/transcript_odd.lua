-- What the transcript says of what is rare: raw sockets, silence, and what differs from run to run.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 7510 }

-- A connection of the scenario with itself: the end that connected and the one that was accepted.
local function connected()
  local listener <close> = socket.create_server(ADDRESS)
  local s = socket.create_connection(ADDRESS)
  return s, (listener:accept())
end

describe("a raw socket in a transcript", { requires = { "private" } }, function()
  -- Protocol 253 is for experiments (RFC 3692): nobody else answers.
  it("has a conversation without the headers, which are other ones each time", function(t)
    local server <close> = socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)
    server:bind { "127.0.0.1", 0 }
    local client <close> = socket.socket(socket.AF_INET, socket.SOCK_RAW, 253)
    client:bind { "127.0.0.2", 0 }
    t:run("server", function()
      local packet, from = server:recvfrom(100)
      expect(packet:sub(21)):equals("ping")
      expect(from.host):equals("127.0.0.2")
    end, "client", function() client:sendto("ping", { "127.0.0.1", 0 }) end)
    expect(t):exchanged [[
      client > server  raw 127.0.0.1:0
        > "ping"
    ]]
  end)
end)

describe("silence in a transcript", { requires = { "private" } }, function()
  it("is a timeout of whom it came to, once, however often it was asked", function(t)
    local s, conn = connected()
    s:settimeout(0.01)
    for _ = 1, 3 do expect(function() s:recv(10) end):raises(socket.timeout) end
    conn:sendall("late")
    s:settimeout(nil)
    expect(s:recv_exactly(4)):equals("late")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:7510
        ! recv timeout
        < "late"
    ]]
  end)

  it("of a datagram stands in the conversation that the socket had", function(t)
    local server <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server:bind(ADDRESS)
    local client <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client:connect(ADDRESS)
    client:settimeout(0.01)
    client:send("hello?")
    expect(server:recv(100)):equals("hello?")
    expect(function() client:recv(100) end):raises(socket.timeout)
    expect(t):exchanged [[
      main > main  udp 127.0.0.1:7510
        > "hello?"
        ! recv timeout
    ]]
  end)
end)

describe("a conversation of many", { requires = { "private" }, redact = { token = "token=(%w+)" } }, function()
  it("is redacted as the whole exchange is", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    t:run("server", function()
      for _ = 1, 2 do
        local conn <close> = listener:accept()
        conn:sendall(conn:recv_line())
      end
    end, "client", function()
      for _, words in ipairs { "token=abc\n", "token=def\n" } do
        local s <close> = socket.create_connection(ADDRESS)
        s:sendall(words)
        expect(s:recv_all()):equals(words)
      end
    end)
    expect(t:conversation("client#2")):exchanged [[
      client#2 > server  tcp 127.0.0.1:7510
        > "token={token:1}\n"
        < "token={token:1}\n"
        < EOF
        > EOF
    ]]
  end)
end)

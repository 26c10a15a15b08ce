-- Document 003, lines 79-110: the UDP server on port 12345 and its client. The reply is made as the document means it;
-- broken_servers.lua shows what comes of the way in which it is written.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 12345 }

local function start(t)
  local server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  server:bind(ADDRESS)
  t:background("server", function()
    while true do
      local data, addr = server:recvfrom(4096)
      print(repr(data))
      server:sendto("Hello I'm UDP Server", addr)
    end
  end)
end

local function client()
  local sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  sock:sendto("Hello UDP server", ADDRESS)
  local data, addr = sock:recvfrom(4096)
  expect(addr):equals(ADDRESS)
  print("Server Says")
  print(repr(data))
  sock:close()
end

describe("the UDP exchange of document 003", function()
  it("is a datagram each way, and both programs print what they received", function(t)
    start(t)
    t:run("client", client)
    expect(t:output("server")):equals("b'Hello UDP server'\n")
    expect(t:output("client")):equals("Server Says\nb\"Hello I'm UDP Server\"\n")
    expect(t:calls("client")):equals { "socket", "sendto", "recvfrom", "close" }
    expect(t):exchanged [[
      client > server  udp 127.0.0.1:12345
        > "Hello UDP server"
        < "Hello I'm UDP Server"
    ]]
  end)

  it("serves every client by the address that its datagram came from", function(t)
    start(t)
    t:run("alice", client, "bob", client)
    expect(t:output("alice")):equals(t:output("bob"))
    expect(t):exchanged [[
      alice > server  udp 127.0.0.1:12345
        > "Hello UDP server"
        < "Hello I'm UDP Server"
      bob > server  udp 127.0.0.1:12345
        > "Hello UDP server"
        < "Hello I'm UDP Server"
    ]]
  end)

  it("cuts a datagram of more than 4096 bytes, and nobody is told", function(t)
    local server <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server:bind(ADDRESS)
    local sock <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    expect(sock:sendto(("x"):rep(5000), ADDRESS)):equals(5000)
    sock:sendto("next", ADDRESS)
    expect((server:recvfrom(4096))):has_length(4096)
    expect((server:recvfrom(4096))):equals("next")
    expect(t):exchanged [[
      main > main  udp 127.0.0.1:12345
        > "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ... 5000 bytes, xxh3 8d8567cbc9ee3d90
        > "next"
    ]]
  end)

  it("7: shows bytes as bytes: str() of them is their repr", function(t)
    start(t)
    t:run("client", client)
    expect(t:output("server")):equals("b'Hello UDP server'\n")
    expect(t):exchanged [[
      client > server  udp 127.0.0.1:12345
        > "Hello UDP server"
        < "Hello I'm UDP Server"
    ]]
  end)
end)

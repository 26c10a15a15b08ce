-- Document 000, lines 8-19: each constant of the card in use: what works with it, and what errno the others give.
local socket = require "socket"

local CONFIG = { "127.0.0.1", 1614 }
local CONFIG6 = { "::1", 1614 }

-- One connection of that family and type, over which the client gets two parts of the card's message.
local function connection(t, family, kind, address)
  t:run("server", function()
    local mySocket <close> = socket.socket(family, kind)
    mySocket:bind(address)
    mySocket:listen(4)
    local connectionWithClient <close> = mySocket:accept()
    connectionWithClient:send("Yolo ")
    connectionWithClient:send("!!")
  end, "client", function()
    local socketOfServer <close> = socket.socket(family, kind)
    socketOfServer:connect(address)
    repeat until socketOfServer:recv(1024) == ""
  end)
end

-- Two datagrams of that family: each comes as it was sent.
local function datagrams(family, address)
  local receiver <close> = socket.socket(family, socket.SOCK_DGRAM)
  receiver:bind(address)
  local sender <close> = socket.socket(family, socket.SOCK_DGRAM)
  sender:sendto("Yolo", address)
  sender:sendto("!!", address)
  expect(receiver:recv(1024)):equals("Yolo")
  expect(receiver:recv(1024)):equals("!!")
end

local function refused(family, kind, proto)
  return expect(function() socket.socket(family, kind, proto or 0) end):raises(socket.OSError)
end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the constants of document 000", in_private, function()
  it("SOCK_STREAM is a stream between machines with AF_INET and within one with AF_UNIX", function(t)
    connection(t, socket.AF_INET, socket.SOCK_STREAM, CONFIG)
    connection(t, socket.AF_UNIX, socket.SOCK_STREAM, t:tempdir() .. "/card")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1614
        < "Yolo !!"
        < EOF
        > EOF
      client#2 > server  unix /dev/shm/scenario/card
        < "Yolo !!"
        < EOF
        > EOF
    ]]
  end)

  it("SOCK_STREAM with AF_INET6 is the same over IPv6", { requires = { "ipv6" } }, function(t)
    connection(t, socket.AF_INET6, socket.SOCK_STREAM, CONFIG6)
    expect(t):exchanged [[
      client > server  tcp [::1]:1614
        < "Yolo !!"
        < EOF
        > EOF
    ]]
  end)

  it("SOCK_DGRAM keeps messages apart, with AF_INET and AF_UNIX", function(t)
    datagrams(socket.AF_INET, CONFIG)
    datagrams(socket.AF_UNIX, t:tempdir() .. "/card")
    expect(t):exchanged [[
      main > main  udp 127.0.0.1:1614
        > "Yolo"
        > "!!"
      main#2 > main  unix-dgram /dev/shm/scenario/card
        > "Yolo"
        > "!!"
    ]]
  end)

  it("SOCK_DGRAM with AF_INET6 keeps them apart too", { requires = { "ipv6" } }, function(t)
    datagrams(socket.AF_INET6, CONFIG6)
    expect(t):exchanged [[
      main > main  udp [::1]:1614
        > "Yolo"
        > "!!"
    ]]
  end)

  it("SOCK_SEQPACKET keeps messages apart on a connection, with AF_UNIX alone", function(t)
    connection(t, socket.AF_UNIX, socket.SOCK_SEQPACKET, t:tempdir() .. "/card")
    for _, family in ipairs { socket.AF_INET, socket.AF_INET6 } do
      expect(tostring(refused(family, socket.SOCK_SEQPACKET))):equals("[Errno 94] Socket type not supported")
    end
    expect(t):exchanged [[
      client > server  unix-seqpacket /dev/shm/scenario/card
        < "Yolo "
        < "!!"
        < EOF
        > EOF
    ]]
  end)

  it("SOCK_RDM is in no family of the card", function()
    for _, family in ipairs { socket.AF_UNIX, socket.AF_INET, socket.AF_INET6 } do
      expect(tostring(refused(family, socket.SOCK_RDM))):equals("[Errno 94] Socket type not supported")
    end
  end)

  it("SOCK_RAW needs a protocol, and then sees whole packets", function()
    for _, family in ipairs { socket.AF_INET, socket.AF_INET6 } do
      expect(tostring(refused(family, socket.SOCK_RAW))):equals("[Errno 93] Protocol not supported")
    end
    local raw <close> = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
    datagrams(socket.AF_INET, CONFIG)
    local packet = raw:recv(1024)
    expect(packet:byte(1)):equals(0x45) -- IP version 4, a header of five words
    expect((string.unpack(">I2", packet, 23))):equals(1614) -- UDP: the port it is for
    expect(packet:sub(29)):equals("Yolo")
  end)

  it("SOCK_RAW with AF_UNIX is taken for SOCK_DGRAM", function()
    local s <close> = socket.socket(socket.AF_UNIX, socket.SOCK_RAW)
    expect(s:getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)):equals(socket.SOCK_DGRAM)
  end)
end)

describe("the constants of document 000 without privilege", function()
  it("SOCK_RAW is for the privileged", { network = "host" }, function(t)
    local ok, e = pcall(socket.socket, socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)
    if ok then t:skip("whoever runs this has the privilege: run it as an ordinary user") end
    expect(socket.isinstance(e, socket.PermissionError)):is_true()
    expect(tostring(e)):equals("[Errno 1] Operation not permitted")
  end)
end)

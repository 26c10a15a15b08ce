-- What document 000 gets wrong, and what comes of it on the wire (scripts/DEFECTS.md, in the order of the list).
local socket = require "socket"

local CONFIG = { "127.0.0.1", 1614 }

local function listening(backlog)
  local mySocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  mySocket:bind(CONFIG)
  mySocket:listen(backlog)
  return mySocket
end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the defects of document 000", in_private, function()
  it("1: a server that binds to a name it never wrote is not there, and its client is refused", function(t)
    t:run("server", function()
      local CONGIF = { "127.0.0.1", 1614 } -- luacheck: ignore 211
      local mySocket <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      expect(function() mySocket:bind(CONFIGURATION) end) -- luacheck: ignore 113
        :raises("the global 'CONFIGURATION' does not exist") -- Python: NameError: name 'CONFIG' is not defined
    end, "client", function()
      local socketOfServer <close> = socket.socket()
      expect(function() socketOfServer:connect(CONFIG) end):raises(socket.ConnectionRefusedError)
    end)
    expect(t:calls("server")):equals { "socket", "close" }
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:1614
        ! connect ECONNREFUSED
    ]]
  end)

  it("2: socket.close takes no socket, and leaves it open; the method closes it", function(t)
    local mySocket = listening(4)
    local e = expect(function() socket.close(mySocket) end):raises(socket.TypeError)
    expect(tostring(e)):equals("'socket' object cannot be interpreted as an integer")
    do local _ <close> = socket.create_connection(CONFIG) end
    socket.socket.close(mySocket)
    local late <close> = socket.socket()
    expect(function() late:connect(CONFIG) end):raises(socket.ConnectionRefusedError)
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:1614
        > EOF
      main#2 > -  tcp 127.0.0.1:1614
        ! connect ECONNREFUSED
    ]]
  end)

  it("3: listen(4) does not limit the clients: six are served at the same time", { segment = false }, function(t)
    local mySocket <close> = listening(4)
    local clients, connections = {}, {}
    for i = 1, 6 do
      clients[i] = socket.create_connection(CONFIG)
      connections[i] = mySocket:accept()
    end
    for i = 1, 6 do connections[i]:send("Yolo " .. i) end
    for i = 1, 6 do expect(clients[i]:recv(1024)):equals("Yolo " .. i) end
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:1614
        < "Yolo 1"
      main#2 > main  tcp 127.0.0.1:1614
        < "Yolo 2"
      main#3 > main  tcp 127.0.0.1:1614
        < "Yolo 3"
      main#4 > main  tcp 127.0.0.1:1614
        < "Yolo 4"
      main#5 > main  tcp 127.0.0.1:1614
        < "Yolo 5"
      main#6 > main  tcp 127.0.0.1:1614
        < "Yolo 6"
    ]]
  end)

  it("3: listen(4) limits the queue of those not yet accepted: five wait in it, the sixth outside", function(t)
    local listener <close> = listening(4)
    t:run("clients", function()
      for _ = 1, 5 do socket.create_connection(CONFIG) end
      expect(function() socket.create_connection(CONFIG, 0.05) end):raises(socket.timeout)
    end)
    expect(t):exchanged [[
      clients > main  tcp 127.0.0.1:1614
      clients#2 > main  tcp 127.0.0.1:1614
      clients#3 > main  tcp 127.0.0.1:1614
      clients#4 > main  tcp 127.0.0.1:1614
      clients#5 > main  tcp 127.0.0.1:1614
      clients#6 > main  tcp 127.0.0.1:1614
        ! connect timeout
    ]]
  end)

  it("4: send on UDP needs a destination; recv needs a bound socket; connected, both work", function(t)
    local server <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server:bind(CONFIG)
    local client <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    local e = expect(function() client:send("Yolo !!") end):raises(socket.OSError, { errno = socket.EDESTADDRREQ })
    expect(tostring(e)):equals("[Errno 89] Destination address required")
    client:sendto("to a bound socket", CONFIG)
    expect(server:recv(1024)):equals("to a bound socket")
    client:connect(CONFIG)
    server:connect(client:getsockname())
    expect(client:send("Yolo !!")):equals(7)
    expect(server:recv(1024)):equals("Yolo !!")
    server:send("Yolo too")
    expect(client:recv(1024)):equals("Yolo too")
    expect(t):exchanged [[
      main > main  udp 127.0.0.1:1614
        > "to a bound socket"
        > "Yolo !!"
        < "Yolo too"
    ]]
  end)

  it("5: socket needs no parameter; the two unknown ones are a protocol and a descriptor", function()
    local plain <close> = socket.socket()
    expect({ plain.family, plain.type, plain.proto }):equals { socket.AF_INET, socket.SOCK_STREAM, 0 }
    local exact <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP)
    expect(exact.proto):equals(socket.IPPROTO_UDP)
    expect(function() socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_UDP) end)
      :raises(socket.OSError, { errno = socket.EPROTONOSUPPORT })
    local number = exact:detach()
    local again <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM, socket.IPPROTO_UDP, number)
    expect(again:fileno()):equals(number)
    local e = expect(function()
      socket.socket(socket.AF_INET, socket.SOCK_STREAM, 0, nil, 5)
    end):raises(socket.TypeError)
    expect(tostring(e)):equals("socket.__init__() takes from 1 to 5 positional arguments but 6 were given")
  end)

  it("7: recv takes a maximum in bytes: less than a message comes, or more than one", { segment = false }, function(t)
    t:run("server", function()
      local mySocket <close> = listening(4)
      local connectionWithClient <close> = mySocket:accept()
      connectionWithClient:send("Yolo !!")
      connectionWithClient:send("Yolo ??")
    end, "client", function()
      local socketOfServer <close> = socket.create_connection(CONFIG)
      socketOfServer:recv(14, socket.MSG_PEEK | socket.MSG_WAITALL) -- both have come
      expect(socketOfServer:recv(4)):equals("Yolo")
      expect(socketOfServer:recv(1024)):equals(" !!Yolo ??")
      expect(socketOfServer:recv(1024)):equals("")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1614
        < "Yolo !!Yolo ??"
        < EOF
        > EOF
    ]]
  end)
end)

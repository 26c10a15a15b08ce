-- Document 000: the card's server and its client on 127.0.0.1:1614, call by call. Where the card's own words do not
-- run, defects.lua shows what comes of it.
local socket = require "socket"

local CONFIG = { "127.0.0.1", 1614 }

local function listening()
  local mySocket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  mySocket:bind(CONFIG)
  mySocket:listen(4)
  return mySocket
end

local function server()
  local mySocket = listening()
  local connectionWithClient, addressOfClient = mySocket:accept()
  expect(addressOfClient.host):equals("127.0.0.1")
  local data = "Yolo !!"
  connectionWithClient:send(data)
  connectionWithClient:close()
  mySocket:close()
end

local function client()
  local socketOfServer = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  socketOfServer:connect(CONFIG)
  local byteData = socketOfServer:recv(1024)
  print(byteData)
  socketOfServer:close()
end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the server and the client of document 000", in_private, function()
  it("hand over Yolo !! on 127.0.0.1:1614, and the client prints it", { segment = false }, function(t)
    t:run("server", server, "client", client)
    expect(t:output("client")):equals("Yolo !!\n")
    expect(t:output("server")):equals("")
    expect(t:calls("server")):equals { "socket", "bind", "listen", "accept", "send", "close", "close" }
    expect(t:calls("client")):equals { "socket", "connect", "recv", "close" }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1614
        < "Yolo !!"
        > EOF
        < EOF
    ]]
  end)

  it("send either way: send and recv belong to both", function(t)
    t:run("server", function()
      local mySocket <close> = listening()
      local connectionWithClient <close> = mySocket:accept()
      expect(connectionWithClient:recv_exactly(7)):equals("Yolo !!")
      expect(connectionWithClient:send("Yolo !!")):equals(7)
    end, "client", function()
      local socketOfServer <close> = socket.create_connection(CONFIG)
      expect(socketOfServer:send("Yolo !!")):equals(7)
      expect(socketOfServer:recv_exactly(7)):equals("Yolo !!")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1614
        > "Yolo !!"
        < "Yolo !!"
        > EOF
        < EOF
    ]]
  end)

  it("talk over the socket that accept gave: the listener itself has nobody to send to", function(t)
    local mySocket <close> = listening()
    t:run("client", function()
      local socketOfServer <close> = socket.create_connection(CONFIG)
      expect(socketOfServer:recv_exactly(7)):equals("Yolo !!")
    end, "server", function()
      local connectionWithClient <close> = mySocket:accept()
      local e = expect(function() mySocket:send("Yolo !!") end):raises(socket.BrokenPipeError)
      expect(tostring(e)):equals("[Errno 32] Broken pipe")
      expect(function() mySocket:recv(1024) end):raises(socket.OSError, { errno = socket.ENOTCONN })
      connectionWithClient:send("Yolo !!")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1614
        < "Yolo !!"
        > EOF
        < EOF
    ]]
  end)
end)

describe("the calls of document 000", in_private, function()
  it("bind and connect take one pair, a string and an integer, and return nothing", function(t)
    local mySocket <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    expect(mySocket:bind(CONFIG)):is_nil()
    mySocket:listen(4)
    local socketOfServer <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    expect(function() socketOfServer:connect { "127.0.0.1", "1614" } end):raises(socket.TypeError)
    expect(function() socketOfServer:connect { 127, 1614 } end):raises(socket.TypeError)
    expect(function() socketOfServer:connect("127.0.0.1", 1614) end):raises(socket.TypeError)
    expect(socketOfServer:connect(CONFIG)):is_nil()
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:1614
    ]]
  end)

  it("accept asks for nothing and returns two results", function(t)
    local mySocket <close> = listening()
    local socketOfServer <close> = socket.create_connection(CONFIG)
    expect(function() mySocket:accept(1) end):raises(socket.TypeError)
    local results = table.pack(mySocket:accept())
    expect(results.n):equals(2)
    expect(results[2]):equals(socketOfServer:getsockname())
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:1614
    ]]
  end)

  it("belong to the socket and not to the module", function()
    for _, name in ipairs { "bind", "listen", "accept", "connect", "send", "recv" } do
      local e = expect(function() return socket[name] end):raises(socket.AttributeError)
      expect(tostring(e)):contains(("module 'socket' has no attribute '%s'"):format(name))
    end
  end)

  it("close of the module is like os.close: it takes a descriptor", function(t)
    local mySocket = listening()
    socket.close(mySocket:fileno())
    expect(function() mySocket:accept() end):raises(socket.OSError, { errno = socket.EBADF })
    local socketOfServer <close> = socket.socket()
    expect(socketOfServer:connect_ex(CONFIG)):equals(socket.ECONNREFUSED)
    expect(t):exchanged [[
      main > -  tcp 127.0.0.1:1614
        ! connect ECONNREFUSED
    ]]
  end)
end)

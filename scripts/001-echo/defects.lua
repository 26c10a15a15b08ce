-- What document 001 gets wrong, and what comes of it on the wire (scripts/DEFECTS.md, in the order of the list).
local socket = require "socket"

local HOST, PORT = "127.0.0.1", 65432

describe("the defects of document 001", function()
  it("1: a server that uses a name it never created closes its socket, and its client is refused", function(t)
    t:run("server", function()
      expect(function()
        local stream <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        assert(stream)
        s:bind { HOST, PORT } -- luacheck: ignore 113
      end):raises("the global 's' does not exist") -- Python: NameError: name 's' is not defined
    end, "client", function()
      local stream <close> = socket.socket()
      local e = expect(function() stream:connect { HOST, PORT } end):raises(socket.ConnectionRefusedError)
      expect(tostring(e)):equals("[Errno 111] Connection refused")
    end)
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:65432
        ! connect ECONNREFUSED
    ]]
  end)

  it("2: bind takes the pair itself, not a list around it", function()
    local stream <close> = socket.socket()
    local e = expect(function() stream:bind { { HOST, PORT } } end):raises(socket.TypeError)
    -- Lua has one kind of table; Python, which refuses every list, says "must be tuple, not list".
    expect(tostring(e)):equals("AF_INET address must be a pair (host, port)")
  end)

  it("3: sendall takes bytes, not a list of them", function(t)
    local a, b = socket.socketpair()
    local e = expect(function() a:sendall { "Hello World" } end):raises(socket.TypeError)
    expect(tostring(e)):matches("^a bytes%-like object is required, not '")
    b:setblocking(false)
    expect(function() b:recv(1) end):raises(socket.BlockingIOError) -- nothing was sent
    expect(t):exchanged [[
      main > main  unix socketpair
    ]]
  end)

  it("4: a family in brackets is no integer", function()
    local e = expect(function() socket.socket({ socket.AF_INET }, { socket.SOCK_STREAM }) end):raises(socket.TypeError)
    expect(tostring(e)):matches("object cannot be interpreted as an integer$")
  end)

  it("5: sendall sends to one peer, until all is sent, where send may stop early", { segment = false }, function(t)
    local a, b = socket.socketpair()
    local message = ("x"):rep(4 * 1024 * 1024)
    a:setblocking(false)
    local part = a:send(message)
    expect(part):at_most(#message - 1)
    a:setblocking(true)
    t:run("sender", function() a:sendall(message:sub(part + 1)) end, "receiver", function()
      expect(#b:recv_exactly(#message)):equals(#message)
    end)
    expect(t):exchanged [[
      main > main  unix socketpair
        > "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" ... 4194304 bytes, xxh3 090ddb37f55d3f28
    ]]
  end)

  it("6: a listener cannot connect, and a client without listen cannot accept", function(t)
    local listener <close> = socket.create_server { HOST, PORT }
    expect(listener:connect_ex { HOST, PORT }):equals(socket.EISCONN)
    local client <close> = socket.create_connection { HOST, PORT }
    expect(function() client:accept() end):raises(socket.OSError, { errno = socket.EINVAL })
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:65432
    ]]
  end)

  it("7: what was received prints as the repr of bytes", { segment = false }, function(t)
    local a, b = socket.socketpair()
    a:sendall("Hello World")
    local data = b:recv(1024)
    print("Received : " .. data)
    print("Received : " .. repr(data))
    expect(t:output("main")):equals("Received : Hello World\nReceived : b'Hello World'\n")
    expect(t):exchanged [[
      main > main  unix socketpair
        > "Hello World"
    ]]
  end)
end)

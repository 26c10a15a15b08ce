-- Document 003: what a peer sees of the TCP server and of the UDP server as they are printed. Each dies of an error
-- that is Python's own; the scenario ends the program at the same place, and the rest is the kernel's.
local socket = require "socket"

local TCP, UDP = { "127.0.0.1", 8001 }, { "127.0.0.1", 12345 }

describe("the defects of document 003: programs that die", function()
  it("1: a server that does not compile is not there", function(t)
    local chunk, why = load("white True:\n  print('server waiting...')\n", "=server.py")
    expect(chunk):is_nil() -- in Lua as in Python, where it is a SyntaxError
    expect(why):contains("syntax error near 'True'")
    local sock <close> = socket.socket()
    local e = expect(function() sock:connect(TCP) end):raises(socket.ConnectionRefusedError)
    expect(tostring(e)):equals("[Errno 111] Connection refused")
    expect(t):exchanged [[
      main > -  tcp 127.0.0.1:8001
        ! connect ECONNREFUSED
    ]]
  end)

  it("2: a server that calls its client by another name dies at once; a silent client sees the end", function(t)
    t:run("server", function()
      local server <close> = socket.create_server(TCP)
      local cleint <close> = server:accept()
      expect(cleint:fileno()):at_least(0)
      expect(function() return client:recv(1024) end) -- luacheck: ignore 113
        :raises("the global 'client' does not exist") -- Python: NameError: name 'client' is not defined
    end, "client", function()
      local sock <close> = socket.create_connection(TCP)
      expect(sock:recv(1024)):equals("")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:8001
        < EOF
        > EOF
    ]]
  end)

  it("2: a client that had sent something sees a reset: what it said was never read", function(t)
    t:run("server", function()
      local server <close> = socket.create_server(TCP)
      local cleint <close> = server:accept()
      cleint:recv(5, socket.MSG_PEEK) -- it has come
      expect(function() return client:recv(1024) end) -- luacheck: ignore 113
        :raises("the global 'client' does not exist")
    end, "client", function()
      local sock <close> = socket.create_connection(TCP)
      sock:send("hello")
      local e = expect(function() sock:recv(1024) end):raises(socket.ConnectionResetError)
      expect(tostring(e)):equals("[Errno 104] Connection reset by peer")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:8001
        > unread "hello"
        < RST
        ! recv ECONNRESET
        > EOF
    ]]
  end)

  it("6: a UDP server that dies before it replies leaves its client waiting for ever", function(t)
    t:run("server", function()
      local server <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      server:bind(UDP)
      local data = server:recvfrom(4096)
      print(repr(data))
      -- Here Python raises: TypeError: string argument without an encoding. The server is gone.
    end, "client", function()
      local client <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      client:settimeout(0.1) -- the document's client has none
      client:sendto("Hello UDP server", UDP)
      expect(function() client:recvfrom(4096) end):raises(socket.timeout)
    end)
    expect(t:output("server")):equals("b'Hello UDP server'\n")
    expect(t):exchanged [[
      client > server  udp 127.0.0.1:12345
        > "Hello UDP server"
        ! recvfrom timeout
    ]]
  end)

  it("6: and the next client is not even told that nobody is there, unless its socket is connected", function(t)
    local client <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client:settimeout(0.1)
    client:sendto("Hello UDP server", UDP)
    expect(function() client:recvfrom(4096) end):raises(socket.timeout)
    client:connect(UDP)
    client:send("Hello UDP server")
    expect(function() client:recv(4096) end):raises(socket.ConnectionRefusedError)
    expect(t):exchanged [[
      main > -  udp 127.0.0.1:12345
        > "Hello UDP server"
        ! recvfrom timeout
        > "Hello UDP server"
        ! recv ECONNREFUSED
    ]]
  end)
end)

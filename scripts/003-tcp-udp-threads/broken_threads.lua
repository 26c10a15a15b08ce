-- What document 003 gets wrong in its multi-thread server and client (lines 112-185), and what the peer sees of it.
-- Where an error is Python's own, the scenario ends the thread or the program at the same place.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 1233 }

local function refuses_to_be_encoded(data)
  error(("'bytes' object has no attribute 'encode': %s"):format(repr(data)), 0)
end

-- The document's thread: it encodes bytes, before it looks whether there are any, and so never gets to its close.
local function clientThread(connection)
  connection:send("welcome to the server")
  refuses_to_be_encoded(connection:recv(2048))
end

-- Returns once the peer's reset has reached `s`. Nothing wakes whoever waits for that alone; in each round a byte
-- crosses the loopback.
local function await_reset(s)
  local round <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  round:bind { "127.0.0.1", 0 }
  while pcall(s.getpeername, s) do
    round:sendto("?", round:getsockname())
    round:recv(1)
  end
end

describe("the defects of document 003: the threads", function()
  it("8: the thread dies at the first message without closing: its client waits until the next one is accepted",
    { segment = false }, function(t)
      local multithreadserver = socket.create_server(ADDRESS)
      t:background("server", function()
        local client
        while true do
          local next_client = multithreadserver:accept()
          if client then client:close() end -- Python collects the socket that `client` named until now
          client = next_client
          t:spawn("thread", function() expect(function() clientThread(client) end):raises("no attribute 'encode'") end)
        end
      end)
      local first <close> = socket.create_connection(ADDRESS)
      expect(first:recv(2048)):equals("welcome to the server")
      first:send("hello")
      first:settimeout(0.05) -- the document's client has none: it would wait for ever
      expect(function() first:recv(1024) end):raises(socket.timeout)
      first:settimeout(nil)
      local second <close> = socket.create_connection(ADDRESS)
      expect(second:recv(2048)):equals("welcome to the server")
      expect(first:recv(1024)):equals("")
      expect(t):exchanged [[
        main > server  tcp 127.0.0.1:1233
          < "welcome to the server"
          > "hello"
          ! recv timeout
          < EOF
        main#2 > server  tcp 127.0.0.1:1233
          < "welcome to the server"
      ]]
    end)

  it("8: also at the end of the stream, since the encoding stands before the test for it", {
    segment = false,
  }, function(t)
    local listener <close> = socket.create_server(ADDRESS)
    t:run("client", function()
      local s <close> = socket.create_connection(ADDRESS)
      expect(s:recv(2048)):equals("welcome to the server")
    end, "thread", function()
      local connection = listener:accept()
      local e = expect(function() clientThread(connection) end):raises("no attribute 'encode'")
      expect(e):contains("b''")
    end)
    expect(t:calls("thread")):equals { "accept", "send", "recv" }
    expect(t):exchanged [[
      client > thread  tcp 127.0.0.1:1233
        < "welcome to the server"
        > EOF
    ]]
  end)

  it("9: the server dies when it starts its first thread; its client learns it only at the second message", {
    segment = false,
  }, function(t)
    t:run("server", function()
      local multithreadserver <close> = socket.create_server(ADDRESS)
      local _ <close>, addr = multithreadserver:accept()
      print(("connected to %s%s"):format(addr[1], addr[2]))
      -- Here Python raises: TypeError: start_new_thread expected at least 2 arguments, got 1. The server is gone.
    end, "client", function()
      local s <close> = socket.create_connection(ADDRESS)
      expect(s:recv(2048)):equals("")
      expect(s:send("hello")):equals(5)
      await_reset(s)
      expect(s:recv(1024)):equals("")
      local e = expect(function() s:send("again") end):raises(socket.BrokenPipeError)
      expect(tostring(e)):equals("[Errno 32] Broken pipe")
    end)
    expect(t:output("server")):matches("^connected to 127%.0%.0%.1%d+\n$") -- and no thread number
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1233
        < EOF
        > unread 5 bytes
        ! send EPIPE
        > EOF
    ]]
  end)

  it("10: after a printed bind error the server listens on a port of the kernel's choice, on every address", {
    segment = false,
  }, function(t)
    local other <close> = socket.create_server(ADDRESS)
    local chosen, listens = nil, t:event()
    t:run("server", function()
      local multithreadserver <close> = socket.socket()
      local ok, e = pcall(multithreadserver.bind, multithreadserver, ADDRESS)
      if not ok then print(tostring(e)) end
      print("waiting for connection")
      multithreadserver:listen(5)
      local name = multithreadserver:getsockname()
      expect(name.host):equals("0.0.0.0")
      expect(name.port):not_equals(1233)
      chosen = name.port
      listens:set()
      local client <close> = multithreadserver:accept()
      client:send("welcome to the server")
    end, "client", function()
      listens:wait()
      local s <close> = socket.create_connection { "127.0.0.1", chosen }
      expect(s:recv(2048)):equals("welcome to the server")
    end)
    other:settimeout(0)
    expect(function() other:accept() end):raises(socket.BlockingIOError) -- nobody came to the port that was meant
    expect(t:output("server")):equals("[Errno 98] Address already in use\nwaiting for connection\n")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:*
        < "welcome to the server"
        > EOF
        < EOF
    ]]
  end)

  it("11: after a printed connect error the client goes on, to another error", function(t)
    t:run("client", function()
      local multithreadclient <close> = socket.socket()
      local ok, e = pcall(multithreadclient.connect, multithreadclient, ADDRESS)
      if not ok then print(tostring(e)) end
      e = expect(function() multithreadclient:recv(2048) end):raises(socket.OSError, { errno = socket.ENOTCONN })
      expect(tostring(e)):equals("[Errno 107] Transport endpoint is not connected")
    end)
    expect(t:output("client")):equals("[Errno 111] Connection refused\n")
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:1233
        ! connect ECONNREFUSED
    ]]
  end)

  it("12: an empty input sends nothing, and both sides wait", { segment = false }, function(t)
    t:answer("client", { "" })
    t:run("server", function()
      local multithreadserver <close> = socket.create_server(ADDRESS)
      local connection <close> = multithreadserver:accept()
      connection:send("welcome to the server")
      expect(connection:recv(2048)):equals("") -- what ends its wait is the client's close
    end, "client", function()
      local s <close> = socket.create_connection(ADDRESS)
      expect(s:recv(2048)):equals("welcome to the server")
      expect(s:send(input("Say something"))):equals(0)
      s:settimeout(0.05) -- the document's client has none: it would wait for ever
      expect(function() s:recv(1024) end):raises(socket.timeout)
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        ! recv timeout
        > EOF
        < EOF
    ]]
  end)

  it("13: the host and the port are printed without anything between them", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    local s <close> = socket.create_connection(ADDRESS)
    local _, addr = listener:accept()
    print(("connected to %s%s"):format(addr[1], addr[2]))
    expect(t:output("main")):equals("connected to 127.0.0.1" .. s:getsockname().port .. "\n")
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:1233
    ]]
  end)
end)

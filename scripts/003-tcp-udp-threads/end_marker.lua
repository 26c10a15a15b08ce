-- Document 003, lines 47-76: the TCP server on port 8001 that answers "Hey client" until a client says "END" or ends.
-- The document's slips are mended here (`white`, `cleint`); broken_servers.lua shows what comes of them.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 8001 }

-- One client's conversation. `before_reply`, where given, is called before each reply.
local function serve(client, before_reply)
  while true do
    local data = client:recv(1024)
    if data == "" or data == "END" then break end
    print("received from client" .. data)
    if before_reply then before_reply() end
    if not pcall(client.send, client, "Hey client") then print("exit by user") end
  end
  client:close()
end

local function listening()
  local server = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  server:bind(ADDRESS)
  server:listen(5)
  return server
end

-- Starts the document's server: one client after the other, for ever.
local function start(t, before_reply)
  local server = listening()
  t:background("server", function()
    while true do
      print("server waiting...")
      local client, addr = server:accept()
      print(("client connected from %s"):format(addr))
      serve(client, before_reply)
    end
  end)
end

local function connected()
  local sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  sock:connect(ADDRESS)
  return sock
end

-- What the server has printed, with the clients' ports as they came taken out.
local function printed(t) return (t:output("server"):gsub("'127%.0%.0%.1', %d+", "ADDR")) end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the TCP server of document 003", in_private, function()
  it("answers Hey client to what it receives, and closes at END", { segment = false }, function(t)
    start(t)
    local sock <close> = connected()
    sock:send("hello")
    expect(sock:recv(1024)):equals("Hey client")
    sock:send("END")
    expect(sock:recv(1024)):equals("")
    expect(printed(t)):equals(
      "server waiting...\nclient connected from (ADDR)\nreceived from clienthello\nserver waiting...\n")
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:8001
        > "hello"
        < "Hey client"
        > "END"
        < EOF
    ]]
  end)

  it("closes at the end of the stream too", { segment = false }, function(t)
    start(t)
    local sock <close> = connected()
    sock:send("hello")
    expect(sock:recv(1024)):equals("Hey client")
    sock:shutdown(socket.SHUT_WR)
    expect(sock:recv(1024)):equals("")
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:8001
        > "hello"
        < "Hey client"
        > EOF
        < EOF
    ]]
  end)

  it("serves one client at a time: the next one waits until the first has ended", { segment = false }, function(t)
    start(t)
    local first, second = connected(), connected()
    second:send("second")
    first:send("first")
    expect(first:recv(1024)):equals("Hey client")
    second:setblocking(false)
    expect(function() second:recv(1024) end):raises(socket.BlockingIOError)
    second:setblocking(true)
    first:send("END")
    expect(second:recv(1024)):equals("Hey client")
    expect(printed(t)):equals("server waiting...\nclient connected from (ADDR)\nreceived from clientfirst\n"
      .. "server waiting...\nclient connected from (ADDR)\nreceived from clientsecond\n")
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:8001
        > "first"
        < "Hey client"
        > "END"
        < EOF
      main#2 > server  tcp 127.0.0.1:8001
        > "second"
        < "Hey client"
    ]]
  end)

  it("says exit by user where its reply finds nobody, and goes on to the next client", { segment = false }, function(t)
    local received, gone = t:event(), t:event()
    start(t, function()
      received:set()
      gone:wait()
    end)
    local sock = connected()
    sock:send("hello")
    received:wait()
    sock:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("=i4i4", 1, 0)) -- close() resets
    sock:close()
    gone:set()
    local late <close> = connected()
    late:send("END")
    expect(late:recv(1024)):equals("")
    expect(printed(t)):equals("server waiting...\nclient connected from (ADDR)\nreceived from clienthello\n"
      .. "exit by user\nserver waiting...\nclient connected from (ADDR)\nserver waiting...\n")
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:8001
        > "hello"
        > RST
        ! server send ECONNRESET
        < EOF
      main#2 > server  tcp 127.0.0.1:8001
        > "END"
        < EOF
    ]]
  end)
end)

describe("the defects of document 003: the TCP server", in_private, function()
  it("5: an END that comes together with what was before it ends nothing", { segment = false }, function(t)
    local taken = t:event()
    local server <close> = listening()
    t:run("client", function()
      local sock <close> = connected()
      sock:send("hello")
      sock:send("END")
      expect(sock:recv(1024)):equals("Hey client")
      taken:set()
    end, "server", function()
      local client = server:accept()
      client:recv(8, socket.MSG_PEEK | socket.MSG_WAITALL) -- both have come
      serve(client)
      taken:wait()
    end)
    expect(t:output("server")):equals("received from clienthelloEND\n")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:8001
        > "helloEND"
        < "Hey client"
        > EOF
        < EOF
    ]]
  end)

  it("5: an END that comes in two parts is two messages", { segment = false }, function(t)
    start(t)
    local sock <close> = connected()
    sock:send("EN")
    expect(sock:recv(1024)):equals("Hey client")
    sock:send("D")
    expect(sock:recv(1024)):equals("Hey client")
    expect(printed(t)):equals("server waiting...\nclient connected from (ADDR)\nreceived from clientEN\n"
      .. "received from clientD\n")
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:8001
        > "EN"
        < "Hey client"
        > "D"
        < "Hey client"
    ]]
  end)

  it("5: a character of UTF-8 can be cut by recv, and then is none", { segment = false }, function(t)
    local server <close> = listening()
    local sock <close> = connected()
    local client <close> = server:accept()
    sock:send("café")
    client:recv(5, socket.MSG_PEEK | socket.MSG_WAITALL)
    local data = client:recv(4)
    expect(data):equals("caf\xc3")
    expect((utf8.len(data))):is_nil() -- Python: UnicodeDecodeError, unexpected end of data
    expect(utf8.len(data .. client:recv(1024))):equals(4)
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:8001
        > "café"
    ]]
  end)

  it("14: the server never closes its listener: after each client it waits for another", {
    segment = false,
  }, function(t)
    start(t)
    for _ = 1, 3 do
      local sock <close> = connected()
      sock:send("END")
      expect(sock:recv(1024)):equals("")
    end
    expect(t:calls("server")):equals {
      "accept", "recv", "close", "accept", "recv", "close", "accept", "recv", "close", "accept",
    }
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:8001
        > "END"
        < EOF
        > EOF
      main#2 > server  tcp 127.0.0.1:8001
        > "END"
        < EOF
        > EOF
      main#3 > server  tcp 127.0.0.1:8001
        > "END"
        < EOF
        > EOF
    ]]
  end)
end)

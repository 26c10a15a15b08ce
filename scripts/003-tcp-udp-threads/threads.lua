-- Document 003, lines 112-185: the multi-thread server on port 1233 and its client. A thread of the document is a task
-- here. What the document gets wrong is mended; broken_threads.lua shows what comes of it.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 1233 }

-- socket.socket() without arguments, as the document has it: AF_INET and SOCK_STREAM.
local function listening()
  local multithreadserver = socket.socket()
  multithreadserver:bind(ADDRESS)
  multithreadserver:listen(5)
  return multithreadserver
end

local function clientThread(connection)
  connection:send("welcome to the server")
  while true do
    local data = connection:recv(2048)
    if data == "" then break end
    connection:sendall("Hello I'm Server " .. data)
  end
  connection:close()
end

-- Starts the server; returns its threads, which grow by one with every client.
local function start(t)
  local multithreadserver, threads = listening(), {}
  t:background("server", function()
    print("waiting for connection")
    local threadCount = 0
    while true do
      local client, addr = multithreadserver:accept()
      print(("connected to %s%s"):format(addr[1], addr[2]))
      threadCount = threadCount + 1
      threads[threadCount] = t:spawn("thread " .. threadCount, clientThread, client)
      print("TrheadNumber " .. threadCount)
    end
  end)
  return threads
end

-- The document's client: its loop ends only with its input, by EOFError.
local function client()
  local multithreadclient <close> = socket.socket()
  multithreadclient:connect(ADDRESS)
  print(multithreadclient:recv(2048))
  local ok, e = pcall(function()
    while true do
      local Input = input("Say something")
      multithreadclient:send(Input)
      print(multithreadclient:recv(1024))
    end
  end)
  assert(not ok and socket.isinstance(e, socket.EOFError), e)
end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the multi-thread server of document 003", in_private, function()
  it("greets its client and answers whatever it says", { segment = false }, function(t)
    local threads = start(t)
    t:answer("client", { "hello", "again" })
    t:run("client", client)
    threads[1]:join()
    expect(t:output("client")):equals("welcome to the server\n"
      .. "Say somethingHello I'm Server hello\nSay somethingHello I'm Server again\nSay something")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "hello"
        < "Hello I'm Server hello"
        > "again"
        < "Hello I'm Server again"
        > EOF
        < EOF
    ]]
  end)

  it("serves several clients at once, and counts its threads", { segment = false }, function(t)
    local threads = start(t)
    local all_there = t:barrier(3)
    local function talk(...)
      local s <close> = socket.create_connection(ADDRESS)
      expect(s:recv(2048)):equals("welcome to the server")
      all_there:wait() -- nobody has said anything yet, and all three have been greeted
      for _, word in ipairs { ... } do
        s:send(word)
        expect(s:recv(1024)):equals("Hello I'm Server " .. word)
        all_there:wait()
      end
    end
    t:run("alice", function() talk("one", "two") end, "bob", function() talk("un", "deux") end,
      "carol", function() talk("eins", "zwei") end)
    for _, thread in ipairs(threads) do thread:join() end
    local printed = t:output("server"):gsub("127%.0%.0%.1%d+", "ADDR")
    expect(printed):equals("waiting for connection\n" ..
      "connected to ADDR\nTrheadNumber 1\nconnected to ADDR\nTrheadNumber 2\nconnected to ADDR\nTrheadNumber 3\n")
    expect(t:calls("thread 2")):equals { "send", "recv", "sendall", "recv", "sendall", "recv", "close" }
    expect(t):exchanged [[
      alice > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "one"
        < "Hello I'm Server one"
        > "two"
        < "Hello I'm Server two"
        > EOF
        < EOF
      bob > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "un"
        < "Hello I'm Server un"
        > "deux"
        < "Hello I'm Server deux"
        > EOF
        < EOF
      carol > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "eins"
        < "Hello I'm Server eins"
        > "zwei"
        < "Hello I'm Server zwei"
        > EOF
        < EOF
    ]]
  end)

  it("gives every client a thread of its own, whatever becomes of the others", { segment = false }, function(t)
    local threads = start(t)
    local silent, gone = socket.create_connection(ADDRESS), socket.create_connection(ADDRESS)
    expect(silent:recv(2048)):equals("welcome to the server")
    expect(gone:recv(2048)):equals("welcome to the server")
    gone:close()
    t:answer("client", { "hello" })
    t:run("client", client)
    expect(t:output("client")):contains("Hello I'm Server hello\n")
    for i = 2, 3 do threads[i]:join() end
    expect(t):exchanged [[
      main > server  tcp 127.0.0.1:1233
        < "welcome to the server"
      main#2 > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        > EOF
        < EOF
      client > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "hello"
        < "Hello I'm Server hello"
        > EOF
        < EOF
    ]]
  end)

  it("has sockets of AF_INET and SOCK_STREAM, which is what socket() without arguments makes", function()
    local s <close> = listening()
    expect({ s.family, s.type, s.proto }):equals { socket.AF_INET, socket.SOCK_STREAM, 0 }
    expect(s:getsockname()):equals(ADDRESS)
  end)
end)

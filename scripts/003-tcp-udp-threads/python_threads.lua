-- Document 003, lines 112-185, as Python programs (python/): the multi-thread server and its client, each against
-- parley, the two against each other, and what is broken in them as it is printed.
local process = require "process"
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 1233 }
local listening = { tcp = ADDRESS, timeout = 10 }
local greeting = "welcome to the server"

local function python(t, file, ready, stdin)
  local path = t:script_folder() .. "/python/" .. file
  return process.start { command = { "python3", "-u", path }, name = file, ready = ready, stdin = stdin }
end

-- It has died of an exception; the last line of the traceback matches the pattern.
local function expect_death(p, pattern)
  expect(p:wait()):equals { exit_code = 1 }
  expect(p:stderr():match("([^\n]*)\n$")):matches(pattern)
end

-- A client that has been greeted.
local function greeted()
  local s = socket.create_connection(ADDRESS)
  expect(s:recv_exactly(#greeting)):equals(greeting)
  return s
end

-- The document's client ends with its input only.
local ended_input = "^EOFError: EOF when reading a line$"

-- The document's programs take a receive for a message.
local options = { timeout = 20, segment = false, requires = { "private", "command:python3" } }

describe("the Python threads of document 003", options, function()
  it("are a server that answers several clients of parley's at once, and counts its threads", function(t)
    local server = python(t, "thread_server.py", listening)
    local clients, console = {}, "waiting for connection\n"
    for i = 1, 2 do
      clients[i] = greeted()
      server:wait_for_output("TrheadNumber " .. i .. "\n")
      local port = clients[i]:getsockname().port -- printed behind the address with nothing between them: defect 13
      console = ("%sconnected to 127.0.0.1%d\nTrheadNumber %d\n"):format(console, port, i)
    end
    for _, i in ipairs { 2, 1, 2 } do
      local reply = "Hello I'm Server from " .. i
      clients[i]:send("from " .. i)
      expect(clients[i]:recv_exactly(#reply)):equals(reply)
    end
    for i = 1, 2 do
      clients[i]:shutdown(socket.SHUT_WR)
      expect(clients[i]:recv(2048)):equals("")
    end
    expect(server:stop()):equals { signal = "SIGTERM" }
    expect(server:output()):equals(console)
    expect(t):exchanged [[
      main > thread_server.py  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "from 1"
        < "Hello I'm Server from 1"
        > EOF
        < EOF
      main#2 > thread_server.py  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "from 2"
        < "Hello I'm Server from 2"
        > "from 2"
        < "Hello I'm Server from 2"
        > EOF
        < EOF
    ]]
  end)

  it("are a client that says to a server of parley's what it is told, and prints the replies", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    local client = python(t, "thread_client.py", nil, "hello\nagain\n")
    t:run("server", function()
      local connection <close> = listener:accept()
      connection:send(greeting)
      for _ = 1, 2 do connection:send("Hello I'm Server " .. connection:recv(2048)) end
      expect(connection:recv(2048)):equals("")
    end)
    expect_death(client, ended_input)
    expect(client:stdout()):equals("welcome to the server\nSay somethingHello I'm Server hello\n"
      .. "Say somethingHello I'm Server again\nSay something")
    expect(t):exchanged [[
      thread_client.py > server  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "hello"
        < "Hello I'm Server hello"
        > "again"
        < "Hello I'm Server again"
        > EOF
        < EOF
    ]]
  end)

  it("are a server and a client that print what each says", function(t)
    local server = python(t, "thread_server.py", listening)
    local client = python(t, "thread_client.py", nil, "hello\n")
    expect_death(client, ended_input)
    expect(client:stdout()):equals("welcome to the server\nSay somethingHello I'm Server hello\nSay something")
    server:wait_for_output("TrheadNumber 1\n")
    expect(server:stop()):equals { signal = "SIGTERM" }
    expect(server:output()):matches("^waiting for connection\nconnected to 127%.0%.0%.1%d+\nTrheadNumber 1\n$")
  end)
end)

describe("the defects of document 003 in Python: the threads", options, function()
  it("8: a thread that encodes bytes dies of an AttributeError; its client waits for the next accept", function(t)
    local server = python(t, "defect_8_encode.py", listening)
    local first <close> = greeted()
    first:send("hello")
    server:wait_for_output("\nAttributeError: 'bytes' object has no attribute 'encode'")
    first:setblocking(false)
    expect(function() first:recv(1024) end):raises(socket.BlockingIOError)
    first:setblocking(true)
    local second <close> = greeted()
    expect(first:recv(1024)):equals("")
    expect(server:stop()):equals { signal = "SIGTERM" } -- the threads die, the server does not
    expect(second:recv(1024)):equals("")
    expect(t):exchanged [[
      main > defect_8_encode.py  tcp 127.0.0.1:1233
        < "welcome to the server"
        > "hello"
        < EOF
      main#2 > defect_8_encode.py  tcp 127.0.0.1:1233
        < "welcome to the server"
        < EOF
    ]]
  end)

  it("8: also at the end of the stream", function(t)
    local server <close> = python(t, "defect_8_encode.py", listening)
    local s <close> = greeted()
    s:shutdown(socket.SHUT_WR)
    server:wait_for_output("\nAttributeError: 'bytes' object has no attribute 'encode'")
    s:setblocking(false)
    expect(function() s:recv(1024) end):raises(socket.BlockingIOError) -- it was not closed
    expect(t):exchanged [[
      main > defect_8_encode.py  tcp 127.0.0.1:1233
        < "welcome to the server"
        > EOF
    ]]
  end)

  it("9: a server that starts its thread with one argument dies of a TypeError, and greets nobody", function(t)
    local server = python(t, "defect_9_thread.py", listening)
    local s <close> = socket.create_connection(ADDRESS)
    expect(s:recv(2048)):equals("")
    expect_death(server, "^TypeError: start_new_thread expected at least 2 arguments, got 1$")
    expect(server:stdout()) -- and no thread number
      :equals(("waiting for connection\nconnected to 127.0.0.1%d\n"):format(s:getsockname().port))
    expect(t):exchanged [[
      main > defect_9_thread.py  tcp 127.0.0.1:1233
        < EOF
    ]]
  end)

  it("10: a server whose port is taken says so, and goes on without it", function(t)
    local other <close> = socket.create_server(ADDRESS)
    local server = python(t, "thread_server.py")
    server:wait_for_output("waiting for connection\n")
    expect(server:stop()):equals { signal = "SIGTERM" }
    expect(server:output()):equals("[Errno 98] Address already in use\nwaiting for connection\n")
    other:settimeout(0)
    expect(function() other:accept() end):raises(socket.BlockingIOError)
  end)

  it("11: a client that finds nobody says so, and goes on to die of an OSError", function(t)
    local client = python(t, "thread_client.py")
    expect_death(client, "^OSError: %[Errno 107%] Transport endpoint is not connected$")
    expect(client:stdout()):equals("[Errno 111] Connection refused\n")
  end)

  it("12: a client that is told nothing sends nothing, and waits until its server ends", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    local client = python(t, "thread_client.py", nil, process.PIPE)
    local connection <close> = listener:accept()
    connection:send(greeting)
    client:wait_for_output("Say something")
    client:write("\n")
    expect(function() client:wait_for_output("Say something", 0.1) end):raises(process.TimeoutError)
    connection:shutdown(socket.SHUT_WR)
    client:wait_for_output("\nSay something") -- it has printed an empty reply
    client:close_stdin()
    expect_death(client, ended_input)
    expect(connection:recv(2048)):equals("")
    expect(t):exchanged [[
      thread_client.py > main  tcp 127.0.0.1:1233
        < "welcome to the server"
        > EOF
        < EOF
    ]]
  end)
end)

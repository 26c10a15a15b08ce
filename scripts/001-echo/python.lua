-- Document 001 as Python programs (python/): each repaired one against parley, the two against each other, and those
-- that are broken as they are printed.
local process = require "process"
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 65432 }
local listening = { tcp = ADDRESS, timeout = 10 }

local function python(t, file, ready)
  local path = t:script_folder() .. "/python/" .. file
  return process.start { command = { "python3", "-u", path }, name = file, ready = ready }
end

-- It has died of an exception; the last line of the traceback matches the pattern.
local function expect_death(p, pattern)
  expect(p:wait()):equals { exit_code = 1 }
  expect(p:stderr():match("([^\n]*)\n$")):matches(pattern)
end

local function is_refused()
  local stream <close> = socket.socket()
  local e = expect(function() stream:connect(ADDRESS) end):raises(socket.ConnectionRefusedError)
  expect(tostring(e)):equals("[Errno 111] Connection refused")
end

-- The document's programs take a receive for a message.
local options = { timeout = 20, segment = false, requires = { "private", "command:python3" } }

describe("the Python programs of document 001", options, function()
  it("are a server that sends back what a client of parley's says, however often", function(t)
    local server = python(t, "server.py", listening)
    local port
    t:run("client", function()
      local stream <close> = socket.create_connection(ADDRESS)
      port = stream:getsockname().port
      for _, words in ipairs { "Hello World", "Hello again" } do
        stream:sendall(words)
        expect(stream:recv_exactly(#words)):equals(words)
      end
      stream:shutdown(socket.SHUT_WR)
      expect(stream:recv(1024)):equals("")
    end)
    expect(server:wait()):equals { exit_code = 0 } -- one client, then it ends
    expect(server:output()):equals(("Connected by ('127.0.0.1', %d)\n"):format(port))
    expect(t):exchanged [[
      client > server.py  tcp 127.0.0.1:65432
        > "Hello World"
        < "Hello World"
        > "Hello again"
        < "Hello again"
        > EOF
        < EOF
    ]]
  end)

  it("are a client that prints the repr of what a server of parley's sends back", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    local client = python(t, "client.py")
    t:run("server", function()
      local conn <close> = listener:accept()
      conn:sendall(conn:recv_exactly(11))
      expect(conn:recv(1024)):equals("")
    end)
    expect(client:wait()):equals { exit_code = 0 }
    expect(client:output()):equals("Received : b'Hello World'\n")
    expect(t):exchanged [[
      client.py > server  tcp 127.0.0.1:65432
        > "Hello World"
        < "Hello World"
        > EOF
        < EOF
    ]]
  end)

  it("are a server and a client that print what the document says", function(t)
    local server, client = python(t, "server.py", listening), python(t, "client.py")
    expect(client:wait()):equals { exit_code = 0 }
    expect(server:wait()):equals { exit_code = 0 }
    expect(client:output()):equals("Received : b'Hello World'\n")
    expect(server:output()):matches("^Connected by %('127%.0%.0%.1', %d+%)\n$")
  end)
end)

describe("the defects of document 001 in Python", options, function()
  it("1, 2, 4: a server that dies before it listens refuses its client", function(t)
    local deaths = {
      { "defect_1_stream.py", "^NameError: name 's' is not defined" },
      { "defect_2_bind.py", "^TypeError: bind%(%): AF_INET address must be tuple, not list$" },
      { "defect_4_brackets.py", "^TypeError: 'list' object cannot be interpreted as an integer$" },
    }
    for _, death in ipairs(deaths) do
      expect_death(python(t, death[1]), death[2])
      t:run("client", is_refused)
    end
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:65432
        ! connect ECONNREFUSED
      client#2 > -  tcp 127.0.0.1:65432
        ! connect ECONNREFUSED
      client#3 > -  tcp 127.0.0.1:65432
        ! connect ECONNREFUSED
    ]]
  end)

  it("3: a server that replies with a list dies of a TypeError, and its client gets the end instead", function(t)
    local server = python(t, "defect_3_sendall.py", listening)
    t:run("client", function()
      local stream <close> = socket.create_connection(ADDRESS)
      stream:sendall("Hello World")
      expect(stream:recv(1024)):equals("")
    end)
    expect_death(server, "^TypeError: a bytes%-like object is required, not 'list'$")
    expect(t):exchanged [[
      client > defect_3_sendall.py  tcp 127.0.0.1:65432
        > "Hello World"
        < EOF
        > EOF
    ]]
  end)
end)

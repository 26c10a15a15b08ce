-- Document 004 as Python programs (python/): each repaired one against parley, and those that are broken as they are
-- printed.
local process = require "process"
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 80 }
local listening = { tcp = ADDRESS, timeout = 10 }
local name = "www.example.test"
local question = "What server do you want to connect to?"

local function python(t, file, ready, stdin)
  local path = t:script_folder() .. "/python/" .. file
  return process.start { command = { "python3", "-u", path }, name = file, ready = ready, stdin = stdin }
end

-- It has died of an exception; the last line of the traceback matches the pattern.
local function expect_death(p, pattern)
  expect(p:wait()):equals { exit_code = 1 }
  expect(p:stderr():match("([^\n]*)\n$")):matches(pattern)
end

local function is_refused()
  local sock <close> = socket.socket()
  expect(function() sock:connect(ADDRESS) end):raises(socket.ConnectionRefusedError)
end

-- The document's programs take a receive for a message.
local options = {
  timeout = 20, segment = false, requires = { "private", "command:python3" }, hosts = { [name] = "127.0.0.1" },
}

describe("the Python programs of document 004", options, function()
  it("are a server that echoes to a client of parley's until it gets empty bytes", function(t)
    local server = python(t, "server.py", listening)
    t:run("client", function()
      local sock <close> = socket.create_connection(ADDRESS)
      for _, words in ipairs { "one", "b''", "\0\xff" } do
        sock:sendall(words)
        expect(sock:recv_exactly(#words)):equals(words)
      end
      sock:shutdown(socket.SHUT_WR)
      expect(sock:recv(1024)):equals("")
    end)
    expect(server:wait()):equals { exit_code = 0 }
    expect(server:output()):equals("")
    expect(t):exchanged [[
      client > server.py  tcp 127.0.0.1:80
        > "one"
        < "one"
        > "b''"
        < "b''"
        > 00 ff
        < 00 ff
        > EOF
        < EOF
    ]]
  end)

  it("are a client that gets / from a server of parley's, and prints the repr of the reply", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    local client = python(t, "client.py", nil, name .. "\n")
    t:run("server", function()
      local conn <close> = listener:accept()
      conn:recv_until("\r\n\r\n")
      conn:sendall("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nHello")
      expect(conn:recv(1024)):equals("")
    end)
    expect(client:wait()):equals { exit_code = 0 }
    expect(client:output()):equals(question .. [[b'HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nHello']] .. "\n")
    expect(t):exchanged [[
      client.py > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: www.example.test\r\n"
        > "Connection: close\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Connection: close\r\n"
        < "\r\n"
        < "Hello"
        > EOF
        < EOF
    ]]
  end)

  it("are a server and a client that understand each other: the echo of a request is a reply too", function(t)
    local server, client = python(t, "server.py", listening), python(t, "client.py", nil, name .. "\n")
    expect(client:wait()):equals { exit_code = 0 }
    expect(server:wait()):equals { exit_code = 0 }
    expect(client:output())
      :equals(question .. [[b'GET / HTTP/1.1\r\nHost: www.example.test\r\nConnection: close\r\n\r\n']] .. "\n")
  end)

  it("are a client that sends a text: it dies of a TypeError, and its server sees the end and no word", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    local client = python(t, "text_client.py")
    t:run("server", function()
      local conn <close> = listener:accept()
      expect(conn:recv(1024)):equals("")
    end)
    expect_death(client, "^TypeError: a bytes%-like object is required, not 'str'$")
    expect(t):exchanged [[
      text_client.py > server  tcp 127.0.0.1:80
        > EOF
        < EOF
    ]]
  end)
end)

describe("the defects of document 004 in Python", options, function()
  it("1, 2: a server that dies before it listens refuses its client", function(t)
    local deaths = {
      { "defect_1_host.py", "^NameError: name 'HOST' is not defined" },
      { "defect_1_two_arguments.py", "^TypeError: .*bind%(%) takes exactly one argument %(2 given%)$" },
      { "defect_2_comment.py", "^SyntaxError: unexpected character after line continuation character$" },
    }
    for _, death in ipairs(deaths) do
      expect_death(python(t, death[1]), death[2])
      t:run("client", is_refused)
    end
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
      client#2 > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
      client#3 > -  tcp 127.0.0.1:80
        ! connect ECONNREFUSED
    ]]
  end)

  it("2: a client whose recv is given <int> dies of a SyntaxError before it connects", function(t)
    local listener <close> = socket.create_server(ADDRESS)
    expect_death(python(t, "defect_2_int.py"), "^SyntaxError: invalid syntax")
    listener:settimeout(0)
    expect(function() listener:accept() end):raises(socket.BlockingIOError)
    expect(t):exchanged ""
  end)

  it("3, 8: a refused connection is no gaierror; a name with the protocol before it is one", function(t)
    local deaths = {
      { name, "^ConnectionRefusedError: %[Errno 111%] Connection refused$" },
      { "http://localhost", "^socket%.gaierror: %[Errno %-2%] Name or service not known$" },
    }
    for _, death in ipairs(deaths) do
      local client = python(t, "client.py", nil, death[1] .. "\n")
      expect_death(client, death[2])
      expect(client:stdout()):equals(question)
    end
  end)
end)

-- Document 003, lines 17-76, as Python programs (python/): the port checker and the server of END, each against parley,
-- the two against each other, and those that are broken as they are printed.
local process = require "process"
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 8001 }
local listening = { tcp = ADDRESS, timeout = 10 }
local prompts = "socket created\nenter the host name to connect: enter the port: "

local function python(t, file, ready, stdin)
  local path = t:script_folder() .. "/python/" .. file
  return process.start { command = { "python3", "-u", path }, name = file, ready = ready, stdin = stdin }
end

-- It has died of an exception; the last line of the traceback matches the pattern.
local function expect_death(p, pattern)
  expect(p:wait()):equals { exit_code = 1 }
  expect(p:stderr():match("([^\n]*)\n$")):matches(pattern)
end

-- What the server has printed once it waits for its n-th client; it is stopped then. The clients' ports are taken out.
local function printed_by(server, n)
  for _ = 1, n do server:wait_for_output("server waiting%.%.%.\n") end
  expect(server:stop()):equals { signal = "SIGTERM" } -- it never ends by itself: defect 14
  return (server:output():gsub("'127%.0%.0%.1', %d+", "ADDR"))
end

-- The document's programs take a receive for a message.
local options = { timeout = 20, segment = false, requires = { "private", "command:python3" } }

describe("the Python programs of document 003 over TCP", options, function()
  it("are a server that answers Hey client to a client in another language, and closes at END", function(t)
    local server = python(t, "tcp_server.py", listening)
    t:run("client", function()
      local sock <close> = socket.create_connection(ADDRESS)
      for _, words in ipairs { "hello", "helloEND", "again" } do -- an END with what was before it is none: defect 5
        sock:send(words)
        expect(sock:recv_exactly(10)):equals("Hey client")
      end
      sock:send("END")
      expect(sock:recv(1024)):equals("")
    end)
    expect(printed_by(server, 2)):equals("server waiting...\nclient connected from (ADDR)\nreceived from clienthello\n"
      .. "received from clienthelloEND\nreceived from clientagain\nserver waiting...\n")
    expect(t):exchanged [[
      client > tcp_server.py  tcp 127.0.0.1:8001
        > "hello"
        < "Hey client"
        > "helloEND"
        < "Hey client"
        > "again"
        < "Hey client"
        > "END"
        < EOF
        > EOF
    ]]
  end)

  it("are a port checker that connects to a server of parley's, and says not a word", function(t)
    local server <close> = socket.create_server(ADDRESS)
    local checker = python(t, "port_checker.py", nil, "localhost\n8001\n")
    t:run("server", function()
      local client <close> = server:accept()
      expect(client:recv(1024)):equals("")
    end)
    expect(checker:wait()):equals { exit_code = 0 }
    expect(checker:output()):equals(prompts .. "socket connected to localhost:8001\n")
    expect(t):exchanged [[
      port_checker.py > server  tcp 127.0.0.1:8001
        > EOF
        < EOF
    ]]
  end)

  it("are a port checker that gives the reason when it fails", function(t)
    local failures = {
      { "127.0.0.1", "[Errno 111] Connection refused" },
      { "no such host", "[Errno -2] Name or service not known" },
    }
    for _, failure in ipairs(failures) do
      local host, reason = table.unpack(failure)
      local checker = python(t, "port_checker.py", nil, host .. "\n8001\n")
      expect(checker:wait()):equals { exit_code = 0 }
      expect(checker:output()):equals(("%sFailed to connected to %s:8001\nReason %s\n"):format(prompts, host, reason))
    end
  end)

  it("are a server that sees the port checker come and go", function(t)
    local server = python(t, "tcp_server.py", listening)
    local checker = python(t, "port_checker.py", nil, "127.0.0.1\n8001\n")
    expect(checker:wait()):equals { exit_code = 0 }
    expect(checker:output()):equals(prompts .. "socket connected to 127.0.0.1:8001\n")
    expect(printed_by(server, 2)):equals("server waiting...\nclient connected from (ADDR)\nserver waiting...\n")
  end)
end)

describe("the defects of document 003 in Python, over TCP", options, function()
  it("1: a server of white True dies of a SyntaxError, and its client is refused", function(t)
    expect_death(python(t, "defect_1_white.py"), "^SyntaxError: invalid syntax")
    t:run("client", function()
      local sock <close> = socket.socket()
      expect(function() sock:connect(ADDRESS) end):raises(socket.ConnectionRefusedError)
    end)
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:8001
        ! connect ECONNREFUSED
    ]]
  end)

  it("2: a server that calls its client by another name dies of a NameError; a silent client sees the end", function(t)
    local server = python(t, "defect_2_cleint.py", listening)
    t:run("client", function()
      local sock <close> = socket.create_connection(ADDRESS)
      expect(sock:recv(1024)):equals("")
    end)
    expect_death(server, "^NameError: name 'client' is not defined")
    expect(server:stdout()):matches("^server waiting%.%.%.\nclient connected from %('127%.0%.0%.1', %d+%)\n$")
    expect(t):exchanged [[
      client > defect_2_cleint.py  tcp 127.0.0.1:8001
        < EOF
        > EOF
    ]]
  end)

  it("2: a client that had sent something before it was accepted sees a reset", function(t)
    local server = python(t, "defect_2_cleint.py", listening)
    server:signal("SIGSTOP") -- what the client says is there before the server goes on
    t:run("client", function()
      local sock <close> = socket.create_connection(ADDRESS)
      sock:send("hello")
      server:signal("SIGCONT")
      expect(function() sock:recv(1024) end):raises(socket.ConnectionResetError)
    end)
    expect_death(server, "^NameError: name 'client' is not defined")
    expect(t):exchanged [[
      client > defect_2_cleint.py  tcp 127.0.0.1:8001
        > "hello"
        < RST
        ! recv ECONNRESET
        > EOF
    ]]
  end)

  it("4: a port checker that is told no port dies of what is no socket error, and nobody hears of it", function(t)
    local server <close> = socket.create_server(ADDRESS)
    local deaths = {
      { "http", "^ValueError: invalid literal for int%(%) with base 10: 'http'$" },
      { "99999", "^OverflowError: connect%(%): port must be 0%-65535%.$" },
    }
    for _, death in ipairs(deaths) do
      local checker = python(t, "port_checker.py", nil, "127.0.0.1\n" .. death[1] .. "\n")
      expect_death(checker, death[2])
      expect(checker:stdout()):equals(prompts)
    end
    server:settimeout(0)
    expect(function() server:accept() end):raises(socket.BlockingIOError)
    expect(t):exchanged ""
  end)

  it("5: a server that gets half a character dies of a UnicodeDecodeError, and its client sees the end", function(t)
    local server = python(t, "tcp_server.py", listening)
    t:run("client", function()
      local sock <close> = socket.create_connection(ADDRESS)
      sock:send("caf\xc3")
      expect(sock:recv(1024)):equals("")
    end)
    expect_death(server,
      "^UnicodeDecodeError: 'utf%-8' codec can't decode byte 0xc3 in position 3: unexpected end of data$")
    expect(t):exchanged [[
      client > tcp_server.py  tcp 127.0.0.1:8001
        > 63 61 66 c3
        < EOF
        > EOF
    ]]
  end)
end)

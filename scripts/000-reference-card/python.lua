-- Document 000 as Python programs (python/): each repaired one against parley, the two against each other, and those
-- that are broken as they are printed.
local process = require "process"
local socket = require "socket"

local CONFIG = { "127.0.0.1", 1614 }
local listening = { tcp = CONFIG, timeout = 10 }

local function python(t, file, ready)
  local path = t:script_folder() .. "/python/" .. file
  return process.start { command = { "python3", "-u", path }, name = file, ready = ready }
end

-- It has died of an exception; the last line of the traceback matches the pattern.
local function expect_death(p, pattern)
  expect(p:wait()):equals { exit_code = 1 }
  expect(p:stderr():match("([^\n]*)\n$")):matches(pattern)
end

-- The document's programs take a receive for a message.
local options = { timeout = 20, segment = false, requires = { "private", "command:python3" } }

describe("the Python programs of document 000", options, function()
  it("are a server that hands Yolo !! to a client of parley's", function(t)
    local server = python(t, "server.py", listening)
    t:run("client", function()
      local socketOfServer <close> = socket.create_connection(CONFIG)
      expect(socketOfServer:recv(1024)):equals("Yolo !!")
      expect(socketOfServer:recv(1024)):equals("")
    end)
    expect(server:wait()):equals { exit_code = 0 }
    expect(server:output()):equals("")
    expect(t):exchanged [[
      client > server.py  tcp 127.0.0.1:1614
        < "Yolo !!"
        < EOF
        > EOF
    ]]
  end)

  it("are a client that prints what a server of parley's hands it", function(t)
    local mySocket <close> = socket.create_server(CONFIG)
    local client = python(t, "client.py")
    t:run("server", function()
      local connectionWithClient <close> = mySocket:accept()
      connectionWithClient:send("Yolo !!")
      expect(connectionWithClient:recv(1024)):equals("")
    end)
    expect(client:wait()):equals { exit_code = 0 }
    expect(client:output()):equals("Yolo !!\n")
    expect(t):exchanged [[
      client.py > server  tcp 127.0.0.1:1614
        < "Yolo !!"
        > EOF
        < EOF
    ]]
  end)

  it("are a server and a client that understand each other", function(t)
    local server, client = python(t, "server.py", listening), python(t, "client.py")
    expect(client:wait()):equals { exit_code = 0 }
    expect(server:wait()):equals { exit_code = 0 }
    expect(client:output()):equals("Yolo !!\n")
    expect(server:output()):equals("")
  end)
end)

describe("the defects of document 000 in Python", options, function()
  it("1: a server that binds to CONFIG and wrote CONGIF dies of a NameError, and its client is refused", function(t)
    expect_death(python(t, "defect_1_congif.py"), "^NameError: name 'CONFIG' is not defined")
    t:run("client", function()
      local socketOfServer <close> = socket.socket()
      expect(function() socketOfServer:connect(CONFIG) end):raises(socket.ConnectionRefusedError)
    end)
    expect(t):exchanged [[
      client > -  tcp 127.0.0.1:1614
        ! connect ECONNREFUSED
    ]]
  end)

  it("2: a server that gives its socket to the module's close dies of a TypeError, the socket still open", function(t)
    local server = python(t, "defect_2_close.py", listening)
    t:run("client", function()
      local socketOfServer <close> = socket.create_connection(CONFIG)
      expect(socketOfServer:recv_all()):equals("still open")
    end)
    expect_death(server, "^TypeError: 'socket' object cannot be interpreted as an integer$")
    expect(t):exchanged [[
      client > defect_2_close.py  tcp 127.0.0.1:1614
        < "still open"
        < EOF
        > EOF
    ]]
  end)
end)

-- Document 002 as Python programs (python/): each against parley, the two against each other, and a client that sends a
-- text where the document explains that it has to be bytes.
local process = require "process"
local socket = require "socket"

local ADDRESS = { "localhost", 63000 }
local listening = { tcp = ADDRESS, timeout = 10 }

local function python(t, file, ready)
  local path = t:script_folder() .. "/python/" .. file
  return process.start { command = { "python3", "-u", path }, name = file, ready = ready }
end

-- It has died of an exception; this is the last line of the traceback.
local function expect_death(p, last_line)
  expect(p:wait()):equals { exit_code = 1 }
  expect(p:stderr():match("([^\n]*)\n$")):equals(last_line)
end

-- The console that the document shows, with the client's port as it came.
local console = "^Serveur en attente%.%.%.\nConnexion de %('127%.0%.0%.1', (%d+)%)\n"
  .. "Message recu: Salut le serveur !\n$"

-- The document's programs take a receive for a message.
local options = { timeout = 20, segment = false, requires = { "private", "command:python3" } }

describe("the Python programs of document 002", options, function()
  it("are a server that prints, line for line, how it is greeted by a client of parley's", function(t)
    local server = python(t, "server.py", listening)
    local port
    t:run("client", function()
      local client <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      client:connect(ADDRESS)
      port = client:getsockname().port
      client:send("Salut le serveur !")
    end)
    expect(server:wait()):equals { exit_code = 0 }
    expect(tonumber(server:output():match(console))):equals(port)
    expect(t):exchanged [[
      client > server.py  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
    ]]
  end)

  it("are a client that greets a server of parley's, and prints nothing", function(t)
    local serveur <close> = socket.create_server(ADDRESS)
    local client = python(t, "client.py")
    t:run("serveur", function()
      local client_socket <close> = serveur:accept()
      expect(client_socket:recv_all()):equals("Salut le serveur !")
    end)
    expect(client:wait()):equals { exit_code = 0 }
    expect(client:output()):equals("")
    expect(t):exchanged [[
      client.py > serveur  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
    ]]
  end)

  it("are a server and a client that leave the console of the document", function(t)
    local server, client = python(t, "server.py", listening), python(t, "client.py")
    expect(client:wait()):equals { exit_code = 0 }
    expect(server:wait()):equals { exit_code = 0 }
    expect(client:output()):equals("")
    expect(server:output()):matches(console)
  end)

  it("3: are a server that cannot start again at once where the server before it has closed first", function(t)
    local before = socket.socket()
    before:bind(ADDRESS)
    before:listen(1)
    t:run("client", function()
      local client <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      client:connect(ADDRESS)
      expect(client:recv(1024)):equals("")
    end, "serveur", function()
      before:accept():close()
      before:close()
    end)
    expect_death(python(t, "server.py"), "OSError: [Errno 98] Address already in use")
    expect(t):exchanged [[
      client > serveur  tcp 127.0.0.1:63000
        < EOF
        > EOF
    ]]
  end)

  it("are a client that sends a text: it dies of a TypeError, and its server sees the end and no word", function(t)
    local serveur <close> = socket.create_server(ADDRESS)
    local client = python(t, "text_client.py")
    t:run("serveur", function()
      local client_socket <close> = serveur:accept()
      expect(client_socket:recv(1024)):equals("")
    end)
    expect_death(client, "TypeError: a bytes-like object is required, not 'str'")
    expect(t):exchanged [[
      text_client.py > serveur  tcp 127.0.0.1:63000
        > EOF
        < EOF
    ]]
  end)
end)

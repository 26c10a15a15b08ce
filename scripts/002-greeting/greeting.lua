-- Document 002: a server that takes one greeting and ends, and its client, on localhost:63000.
local socket = require "socket"

local ADDRESS = { "localhost", 63000 }

local function server()
  local serveur = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  serveur:bind(ADDRESS)
  serveur:listen(1)
  print("Serveur en attente...")
  local client_socket, adresse = serveur:accept()
  print("Connexion de " .. tostring(adresse))
  local message = client_socket:recv(1024)
  print("Message recu: " .. message)
  client_socket:close()
  serveur:close()
end

local function client()
  local stream = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  stream:connect(ADDRESS)
  stream:send("Salut le serveur !")
  stream:close()
end

-- The console that the document shows, with the client's port as it came.
local console = "^Serveur en attente%.%.%.\nConnexion de %('127%.0%.0%.1', (%d+)%)\nMessage recu: (.*)\n$"

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the greeting of document 002", in_private, function()
  it("goes over localhost:63000 and is printed line for line", { segment = false }, function(t)
    t:run("serveur", server, "client", client)
    local port, message = t:output("serveur"):match(console)
    expect(tonumber(port)):at_least(1024) -- the document's 62674 was such a port: the kernel chooses it
    expect(message):equals("Salut le serveur !")
    expect(t:output("client")):equals("")
    expect(t):exchanged [[
      client > serveur  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
    ]]
  end)

  it("is not what the document prints: there a capital letter and the end are missing", { segment = false }, function(t)
    t:run("serveur", server, "client", client)
    local _, message = t:output("serveur"):match(console)
    expect(message):not_equals("salut le serveur")
    expect(#message):equals(18)
    expect(message:sub(1, 16):lower()):equals("salut le serveur")
    expect(t):exchanged [[
      client > serveur  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
    ]]
  end)

  it("can be given twice in a row: the client closes first, so the port is free at once", {
    segment = false,
  }, function(t)
    for _ = 1, 2 do t:run("serveur", server, "client", client) end
    expect(t):exchanged [[
      client > serveur  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
      client#2 > serveur  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
    ]]
  end)

  it("leaves the port in use for a while where the server closes first, even with SO_REUSEADDR set later", function(t)
    local listener = socket.socket()
    listener:bind(ADDRESS)
    listener:listen(1)
    t:run("client", function()
      local s <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      s:connect(ADDRESS)
      expect(s:recv(1024)):equals("")
    end, "serveur", function()
      local conn = listener:accept()
      conn:close()
      listener:close()
    end)
    local again <close> = socket.socket()
    expect(function() again:bind(ADDRESS) end):raises(socket.OSError, { errno = socket.EADDRINUSE })
    again:setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    local e = expect(function() again:bind(ADDRESS) end):raises(socket.OSError)
    expect(tostring(e)):equals("[Errno 98] Address already in use")
    expect(t):exchanged [[
      client > serveur  tcp 127.0.0.1:63000
        < EOF
        > EOF
    ]]
  end)

  it("carries bytes: an accent is two of them, and cut in the middle it is none", { segment = false }, function(t)
    local a, b = socket.socketpair()
    a:send("reçu")
    expect(b:recv(3)):equals("re\xc3")
    expect((utf8.len("re\xc3"))):is_nil()
    expect(b:recv(3)):equals("\xa7u")
    expect(t):exchanged [[
      main > main  unix socketpair
        > "reçu"
    ]]
  end)

  it("makes the calls that the document names, in their order", { segment = false }, function(t)
    t:run("serveur", server, "client", client)
    expect(t:calls("serveur")):equals { "socket", "bind", "listen", "accept", "recv", "close", "close" }
    expect(t:calls("client")):equals { "socket", "connect", "send", "close" }
    expect(t):exchanged [[
      client > serveur  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
    ]]
  end)

  it("lets a second program wait while the first is served, although listen(1) waits for one", {
    segment = false,
  }, function(t)
    local serveur <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    serveur:bind(ADDRESS)
    serveur:listen(1)
    t:run("premier", client, "second", client)
    for _ = 1, 2 do
      local client_socket <close> = serveur:accept()
      expect(client_socket:recv(1024)):equals("Salut le serveur !")
    end
    expect(t):exchanged [[
      premier > main  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
      second > main  tcp 127.0.0.1:63000
        > "Salut le serveur !"
        > EOF
        < EOF
    ]]
  end)

  it("goes over UDP as well: there a socket without a connection takes it", function(t)
    local serveur <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    serveur:bind(ADDRESS)
    t:run("client", function()
      local stream <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      stream:connect(ADDRESS)
      stream:send("Salut le serveur !")
    end)
    expect(serveur:recv(1024)):equals("Salut le serveur !")
    expect(t):exchanged [[
      client > main  udp 127.0.0.1:63000
        > "Salut le serveur !"
    ]]
  end)
end)

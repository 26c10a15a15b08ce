-- Programs of the documents, line by line as they are printed, each with a client that keeps to what they say: right by
-- chance, as nobody has cut their streams yet.
local socket = require "socket"

-- bytes.decode(): of a character that is not whole an error.
local function decode(bytes)
  if not utf8.len(bytes) then error("'utf-8' codec can't decode bytes: unexpected end of data", 2) end
  return bytes
end

-- Document 003, lines 47 to 76, from accept() on.
local function serve_003(server)
  local client = server:accept()
  while true do
    local data = client:recv(1024)
    if data == "" or decode(data) == "END" then break end
    print("received from client" .. decode(data))
    client:send("Hey client")
  end
  client:close()
end

-- Document 002, the server from accept() on.
local function serve_002(serveur)
  local client_socket = serveur:accept()
  local message = client_socket:recv(1024)
  print("Message recu: " .. decode(message))
  client_socket:close()
end

local function play(t, port, serve, client)
  local listener <close> = socket.create_server { "127.0.0.1", port }
  t:run("server", function() serve(listener) end, "client", function()
    local s <close> = socket.create_connection { "127.0.0.1", port }
    client(s)
  end)
end

scenario("END ends the conversation", function(t)
  play(t, 8001, serve_003, function(s)
    s:sendall("END")
    expect(s:recv_all()):equals("")
  end)
end)

scenario("END follows at once on what is to be answered", function(t)
  play(t, 8001, serve_003, function(s)
    s:sendall("hello")
    s:sendall("END")
    expect(s:recv_all()):equals("Hey client")
  end)
end)

scenario("the greeting is printed", function(t)
  play(t, 63000, serve_002, function(s) s:sendall("Salut le serveur !") end)
  expect(t:output("server")):equals("Message recu: Salut le serveur !\n")
end)

scenario("a greeting with an accent is printed", function(t)
  play(t, 63000, serve_002, function(s) s:sendall("é") end)
  expect(t:output("server")):equals("Message recu: é\n")
end)

scenario("a client that asks for each reply with its length counts on nothing", function(t)
  local replies = {}
  play(t, 8001, serve_003, function(s)
    for i = 1, 3 do
      s:sendall("x")
      replies[i] = s:recv_exactly(10)
    end
  end)
  expect(replies):equals { "Hey client", "Hey client", "Hey client" }
end)

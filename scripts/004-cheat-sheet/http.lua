-- Document 004, lines 37-83: the client that asks for a server, gets / from it over HTTP, and shows the reply. The
-- server is a Lua one on port 80; what the document leaves open (recv's <int>) is filled in.
local socket = require "socket"

local question = "What server do you want to connect to?"
local name = "www.example.test"

local head = "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nConnection: close\r\n\r\n"
local body = { "Hello,", " World!" }

-- Takes one request and replies in three pieces: in a row, or each in its turn where it is given turns.
local function serve(listener, turns)
  local conn <close> = listener:accept()
  print(conn:recv_until("\r\n\r\n"))
  for i, piece in ipairs { head, body[1], body[2] } do
    if turns and turns[i] then turns[i]:wait() end
    conn:sendall(piece)
  end
end

local function connected()
  local server_addr = input(question)
  local sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  sock:connect { server_addr, 80 }
  sock:send("GET / HTTP/1.1\r\nHost: " .. server_addr .. "\r\nConnection: close\r\n\r\n")
  return sock
end

describe("the HTTP client of document 004", { hosts = { [name] = "127.0.0.1" }, requires = { "private" } }, function()
  it("asks the server that it was told, and prints the repr of the reply", function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 80 }
    local sent = t:event()
    t:answer("client", { name })
    t:run("server", function()
      serve(listener)
      sent:set()
    end, "client", function()
      local sock = connected()
      sent:wait()
      local reply = sock:recv(1024, socket.MSG_WAITALL) -- all of it is there, or under way
      sock:shutdown(socket.SHUT_RDWR)
      sock:close()
      print(repr(reply))
    end)
    expect(t:output("server")):equals("GET / HTTP/1.1\r\nHost: www.example.test\r\nConnection: close\r\n\r\n\n")
    expect(t:output("client")):equals(question .. [[b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n]]
      .. [[Connection: close\r\n\r\nHello, World!']] .. "\n")
    expect(t:calls("client")):equals { "socket", "connect", "send", "recv", "shutdown", "close" }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: www.example.test\r\n"
        > "Connection: close\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Content-Length: 13\r\n"
        < "Connection: close\r\n"
        < "\r\n"
        < "Hello, World!"
        > EOF
        < EOF
    ]]
  end)

  it("gets a reply that comes in pieces whole, where it reads on until Connection: close is kept", {
    segment = false,
  }, function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 80 }
    local turns = { nil, t:event(), t:event(), t:event() }
    local pieces = {}
    t:answer("client", { name })
    t:run("server", function() serve(listener, turns) end, "client", function()
      local sock <close> = connected()
      repeat
        local piece = sock:recv(1024)
        pieces[#pieces + 1] = piece
        if turns[#pieces + 1] then turns[#pieces + 1]:set() end
      until piece == ""
    end)
    expect(pieces):equals { head, body[1], body[2], "" }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: www.example.test\r\n"
        > "Connection: close\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Content-Length: 13\r\n"
        < "Connection: close\r\n"
        < "\r\n"
        < "Hello, World!"
        < EOF
        > EOF
    ]]
  end)

  it("6: has only the first piece of the reply where it calls recv once, and the rest finds nobody", {
    segment = false,
  }, function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 80 }
    local closed = t:event()
    t:answer("client", { name })
    t:run("server", function()
      local conn <close> = listener:accept()
      conn:recv_until("\r\n\r\n")
      conn:sendall(head)
      closed:wait()
      conn:sendall(table.concat(body)) -- nothing tells it that this is in vain
    end, "client", function()
      local sock = connected()
      local reply = sock:recv(1024)
      sock:shutdown(socket.SHUT_RDWR)
      sock:close()
      print(repr(reply))
      closed:set()
    end)
    expect(t:output("client")):equals(question .. repr(head) .. "\n")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: www.example.test\r\n"
        > "Connection: close\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Content-Length: 13\r\n"
        < "Connection: close\r\n"
        < "\r\n"
        > EOF
        < unread 13 bytes
        < EOF
    ]]
  end)

  it("6: has as little of it as its <int> says", { segment = false }, function(t)
    local listener <close> = socket.create_server { "127.0.0.1", 80 }
    t:answer("client", { name })
    t:run("server", function() serve(listener) end, "client", function()
      local sock <close> = connected()
      expect(sock:recv(8)):equals("HTTP/1.1")
      expect(sock:recv(7)):equals(" 200 OK")
      expect(sock:recv_all()):equals(head:sub(16) .. table.concat(body))
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "GET / HTTP/1.1\r\n"
        > "Host: www.example.test\r\n"
        > "Connection: close\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Content-Length: 13\r\n"
        < "Connection: close\r\n"
        < "\r\n"
        < "Hello, World!"
        < EOF
        > EOF
    ]]
  end)

  it("8: does not know a server by a name with the protocol before it", function(t)
    t:answer("main", { "http://localhost" })
    local e = expect(connected):raises(socket.gaierror, { errno = socket.EAI_NONAME })
    expect(tostring(e)):equals("[Errno -2] Name or service not known")
    expect(t):exchanged [[
      main  resolve "http://localhost"
        ! connect EAI_NONAME
    ]]
  end)

  it("waits in vain where a firewall drops what it says: here a full queue does, which is as silent", function(t)
    local listener <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener:bind { "127.0.0.1", 80 }
    listener:listen(0)
    t:run("first", function() socket.create_connection { name, 80 } end)
    t:run("client", function()
      local e = expect(function() socket.create_connection({ name, 80 }, 0.05) end):raises(socket.timeout)
      expect(tostring(e)):equals("timed out")
    end)
    expect(t):exchanged [[
      first > main  tcp 127.0.0.1:80
      client > main  tcp 127.0.0.1:80
        ! connect timeout
    ]]
  end)
end)

-- Programs of tutorials on Python's sockets, transcribed: an echo, a greeting, servers with a thread for each client, a
-- dialog at the prompt, HTTP by hand. What they print and exchange is what Python's do.
local socket = require "socket"
local support = require "support"

local listener_at = { "127.0.0.1", 65432 }

describe("the first programs", function()
  it("the echo server gives back what it received, until the client is done", {
    segment = false, covers = { "tut.001.echo" },
  }, function(t)
    t:run("server", function()
      local listener <close> = socket.create_server(listener_at)
      local conn <close>, addr = listener:accept()
      print("Connected by", addr.host)
      while true do
        local data = conn:recv(1024)
        if data == "" then break end
        conn:sendall(data)
      end
    end, "client", function()
      local stream <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      stream:connect(listener_at)
      stream:sendall("Hello World")
      print("Received : " .. repr(stream:recv(1024)))
    end)
    expect(t:output("server")):equals("Connected by\t127.0.0.1\n")
    expect(t:output("client")):equals("Received : b'Hello World'\n")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        > "Hello World"
        < "Hello World"
        > EOF
        < EOF
    ]]
  end)

  it("a server greets whoever connects", { segment = false, covers = { "tut.000.yolo" } }, function(t)
    local listener = support.listener(4)
    t:run("server", function()
      local connection <close> = listener:accept()
      expect(connection:send("Yolo !!")):equals(7)
    end, "client", function()
      local s <close> = support.tcp()
      s:connect(listener:getsockname())
      expect(s:recv(1024)):equals("Yolo !!")
    end)
  end)

  it("a client greets the server, which says whom it met", {
    segment = false, covers = { "tut.002.transcript" },
  }, function(t)
    t:run("serveur", function()
      local serveur <close> = socket.create_server { "localhost", 63000 }
      print("Serveur en attente...")
      local client_socket <close>, adresse = serveur:accept()
      print("Connexion de", (tostring(adresse):gsub(", %d+", ", PORT")))
      print("Message recu:", client_socket:recv(1024))
    end, "client", function()
      local client <close> = support.tcp()
      client:connect { "localhost", 63000 }
      client:send("Salut le serveur !")
    end)
    expect(t:output("serveur"))
      :equals("Serveur en attente...\nConnexion de\t('127.0.0.1', PORT)\nMessage recu:\tSalut le serveur !\n")
  end)
end)

describe("a server of many words", function()
  it("ends at END, or where the client does", { segment = false, covers = { "tut.003.server_repaired" } }, function(t)
    local listener = support.listener()
    t:run("server", function()
      local client <close> = listener:accept()
      print("client connected from")
      while true do
        local data = client:recv(1024)
        if data == "" or data == "END" then break end
        print("received from client" .. data)
        client:send("Hey client")
      end
    end, "client", function()
      local client = support.tcp()
      client:connect(listener:getsockname())
      client:send("hello")
      expect(client:recv(100)):equals("Hey client")
      client:send("END")
      expect(client:recv(100)):equals("")
    end)
    expect(t:output("server")):equals("client connected from\nreceived from clienthello\n")
  end)

  it("has a thread for each client, which do not wait for each other", {
    segment = false, covers = { "tut.003.mt_server_repaired", "tut.003.mt_two_clients_interleaved" },
  }, function(t)
    local listener = support.listener(5)
    local function client_thread(connection)
      connection:send("welcome to the server")
      while true do
        local data = connection:recv(2048)
        if data == "" then break end
        connection:sendall("Hello I'm Server " .. data)
      end
      connection:close()
    end
    t:run("server", function()
      for _ = 1, 2 do t:spawn("thread", client_thread, (listener:accept())) end
    end, "clients", function()
      local c1, c2 <close>, heard = support.tcp(), support.tcp(), {}
      for _, c in ipairs { c1, c2 } do
        c:connect(listener:getsockname())
        heard[#heard + 1] = c:recv(99)
      end
      for _, c in ipairs { c2, c1 } do
        c:send(c == c1 and "one" or "two")
        heard[#heard + 1] = c:recv(99)
      end
      c1:close()
      expect(heard):equals {
        "welcome to the server", "welcome to the server", "Hello I'm Server two", "Hello I'm Server one",
      }
    end)
  end)
end)

describe("a program that asks for host and port", function()
  local function ask_and_connect()
    local sock <close> = support.tcp()
    print("socket created")
    local host = input("enter the host name to connect: ")
    local port = input("enter the port: ")
    local ok, e = pcall(sock.connect, sock, { host, math.tointeger(tonumber(port)) })
    if not ok and not socket.isinstance(e, socket.error) then error(e, 0) end
    print(ok and ("socket connected to %s:PORT"):format(host) or "Reason " .. tostring(e))
    if ok then sock:shutdown(socket.SHUT_RDWR) end
  end

  it("says that it is connected, or why not", {
    covers = { "tut.003.tcp_client_ok", "tut.003.tcp_client_refused" },
  }, function(t)
    local listener = support.listener()
    t:answer("client", { "127.0.0.1", tostring(support.port(listener)) })
    t:run("client", ask_and_connect, "server", function() expect((listener:accept()):recv(1)):equals("") end)
    t:answer("unlucky", { "127.0.0.1", tostring(support.refusing_port()) })
    t:run("unlucky", ask_and_connect)
    expect(t:output("client")):matches("socket connected to 127.0.0.1:PORT\n$")
    expect(t:output("unlucky")):matches("Reason %[Errno 111%] Connection refused\n$")
  end)

  it("cannot connect to a name that nobody knows: a gaierror, which is an OSError", {
    covers = { "tut.004.unknown_host_is_gaierror", "tut.004.gaierror_vs_oserror_order" },
  }, function()
    local sock = support.tcp()
    local e = expect(function() sock:connect { "www.example.invalid", 80 } end):raises(socket.OSError)
    expect({ getmetatable(e) == socket.gaierror, e.errno, tostring(e) })
      :equals { true, -2, "[Errno -2] Name or service not known" }
  end)
end)

describe("HTTP by hand", function()
  it("is a request, a reply, and the end of both", {
    segment = false, covers = { "tut.004.http_exchange" },
  }, function(t)
    local reply = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok"
    local listener = support.listener()
    t:run("server", function()
      local conn <close> = listener:accept()
      expect(conn:recv(4096)):equals("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      conn:sendall(reply)
    end, "client", function()
      local sock <close> = support.tcp()
      sock:connect { "localhost", support.port(listener) }
      expect(sock:send("GET / HTTP/1.1\r\nHost: " .. "localhost" .. "\r\nConnection: close\r\n\r\n")):equals(54)
      expect(sock:recv(1024)):equals(reply)
      sock:shutdown(socket.SHUT_RDWR)
    end)
  end)
end)

-- The Lua forms that are written by hand: of the cases whose Python has more than sockets in it. Id -> statements, in
-- the names of words.lua.
return {
  -- Those of Python's names that a socket has.
  ["api.methods"] = [[
    local s, found = tcp(), { n = 0 }
    for _, name in each {
      "accept", "bind", "close", "connect", "connect_ex", "detach", "dup", "family", "fileno", "get_inheritable",
      "getblocking", "getpeername", "getsockname", "getsockopt", "gettimeout", "listen", "makefile", "proto", "recv",
      "recv_into", "recvfrom", "recvfrom_into", "recvmsg", "recvmsg_into", "send", "sendall", "sendfile", "sendmsg",
      "sendmsg_afalg", "sendto", "set_inheritable", "setblocking", "setsockopt", "settimeout", "shutdown", "timeout",
      "type",
    } do
      if pcall(function() return s[name] end) then append(found, name) end
    end
    return found]],

  -- `with`, left by an error: a <close>.
  ["life.with_closes_on_exception"] = [[
    local s = tcp()
    local _, e = pcall(function()
      local held <close> = s
      error("'boom'", 0)
    end)
    return L(e, s:fileno())]],

  ["tut.001.echo"] = [[
    local l, lines = srv(), { n = 0 }
    local b = Bg(function()
      local conn <close>, addr = l:accept()
      append(lines, "Connected by ('" .. addr.host .. "', 'PORT')")
      local data = conn:recv(1024)
      while data ~= "" do
        conn:sendall(data)
        data = conn:recv(1024)
      end
    end)
    local data
    do
      local stream <close> = tcp()
      stream:connect(l:getsockname())
      stream:sendall("Hello World")
      data = stream:recv(1024)
    end
    b:join()
    return L(lines, "Received : " .. repr(data))]],

  ["tut.002.transcript"] = [[
    local function serve(print)
      local serveur <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      serveur:bind { "localhost", 63000 }
      serveur:listen(1)
      print("Serveur en attente...")
      local client, adresse = serveur:accept()
      print("Connexion de", (str(adresse):gsub("%d+%)", "PORT)")))
      print("Message recu:", client:recv(1024))
      client:close()
    end
    local function ask()
      local client <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      client:connect { "localhost", 63000 }
      client:send("Salut le serveur !")
    end
    local b = Bg(runsrc, serve)
    settle(0.2)
    local asked = runsrc(ask)
    local served = b:join()
    return L(served[1], served[2], asked)]],
}

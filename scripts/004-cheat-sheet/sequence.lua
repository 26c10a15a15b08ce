-- Document 004, lines 1-34: the server's and the client's sequence of calls, and the echo loop between them.
local socket = require "socket"

local ADDRESS = { "127.0.0.1", 80 }

local function echo_server()
  local z <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  z:bind(ADDRESS)
  z:listen()
  local conn <close>, addr = z:accept()
  expect(conn:getpeername()):equals(addr)
  while true do
    local data = conn:recv(1024)
    if data == "" then break end
    conn:sendall(data)
  end
end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the sequence of document 004", in_private, function()
  it("socket > bind > listen > accept > recv > send > recv > close is what a server calls", {
    segment = false,
  }, function(t)
    t:run("server", function()
      local z = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      z:bind(ADDRESS)
      z:listen()
      local conn = z:accept()
      conn:send(conn:recv(1024))
      expect(conn:recv(1024)):equals("")
      conn:close()
      z:close()
    end, "client", function()
      local sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      sock:connect(ADDRESS)
      sock:send("ping")
      expect(sock:recv(1024)):equals("ping")
      sock:close()
    end)
    expect(t:calls("server")):equals {
      "socket", "bind", "listen", "accept", "recv", "send", "recv", "close", "close",
    }
    expect(t:calls("client")):equals { "socket", "connect", "send", "recv", "close" }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
        > "ping"
        < "ping"
        > EOF
        < EOF
    ]]
  end)

  it("the echo loop sends back whatever comes, until recv gives empty bytes", function(t)
    t:run("server", echo_server, "client", function()
      local sock <close> = socket.create_connection(ADDRESS)
      for _, word in ipairs { "one", "b''", "\0\xff" } do
        sock:sendall(word)
        expect(sock:recv_exactly(#word)):equals(word)
      end
      sock:shutdown(socket.SHUT_WR)
      expect(sock:recv(1024)):equals("") -- it terminated the connection
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:80
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

  it("accept gives a new socket: the one that listens stays free for the next client", { segment = false }, function(t)
    local z <close> = socket.create_server(ADDRESS)
    for number = 1, 2 do
      local sock <close> = socket.create_connection(ADDRESS)
      local conn <close>, addr = z:accept()
      expect(addr):equals(sock:getsockname())
      conn:send("you are " .. number)
      expect(sock:recv(1024)):equals("you are " .. number)
    end
    expect(t):exchanged [[
      main > main  tcp 127.0.0.1:80
        < "you are 1"
        > EOF
        < EOF
      main#2 > main  tcp 127.0.0.1:80
        < "you are 2"
        > EOF
        < EOF
    ]]
  end)
end)

-- Document 001, lines 129-166: the echo server and its client, on the port that the document uses. The document's own
-- slip (the server creates `stream` and then uses `s`) is mended here; defects.lua shows what comes of it.
local socket = require "socket"

local HOST, PORT = "127.0.0.1", 65432

local function echo_server()
  local stream <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
  stream:bind { HOST, PORT }
  stream:listen()
  local conn <close>, addr = stream:accept()
  print(("Connected by %s"):format(addr))
  while true do
    local data = conn:recv(1024)
    if data == "" then break end -- the client closed
    conn:sendall(data)
  end
end

-- Its programs bind without SO_REUSEADDR: on the host the port would not be free again for a minute.
local in_private = { requires = { "private" } }

describe("the echo of document 001", in_private, function()
  it("sends Hello World back, and both programs print what the document says", { segment = false }, function(t)
    t:run("server", echo_server, "client", function()
      local stream <close> = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
      stream:connect { HOST, PORT }
      stream:sendall("Hello World")
      local data = stream:recv(1024)
      print("Received : " .. repr(data))
    end)
    expect(t:output("server")):matches("^Connected by %('127%.0%.0%.1', %d+%)\n$")
    expect(t:output("client")):equals("Received : b'Hello World'\n")
    expect(t:calls("server")):equals {
      "socket", "bind", "listen", "accept", "recv", "sendall", "recv", "close", "close",
    }
    expect(t:calls("client")):equals { "socket", "connect", "sendall", "recv", "close" }
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        > "Hello World"
        < "Hello World"
        > EOF
        < EOF
    ]]
  end)

  it("takes empty bytes for the end of the stream, and for nothing else", { segment = false }, function(t)
    local took = {}
    t:run("server", function()
      local listener <close> = socket.create_server { HOST, PORT }
      local conn <close> = listener:accept()
      for i = 1, 3 do took[i] = conn:recv(1024) end
    end, "client", function()
      local stream <close> = socket.create_connection { HOST, PORT }
      stream:sendall("last words")
    end)
    expect(took):equals { "last words", "", "" } -- the end stays: each further recv says so again
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:65432
        > "last words"
        > EOF
        < EOF
    ]]
  end)

  it("serves one client and ends, as the document's program does", function(t)
    t:run("server", echo_server, "client", function()
      local first <close> = socket.create_connection { HOST, PORT }
      first:sendall("one")
      expect(first:recv_exactly(3)):equals("one")
    end)
    local late <close> = socket.socket()
    expect(function() late:connect { HOST, PORT } end):raises(socket.ConnectionRefusedError)
    expect(t):exchanged [[
      main > -  tcp 127.0.0.1:65432
        ! connect ECONNREFUSED
      client > server  tcp 127.0.0.1:65432
        > "one"
        < "one"
        > EOF
        < EOF
    ]]
  end)
end)

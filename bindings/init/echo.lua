-- A first scenario: a server and a client, in a private network of their own. Play it with: parley run
local socket = require "socket"

scenario("the echo server sends back what it received", function(t)
  t:run("server", function()
    local listener <close> = socket.create_server { "127.0.0.1", 65432 }
    local conn <close> = listener:accept()
    conn:sendall(conn:recv_line())
  end, "client", function()
    local s <close> = socket.create_connection { "127.0.0.1", 65432 }
    s:sendall("Hello World\n")
    expect(s:recv_line()):equals("Hello World\n")
  end)

  expect(t):exchanged [[
    client > server  tcp 127.0.0.1:65432
      > "Hello World\n"
      < "Hello World\n"
      > EOF
      < EOF
  ]]
end)

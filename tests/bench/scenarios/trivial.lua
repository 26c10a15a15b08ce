-- The least that a server and a client can say to each other: what start-up is measured with. trivial.vtc is its twin.
local socket = require "socket"

scenario("ping, pong", function(t)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }

  t:run("server", function()
    local conn <close> = listener:accept()
    expect(conn:recv_exactly(4)):equals("ping")
    conn:sendall("pong")
  end, "client", function()
    local stream <close> = socket.create_connection { "127.0.0.1", 7000 }
    stream:sendall("ping")
    expect(stream:recv_exactly(4)):equals("pong")
  end)
end)

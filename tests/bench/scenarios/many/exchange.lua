-- A server and a client that say one word each: what many scenarios are measured with.
local socket = require "socket"

return function(t)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:sendall(conn:recv_exactly(4))
  end, "client", function()
    local stream <close> = socket.create_connection { "127.0.0.1", 7000 }
    stream:sendall("ping")
    expect(stream:recv_exactly(4)):equals("ping")
  end)
end

-- Two hundred trivial scenarios, each with a server, a client and a private network of its own.
local socket = require "socket"

local function ping_pong(t)
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

for number = 1, 200 do scenario("trivial " .. number, ping_pong) end

-- The ping-pong of pingpong_epoll.cpp as a scenario: 64 bytes to and fro over one TCP connection, recorded.
local socket = require "socket"

scenario("64 bytes to and fro", { timeout = 120 }, function(t)
  local count = tonumber(t:param("count", "100000"))
  local message = ("x"):rep(64)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }

  t:run("server", function()
    local conn <close> = listener:accept()
    while true do
      local data = conn:recv(4096)
      if data == "" then break end
      conn:sendall(data)
    end
  end, "client", function()
    local stream <close> = socket.create_connection { "127.0.0.1", 7000 }
    local same = 0
    for _ = 1, count do
      stream:sendall(message)
      if stream:recv(4096) == message then same = same + 1 end
    end
    expect(same):equals(count)
  end)
end)

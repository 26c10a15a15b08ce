-- What the specs of the protocols share: a client and a server over TCP, each a role of its own.
local socket = require "socket"

local M = {}

-- Plays server(connection) and client(socket) together, with the server at this port of 127.0.0.1.
function M.play(t, port, server, client)
  local listener = socket.create_server { "127.0.0.1", port }
  t:run("server", function()
    local conn <close> = listener:accept()
    server(conn)
  end, "client", function()
    local s <close> = socket.create_connection { "127.0.0.1", port }
    client(s)
  end)
  listener:close()
end

-- What `read` raises of a stream of these bytes, which ends behind them; an error of that class.
function M.raised(t, bytes, class, read)
  local e
  M.play(t, 4000, function(conn) conn:sendall(bytes) end, function(s)
    e = expect(function() read(s) end):raises(class)
    s:recv_all()
  end)
  return e
end

return M

-- What the specs of ssl share: a server and a client that meet at 127.0.0.1:443.
local socket = require "socket"

local M = { address = { "127.0.0.1", 443 } }

-- Plays `serve(connection)` on a connection that the server accepted, and `call(connection)` on the one that the client
-- made; both are plain yet, and closed in the end.
function M.meet(t, serve, call)
  t:run("server", function()
    local listener <close> = socket.create_server(M.address)
    local connection <close> = listener:accept()
    serve(connection)
  end, "client", function()
    local connection <close> = socket.create_connection(M.address)
    call(connection)
  end)
end

-- The two wrapped: what each does with its own once the handshake is done. `name` is whom the client asks for.
function M.talk(t, contexts, serve, call, name)
  M.meet(t, function(plain)
    local connection <close> = contexts.server:wrap_socket(plain, { server_side = true })
    serve(connection)
  end, function(plain)
    local connection <close> = contexts.client:wrap_socket(plain, { server_hostname = name or "localhost" })
    call(connection)
  end)
end

-- Wraps the client's connection, which is an error where the handshake fails.
function M.wrap(contexts, plain) return contexts.client:wrap_socket(plain, { server_hostname = "localhost" }) end

return M

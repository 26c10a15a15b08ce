-- Servers of a scenario's own, to put a load on.
local socket = require "socket"

local M = {}

-- What may end a connection that is served: the client's close, by FIN or RST.
local function is_end(e) return socket.isinstance(e, { socket.IncompleteReadError, socket.OSError }) end

-- Serves each connection by fn(conn), in a task of its own, until it returns or the client is gone. -> the address
function M.serve(t, fn)
  local listener = socket.create_server({ "127.0.0.1", 0 }, { backlog = 512 })
  t:background("server", function()
    while true do
      local is_open, conn = pcall(listener.accept, listener)
      if not is_open then return end -- the scenario has closed it
      t:background("server", function()
        local fine, e = pcall(fn, conn)
        conn:close()
        if not fine and not is_end(e) then error(e, 0) end
      end)
    end
  end)
  return listener:getsockname(), listener
end

-- Sends back each line.
function M.echo(conn)
  while true do conn:sendall(conn:recv_line()) end
end

-- One request to such a server.
function M.ask(c, number)
  local line = ("request %d\n"):format(number)
  c:sendall(line)
  expect(c:recv_line()):equals(line)
end

return M

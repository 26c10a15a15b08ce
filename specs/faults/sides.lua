-- What the specs of faults have in common: servers in the scenario and out of it.
local process = require "process"
local socket = require "socket"

local sides = {}

-- Sends back what comes, until the client is done.
function sides.echo(conn)
  local data = conn:recv(65536)
  while data ~= "" do
    conn:sendall(data)
    data = conn:recv(65536)
  end
end

-- Closes with a reset.
function sides.reset(s)
  s:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("i4i4", 1, 0))
  s:close()
end

-- A server role that serves one client by `serve`.
function sides.server(listener, serve)
  return function()
    local conn <close> = listener:accept()
    serve(conn)
  end
end

-- A listener at port 7000, and a proxy to it: the server can be a role.
function sides.inside(t, options)
  options.to = { "127.0.0.1", 7000 }
  return socket.create_server(options.to), t:proxy(options)
end

-- redis-server behind a proxy.
function sides.redis(t, options)
  options.to = { "127.0.0.1", 6379 }
  process.start { command = { "redis-server", "--port", "6379", "--save", "" }, ready = { tcp = options.to } }
  return t:proxy(options)
end

return sides

-- Holds a port of the host's own network for a while, none that the kernel gives away. Two at a time would be in each
-- other's way.
local socket = require "socket"

scenario("has the port for itself", { network = "host" }, function(t)
  local listener <close> = socket.create_server { "127.0.0.1", 20911 }
  t:sleep(0.3)
  expect(listener:getsockname()):equals { "127.0.0.1", 20911 }
end)

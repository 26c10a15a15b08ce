-- For tests that act from outside while a scenario runs: it makes a socket file `ready` in the folder that --set names.
local socket = require "socket"

scenario("waits", { timeout = 60 }, function(t)
  local ready <close> = socket.socket(socket.AF_UNIX)
  ready:bind(t:param("folder") .. "/ready")
  t:sleep(60)
end)

scenario("next", function() expect(1):equals(1) end)

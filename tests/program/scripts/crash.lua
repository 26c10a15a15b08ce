-- For tests that kill it from outside: when the socket file `ready` is there, in the folder that --set names; when it has
-- printed that it runs.
local socket = require "socket"

scenario("crashes in the middle of an exchange", { timeout = 60 }, function(t)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:settimeout(60) -- so that it is no deadlock
    conn:sendall("hello")
    conn:recv(100)
  end, "client", function()
    local stream <close> = socket.create_connection { "127.0.0.1", 7000 }
    stream:settimeout(60)
    expect(stream:recv_exactly(5)):equals("hello")
    local ready <close> = socket.socket(socket.AF_UNIX)
    ready:bind(t:param("folder") .. "/ready")
    stream:recv(100)
  end)
end)

scenario("crashes while it runs", { timeout = 60 }, function(t)
  t:run("busy", function()
    local s = socket.socket()
    s:getsockname()
    print "it runs" while true do s:getsockname() end -- in one line, which is the one that is reported
  end)
end)

scenario("runs all the same", function() expect(1):equals(1) end)

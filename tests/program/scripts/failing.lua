-- Fails on purpose: what parley prints about it is compared with tests/program/expected.
local socket = require "socket"

scenario("an answer that is not the expected one", function(t)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    print("somebody came")
    conn:sendall(conn:recv(100):upper())
  end, "client", function()
    local stream <close> = socket.create_connection { "127.0.0.1", 7000 }
    stream:sendall("hello\n")
    expect(stream:recv(100)):equals("hello\n")
  end)
end)

scenario("two that wait for each other", function(t)
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  t:run("server", function()
    local conn <close> = listener:accept()
    conn:recv(1)
  end, "client", function()
    local stream <close> = socket.create_connection { "127.0.0.1", 7000 }
    stream:recv(1)
  end)
end)

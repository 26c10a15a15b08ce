-- A script for the reporter's excerpts; no test runs it.
local socket = require "socket"

scenario("the echo server sends back what it received", function(t)
  t:run("server", function()
    local conn = listener:accept()
    conn:sendall(conn:recv(1024))
  end, "client", function()
    stream:sendall("Hello World")
    expect(stream:recv(1024)):equals("Hello World")
  end)
end)

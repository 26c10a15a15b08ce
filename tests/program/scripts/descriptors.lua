-- To be run with a low limit of descriptors: what a script forgot is closed when none is left, what it holds is not.
local socket = require "socket"

scenario("forgotten sockets make room for new ones", function()
  local listener <close> = socket.create_server { "127.0.0.1", 7000 }
  for _ = 1, 200 do
    socket.socket()
    socket.socketpair()
    local client <close> = socket.create_connection { "127.0.0.1", 7000 }
    client:sendall("x")
    listener:accept()
  end
  expect(listener:fileno()):at_least(0)
end)

scenario("held ones do not", function()
  local held = {}
  local function hold() held[#held + 1] = socket.socket() end
  local e = expect(function() while true do hold() end end):raises(socket.OSError, { errno = socket.EMFILE })
  expect(tostring(e)):equals("[Errno 24] Too many open files")
  expect(#held):at_least(20)
  for _, s in ipairs(held) do
    expect(s:fileno()):at_least(0)
    s:close()
  end
end)

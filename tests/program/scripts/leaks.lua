-- What detach() gives to the script is the script's to close; what it forgets is named.
local socket = require "socket"

scenario("a listener that was detached and forgotten", function()
  local listener = socket.create_server { "127.0.0.1", 7000 }
  expect(listener:detach()):at_least(0)
end)

scenario("never hides the first failure", function()
  local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s:detach()
  expect(1):equals(2)
end)

scenario("one that the script closes is none", function()
  local number = socket.socket():detach()
  expect(number):at_least(0)
  socket.close(number)
end)

scenario("nor one that another socket object has taken", function()
  local s <close> = socket.socket { fileno = socket.socket():detach() }
  expect(s:fileno()):at_least(0)
end)

scenario("nor a socket that nobody closed: that is parley's", function()
  expect(socket.socket():fileno()):at_least(0)
end)

describe("in one process", function()
  before_all(function() end)
  it("it is the scenario's that leaks", function() expect(socket.socket():detach()):at_least(0) end)
  it("and not the next one's", function() expect(1):equals(1) end)
end)

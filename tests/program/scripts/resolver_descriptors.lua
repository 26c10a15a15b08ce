-- To be run with a low limit of descriptors: the resolver needs one, and says so by the error of the system.
local socket = require "socket"

scenario("a lookup without a descriptor", { dns = { ["www.test"] = { A = "127.0.0.2" } } }, function()
  expect(socket.gethostbyname("www.test")):equals("127.0.0.2")
  local held = {}
  while pcall(function() held[#held + 1] = socket.socket() end) do end
  expect(#held):at_least(20)
  local e = expect(function() socket.getaddrinfo("www.test", 80) end):raises(socket.OSError, { errno = socket.EMFILE })
  expect(socket.isinstance(e, socket.gaierror)):is_false()
  for _, s in ipairs(held) do s:close() end
  expect(socket.gethostbyname("www.test")):equals("127.0.0.2")
end)

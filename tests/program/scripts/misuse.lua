-- Mistakes inside a scenario: each gets one clear message, at its line.
local socket = require "socket"

scenario("a scenario in a scenario", function() scenario("inner", function() end) end)
scenario("a hook in a scenario", function() before_each(function() end) end)
scenario("a role without a function", function(t) t:run("server") end)
scenario("two values for one", function()
  local function address() return "127.0.0.1", 7000 end
  expect(address()):equals("127.0.0.1")
end)
scenario("a method with a dot", function()
  local s <close> = socket.socket()
  s.listen()
end)
scenario("a method that is none", function()
  local s <close> = socket.socket()
  s:lisen()
end)
scenario("a global by accident", function() conuter = 1 end) -- luacheck: ignore
scenario("a field of nothing", function()
  local config = {}
  print(config.server.port)
end)
scenario("a file outside of the scenario's directory", function(t) t:write("/etc/hosts", "x") end)
scenario("waiting where Lua cannot", function(t) table.sort({ 2, 1 }, function() t:sleep(0.01) end) end)
scenario("input without an answer", function() input("name? ") end)
scenario("a module that waits while it loads", function() require "waits" end)
scenario("a module with an error in it", function() require "broken" end)
scenario("a circle of modules", function() require "circle" end)

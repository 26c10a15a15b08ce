-- Prints the names that scripts really have, a line each, "class name"; for tests/program/types.sh.
local socket, process, dns = require "socket", require "process", require "dns"

local lua = {}
for name in ([[_G _VERSION assert collectgarbage coroutine error getmetatable ipairs load math next os pairs pcall
  print rawequal rawget rawlen rawset require select setmetatable string table tonumber tostring type utf8 warn
  xpcall]]):gmatch("%S+") do lua[name] = true end

local function show(class, names, besides)
  for name in next, names do
    if not (besides and besides[name]) then print(class .. " " .. name) end
  end
end

local function methods(value) return getmetatable(value).__index end

scenario("surface", function(t)
  show("global", _G, lua)
  show("parley.socketlib", socket)
  show("parley.processlib", process)
  show("parley.dnslib", dns)
  show("parley.Socket", getmetatable(socket.socket).__index)
  for _, name in ipairs { "family", "type", "proto", "timeout" } do print("parley.Socket " .. name) end
  show("parley.t", methods(t))
  show("parley.Event", methods(t:event()))
  show("parley.Barrier", methods(t:barrier(1)))
  show("parley.File", methods(t:open("file", "wb")))
  for _, name in ipairs { "name", "mode" } do print("parley.File " .. name) end
  show("parley.Task", methods(t:spawn("role", function() end)))
  local program = process.start { command = { "true" } }
  show("parley.Process", methods(program))
  show("parley.Process", { pid = program.pid, name = program.name })
  local expectation = expect(1)
  show("parley.Expectation", methods(expectation))
  expectation:equals(1)
  show("parley.Exception", { errno = 1, strerror = 1, message = 1, args = 1, partial = 1, exceptions = 1 })
end)

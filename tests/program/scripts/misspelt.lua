-- A name that is misspelt is met where it is used, with the one that was meant.
local dns = require "dns"
local process = require "process"
local socket = require "socket"

local uses = {
  ["a constant"] = function() return socket.SOCK_STREM end,
  ["a class of errors"] = function() return socket.ConectionRefusedError end,
  ["a function of a module"] = function() process.strat { command = { "true" } } end,
  ["a function of the zone"] = function() dns.querys() end,
  ["a method of a socket"] = function() socket.socket():sendAll("x") end,
  ["a keyword argument"] = function() socket.create_server({ "127.0.0.1", 0 }, { backlgo = 5 }) end,
  ["a part of an address"] = function()
    local s <close> = socket.create_server { "127.0.0.1", 0 }
    return s:getsockname().prot
  end,
  ["a field of an error"] = function()
    local _, e = pcall(socket.inet_aton, "nowhere")
    return e.mesage
  end,
  ["a method of t"] = function(t) t:sleeep(1) end,
  ["a matcher"] = function() expect(1):equal(1) end,
  ["a method of an event"] = function(t) t:event():waitt() end,
  ["a method of a barrier"] = function(t) t:barrier(2):wiat() end,
  ["a method of a task"] = function(t) t:spawn("x", function() end):jion() end,
  ["an option of a process"] = function() process.start { comand = { "true" } } end,
  ["a way to be ready"] = function() process.start { command = { "true" }, ready = { tpc = { "", 1 } } } end,
  ["a global"] = function() pirnt("x") end, -- luacheck: ignore 113
  ["a function of Lua's"] = function() return table.inser({}, 1) end, -- luacheck: ignore 143
  ["a method of a string"] = function() return ("x"):uper() end,
  ["a name that is like no other"] = function(t) t:zzz() end,
}

scenario("misspelt", { cases = uses }, function(t, use) use(t) end)

-- Prints the names that scripts really have, a line each, "class name"; for tests/program/types.sh.
local socket, process, dns = require "socket", require "process", require "dns"
local select, selectors = require "select", require "selectors"

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

-- A file has a table of methods behind a function: its names are those that are no attributes.
local function show_file(class, file, names)
  for name in names:gmatch("%S+") do
    if pcall(function() return file[name] end) then print(class .. " " .. name) end
  end
end

local of_files = [[buffer close closed detach encoding errors fileno flush isatty lines mode name peek raw read
  read1 readable readall readinto readinto1 readline readlines seek seekable tell truncate writable write writelines]]

local function show_modules()
  show("parley.selectlib", select)
  show("parley.selectorslib", selectors)
  show("parley.errnolib", require "errno")
  show("parley.timelib", require "time")
  show("parley.Poll", methods(select.poll()))
  show("parley.Epoll", methods(select.epoll()))
  print("parley.Epoll closed")
  show("parley.Selector", methods(selectors.DefaultSelector()))
  local s = socket.socketpair()
  for name in next, selectors.DefaultSelector():register(s, 1) do print("parley.SelectorKey " .. name) end
  print("parley.SelectorKey data")
  show_file("parley.SocketIO", s:makefile("rwb", 0), of_files)
  show_file("parley.BufferedReader", s:makefile("rb"), of_files)
  show_file("parley.BufferedWriter", s:makefile("wb"), of_files)
  show_file("parley.BufferedRWPair", s:makefile("rwb"), of_files)
  show_file("parley.TextIOWrapper", s:makefile("w"), of_files)
end

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
  show("parley.OpenFile", methods(t:open("file", "wb")))
  for _, name in ipairs { "name", "mode" } do print("parley.OpenFile " .. name) end
  show("parley.Task", methods(t:spawn("role", function() end)))
  local program = process.start { command = { "true" } }
  show("parley.Process", methods(program))
  show("parley.Process", { pid = program.pid, name = program.name })
  local expectation = expect(1)
  show("parley.Expectation", methods(expectation))
  show_modules()
  expectation:equals(1)
  show("parley.Exception", { characters_written = 1 })
  show("parley.Exception", { errno = 1, strerror = 1, message = 1, args = 1, partial = 1, exceptions = 1 })
end)

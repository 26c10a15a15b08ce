-- The first of the embedded files to run: it makes the world that scripts see. Each embedded file is a function of
-- (core, import): core is the native half, import gives another embedded file's result.
local core, import = ...

import "exceptions"
import "address"
import "socket" -- before any process is forked, so that none has to compile it

local hints = {
  io = "a scenario has no io: use t:write and t:read for files, print for output",
  debug = "a scenario has no debug library",
  package = "a scenario has no native modules: require finds Lua files beside the script",
  dofile = "use require: it finds Lua files beside the script, then in the folder parley was started in",
  loadfile = "use require: it finds Lua files beside the script, then in the folder parley was started in",
  unpack = "it is table.unpack in Lua 5.4",
  setfenv = "Lua 5.4 has no setfenv",
  socket = 'write: local socket = require "socket"',
}

local os_hints = {
  exit = "a scenario ends by returning, error() or t:skip(why)",
  execute = "a scenario starts no shell",
  remove = "t:tempdir() is emptied by itself",
  rename = "use t:write and t:read",
  tmpname = "use t:tempdir()",
  getenv = "the environment differs between machines: use t:param(name, default) with --set name=value",
  setlocale = "a scenario runs in the C locale",
}

local nearest = import "nearest"

local clock = core.select.noted_clock
local os = { time = clock(os.time), clock = clock(os.clock), date = clock(os.date), difftime = os.difftime }
setmetatable(os, {
  __index = function(_, key)
    local hint = os_hints[key] or nearest.hint(key, os)
    error(("os.%s is not there%s"):format(tostring(key), hint and ": " .. hint or ""), 2)
  end,
})

-- Binary chunks can break the virtual machine, so only text is compiled.
local load = load
local function load_text(chunk, name, _, ...)
  return load(chunk, name, "t", ...)
end

-- As Lua's. What a script does in a __gc belongs to its scenario, which therefore waits for it.
local setmetatable, rawget = setmetatable, rawget
core.setmetatable = setmetatable -- for what is made often, and has no __gc
local function noted_setmetatable(object, metatable)
  if type(metatable) == "table" and rawget(metatable, "__gc") ~= nil then core.has_finalizers() end
  return setmetatable(object, metatable)
end

-- A function that Lua does not have is met where it is called, with the one that was meant.
local function suggest(name, library)
  return setmetatable(library, {
    __index = function(_, key)
      local hint = nearest.hint(key, library)
      if hint then error(("%s.%s does not exist: %s"):format(name, key, hint), 2) end
    end,
  })
end

suggest("coroutine", coroutine)
suggest("math", math)
suggest("string", string)
suggest("table", table)
suggest("utf8", utf8)

local scenarios = import "scenarios"
local console = import "console"

local world = {
  assert = core.assert, collectgarbage = collectgarbage, error = error, getmetatable = getmetatable, ipairs = ipairs,
  next = next, pairs = pairs, pcall = pcall, rawequal = rawequal, rawget = rawget, rawlen = rawlen, rawset = rawset,
  select = select, setmetatable = noted_setmetatable, tonumber = tonumber, tostring = tostring, type = type,
  warn = warn, xpcall = xpcall, _VERSION = _VERSION, load = load_text,
  coroutine = coroutine, math = math, string = string, table = table, utf8 = utf8, os = os,
  print = console.print, input = console.input, repr = import "repr", require = import "require",
  expect = import "expect",
  scenario = scenarios.scenario, describe = scenarios.describe, it = scenarios.scenario,
  before_each = scenarios.before_each, after_each = scenarios.after_each,
  before_all = scenarios.before_all, after_all = scenarios.after_all,
}

string.dump = nil
math.randomseed(1) -- the same numbers in every run

local globals = _G
for name in next, globals do
  if world[name] == nil then globals[name] = nil end
end
for name, value in next, world do globals[name] = value end
globals._G = globals

setmetatable(globals, {
  __index = function(_, name)
    local hint = hints[name] or nearest.hint(name, globals)
    error(("the global '%s' does not exist%s"):format(tostring(name), hint and ": " .. hint or ""), 2)
  end,
  __newindex = function(_, name)
    error(("assignment to the global '%s': write 'local %s', or return it from a module"):format(
      tostring(name), tostring(name)), 2)
  end,
  __metatable = "globals",
})

core.ready(import "run")

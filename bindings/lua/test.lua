-- t: what a scenario's function is given.
local core, import = ...

local console = import "console"
local events = import "events"
local nearest = import "nearest"
local open_file = import "open_file"
local redacted = import "redacted"
local filled = import "template"

local T = {}

local function check_role(what, name, fn, level)
  if type(name) ~= "string" or name == "" then error(what .. " takes the name of a role, then its function", level + 1) end
  if type(fn) ~= "function" then
    error(("%s: the role '%s' needs a function, not a %s"):format(what, name, type(fn)), level + 1)
  end
end

-- t:run(name, fn, name, fn, ...): runs roles together, each started in the order written; returns when all have ended.
function T:run(...)
  local roles = table.pack(...)
  if roles.n == 0 then error("t:run() takes at least one role: t:run(name, fn, ...)", 2) end
  for i = 1, roles.n, 2 do check_role("t:run()", roles[i], roles[i + 1], 2) end
  local tasks = {}
  for i = 1, roles.n, 2 do tasks[#tasks + 1] = core.spawn("role", roles[i], roles[i + 1], self) end
  for _, task in ipairs(tasks) do core.join(task) end
end

-- t:spawn(name, fn, ...) -> task. The scenario waits for its end. task:join() gives what fn returned.
function T.spawn(_, name, fn, ...)
  check_role("t:spawn()", name, fn, 2)
  return core.spawn("role", name, fn, ...)
end

-- t:background(name, fn, ...) -> task, cancelled when the scenario's body is done, with whatever it spawned.
function T.background(_, name, fn, ...)
  check_role("t:background()", name, fn, 2)
  return core.spawn("background", name, fn, ...)
end

-- t:event() -> an event with :set(), :is_set() and :wait().
function T.event() return events.event() end

-- t:barrier(n) -> a barrier at which n tasks :wait() for each other.
function T.barrier(_, n) return events.barrier(n) end

-- t:sleep(seconds): lets the others run for that long.
function T.sleep(_, seconds) core.sleep(seconds) end

-- t:defer(fn): calls fn when the scenario is over, the last one first, whether it passed or not.
function T:defer(fn)
  if type(fn) ~= "function" then error("t:defer() takes a function", 2) end
  local deferred = rawget(self, "deferred")
  deferred[#deferred + 1] = fn
end

-- t:skip(why): ends the scenario here; it counts as skipped.
function T.skip(_, why)
  if type(why) ~= "string" or why == "" then error("t:skip() takes the reason", 2) end
  core.skip(why)
  error(setmetatable({ skips = true, message = why }, { __tostring = function() return "skipped: " .. why end }), 0)
end

-- t:tempdir() -> the path of the scenario's own directory: empty at its start, gone at its end.
function T.tempdir() return core.directory() end

-- t:script_folder() -> the absolute path of the folder that the script is in, for the programs and files beside it.
function T.script_folder() return core.real_path(core.script_folder()) end

-- t:write(name, bytes[, values]) -> path: a file in the scenario's directory; folders in between are made. With values
-- each {{key}} in the text stands for one, {{directory}} for that directory.
function T.write(_, name, bytes, values)
  if values ~= nil and type(bytes) == "string" then bytes = filled(bytes, values) end
  return core.write_file(name, bytes)
end

-- t:read(path) -> bytes of a file: below the scenario's directory, or at an absolute path.
function T.read(_, path) return core.read_file(path) end

-- t:open(name[, mode]) -> a file: of the scenario's directory, or at an absolute path where it is only read. Modes are
-- Python's: "rb" unless told, "wb", "ab", "xb", with "+" for both ways; without "b" it is a text, which sendfile refuses.
-- It is closed in the end; `local f <close>` closes it before.
function T:open(name, mode)
  mode = mode or "rb"
  if type(name) ~= "string" or name == "" then error("t:open() takes a name, and a mode", 2) end
  if not mode:match("^[rwax][bt+]*$") then core.raise("ValueError", ("invalid mode: '%s'"):format(mode)) end
  local writes = mode:find("[wax+]") ~= nil
  if writes and (name:sub(1, 1) == "/" or name:find("..", 1, true)) then
    core.raise("ValueError", ("t:open() writes below the scenario's directory only, not to '%s'"):format(name))
  end
  local path = name:sub(1, 1) == "/" and name or core.directory() .. "/" .. name
  local file = open_file(path, (mode:gsub("^(.)(.*)%+", "%1+%2")))
  self:defer(function() file:close() end)
  return file
end

-- t:proxy{ listen, to, ... } -> a proxy that stands between any two sides and does what a bad network does.
function T:proxy(options) return import "fault_proxy"(self, options, "t:proxy()") end

-- t:cut{ to, play, ... }: plays an exchange, cutting its connection after every byte in turn.
function T:cut(options) return import "fault_cut"(self, options) end

-- t:fail(call, errno[, nth]), t:fail{ role, call, errno, nth }: that call of a role fails, and nobody asks the kernel.
function T.fail(_, ...) import "fault_fail"(...) end

-- t:load{ to, each, requests, duration, rate, ... } -> what came of it: how many requests a server answers, how fast.
function T:load(options) return import "load"(self, options) end

-- t:param(name[, default]) -> what --set name=value gave, a string; else the default.
function T.param(_, name, default)
  if type(name) ~= "string" then error("t:param() takes a name", 2) end
  local value = core.param(name)
  if value ~= nil then return value end
  return default
end

-- t:redact(name[, pattern]): from now on, in exchanged and matches_golden, the name stands for what the Lua pattern
-- matches, or its capture. Without a pattern it is one that parley knows: "uuid", "date", "port", "hash".
function T.redact(_, name, pattern)
  local fine, why = pcall(redacted.add, name, pattern)
  if not fine then error("t:redact(): " .. why, 2) end
end

-- t:answer(role, lines): what input() gives that role, one line after the other.
function T.answer(_, role, lines)
  if type(role) ~= "string" or type(lines) ~= "table" then error("t:answer() takes a role and a list of lines", 2) end
  local queue = console.answers[role] or {}
  console.answers[role] = queue
  for _, line in ipairs(lines) do queue[#queue + 1] = tostring(line) end
end

-- What `ask` knows of a role; an error of the caller's caller where there is no such role.
local function of_role(what, ask, role)
  if type(role) ~= "string" then error(what .. " takes a role", 3) end
  local answer, known = ask(role)
  if answer then return answer end
  local names = {}
  for _, name in ipairs(known) do names[name] = true end
  local hint = nearest.hint(role, names)
  error(("%s: there is no role '%s'%s"):format(what, role, hint and "; " .. hint or ""), 3)
end

-- t:output(role) -> all that the role has printed so far.
function T.output(_, role)
  local text = of_role("t:output()", core.output, role)
  return text
end

-- t:calls(role) -> the names of the socket calls that the role has made so far, in their order: methods of sockets, and
-- socket, socketpair and close of the module; one that raised counts too, and so does the close of a <close>. A declared
-- read is one call. What is made of other calls counts as those: create_server as socket, setsockopt, bind, listen.
-- Of the first 65536 the names are kept; where more followed, the last entry says how many.
function T.calls(_, role)
  local names = of_role("t:calls()", core.calls, role)
  return names
end

-- t:conversation(name) -> the text of one conversation of the transcript so far, named as there: "client", "client#2".
-- For expect(t:conversation(name)):exchanged [[...]].
function T.conversation(_, name)
  if type(name) ~= "string" then error("t:conversation() takes the name of a conversation: \"client#2\"", 2) end
  local why = core.unrecorded()
  if why then error("t:conversation() is a part of the exchange, which is not recorded: " .. why, 2) end
  local text, names = core.conversation(name)
  if text then return text end
  local known = #names == 0 and "nothing was exchanged" or "there are: " .. table.concat(names, ", ")
  error(("t:conversation(): there is no conversation '%s'; %s"):format(name, known), 2)
end

local meta = { __index = setmetatable(T, { __index = nearest.strict("t", T) }), __name = "t" }

-- Tasks are objects too.
local Task = {}
function Task.join(task) return core.join(task) end
function Task.cancel(task) core.cancel(task) end
core.set_metatable("parley.task", {
  __index = setmetatable(Task, { __index = nearest.strict("a task", Task) }),
  __name = "task",
})

core.set_test_metatable(meta)

return function() return setmetatable({ deferred = {} }, meta) end

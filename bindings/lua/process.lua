-- require "process": programs under test. Descriptors and process numbers are the native half's; here are the options,
-- the waits, and what they say when they end badly.
local core, import = ...

local native = core.process
local classes = import "exceptions"
local nearest = import "nearest"
local options_of = import "process_options"
local await_ready = import "process_ready"

local M = { PIPE = options_of.PIPE }
for name, class in next, classes do M[name] = class end

local Process = {}

-- How long what has the pipes of an ended process may keep them before its output counts as whole, and how long others
-- of its group may take to follow it. In seconds.
local PIPE_GRACE, GROUP_GRACE = 0.25, 1

local private = setmetatable({}, { __mode = "k" }) -- the process's number, its options, how far it was read

local function own(self, method)
  local found = private[self]
  if not found then
    core.raise("TypeError", ("a method is called with a colon: p:%s(...)"):format(method))
  end
  return found
end

local status_meta = {
  __tostring = function(status)
    return status.signal and "killed by " .. status.signal or "exit status " .. status.exit_code
  end,
}

local function status_of(number)
  local code, signal = native.status(number)
  return setmetatable({ exit_code = code, signal = signal }, status_meta)
end

-- Hands the status over: from now on a crash is the script's to judge.
local function attend(number)
  native.attend(number)
  return status_of(number)
end

local function check_timeout(timeout, method)
  if timeout == nil or type(timeout) == "number" and timeout >= 0 then return native.deadline(timeout) end
  core.raise("TypeError", ("p:%s(): the time limit is a number of seconds"):format(method))
end

-- Until the process has ended and its output is whole; false where the deadline passed.
local function await_end(number, deadline, call)
  while native.is_running(number) do
    if not native.await(number, deadline, call) and native.is_running(number) then return false end
  end
  local patience = native.deadline(PIPE_GRACE)
  while not native.output_ended(number) and native.await(number, patience, call) do end
  return true
end

-- p:is_running() -> bool.
function Process:is_running() return native.is_running(own(self, "is_running").number) end

-- p:wait([timeout]) -> { exit_code = 0 } or { signal = "SIGKILL" }, with all output there. Raises TimeoutError where it
-- still runs after so many seconds.
function Process:wait(timeout)
  local number = own(self, "wait").number
  if not await_end(number, check_timeout(timeout, "wait"), "process:wait") then
    core.raise("TimeoutError", ("%s did not end within %g s"):format(self.name, timeout))
  end
  return attend(number)
end

-- p:signal(name): "SIGHUP" or "HUP", to the process alone. Raises ProcessLookupError where it has ended.
function Process:signal(name)
  if type(name) ~= "string" then core.raise("TypeError", 'p:signal() takes the name of a signal, such as "SIGHUP"') end
  native.signal(own(self, "signal").number, name)
end

-- What outlives the process in its group gets a moment to end too, since the signal was for all of it.
local function settle_group(self, number, excused)
  if native.await_group(number, native.deadline(excused and 0 or GROUP_GRACE)) then return end
  local left = native.group_in_words(number)
  native.signal_group(number, "SIGKILL")
  native.await_group(number, native.deadline(GROUP_GRACE))
  if excused or left == "" then return end
  core.raise("RuntimeError", ("%s ended and left others of its group behind, killed now: %s"):format(self.name, left))
end

-- p:stop() -> how it ended, as wait() does. Sends the stop option's signal (SIGTERM) to its group, and SIGKILL when it
-- has not ended after the option's timeout (3 s). What is left of the group then is killed; where the process had ended
-- by itself, that is a RuntimeError which names it. Twice is no error.
function Process:stop()
  local mine = own(self, "stop")
  local number, stop = mine.number, mine.stop
  if mine.stopped then return status_of(number) end
  local killed = false
  if native.is_running(number) then
    native.signal_group(number, stop.signal)
    if not await_end(number, native.deadline(stop.timeout), "process:stop") then
      killed = true
      native.signal_group(number, "SIGKILL")
    end
  end
  await_end(number, native.deadline(), "process:stop")
  local status = attend(number)
  mine.stopped = true
  settle_group(self, number, killed or status.signal == "SIGKILL")
  return status
end

-- p:output(), p:stdout(), p:stderr() -> what it has printed so far; output() has both, in the order in which they came.
function Process:output() return (native.output(own(self, "output").number, "both")) end
function Process:stdout() return (native.output(own(self, "stdout").number, "stdout")) end
function Process:stderr() return (native.output(own(self, "stderr").number, "stderr")) end

-- Calls look(over) until it gives something, at each news; `over` says that no more can come. Says what did not come
-- where the process ends or time is up.
local function await_output(self, look, what, timeout, method)
  local number, call = private[self].number, "process:" .. method
  local deadline = check_timeout(timeout, method)
  local found = table.pack(look(false))
  while found[1] == nil do
    local over = not native.is_running(number)
    if over then
      await_end(number, deadline, call)
    elseif native.is_past(deadline) then
      core.raise("TimeoutError", ("%s did not print %s within %g s%s"):format(
        self.name, what, timeout, await_ready.last_lines(number)))
    else
      native.await(number, deadline, call)
    end
    found = table.pack(look(over))
    if over and found[1] == nil then
      core.raise("RuntimeError", ("%s ended (%s) before it printed %s%s"):format(
        self.name, tostring(status_of(number)), what, await_ready.last_lines(number)))
    end
  end
  return table.unpack(found, 1, found.n)
end

-- p:wait_for_output(pattern[, timeout]) -> the captures of the Lua pattern, or what it matched. Looks at output() from
-- behind the match of the call before. Raises RuntimeError at once where the process ends without, TimeoutError after
-- so many seconds.
function Process:wait_for_output(pattern, timeout)
  local mine = own(self, "wait_for_output")
  options_of.check_pattern(pattern, "p:wait_for_output()")
  local function look()
    local text, stop = native.output(mine.number, "both", mine.searched)
    local found = table.pack(text:find(pattern))
    if not found[1] then return nil end
    mine.searched = stop - #text + found[2]
    if found.n > 2 then return table.unpack(found, 3, found.n) end
    return text:sub(found[1], found[2])
  end
  return await_output(self, look, "what matches " .. core.quote(pattern), timeout, "wait_for_output")
end

-- p:read_line([timeout]) -> the next line of its standard output with its \n; at its end what is left without one.
-- Raises RuntimeError where the process has ended and there is none, TimeoutError after so many seconds.
function Process:read_line(timeout)
  local mine = own(self, "read_line")
  local function look(over)
    local text = native.output(mine.number, "stdout", mine.read)
    local line = text:match("^[^\n]*\n")
    if not line and over and text ~= "" then line = text end
    if line then mine.read = mine.read + #line end
    return line
  end
  return await_output(self, look, "another line", timeout, "read_line")
end

-- p:write(bytes): to its standard input, which is process.PIPE; returns when the pipe has taken all. Raises
-- BrokenPipeError where it reads no more.
function Process:write(bytes)
  local number = own(self, "write").number
  native.write(number, bytes)
  while true do
    local flushed, open = native.flushed(number)
    if flushed and open then return end
    if not open then native.write(number, "") end -- raises
    native.await(number, native.deadline(), "process:write")
  end
end

-- p:close_stdin(): it reads the end of its input behind what was written.
function Process:close_stdin() native.close_stdin(own(self, "close_stdin").number) end

local meta = {
  __name = "process",
  __index = setmetatable(Process, { __index = nearest.strict("a process", Process) }),
  __tostring = function(self) return ("<process %s %d>"):format(self.name, self.pid) end,
  -- Where the task was cancelled nothing can be waited for; the scenario ends the process then.
  __close = function(self)
    if coroutine.isyieldable() then self:stop() end
  end,
}

-- Kills what never became ready: nobody gets to hold it.
local function give_up(self, message)
  local number = private[self].number
  native.signal_group(number, "SIGKILL")
  await_end(number, native.deadline(), "process.start")
  native.attend(number)
  core.raise("RuntimeError", message)
end

-- process.start{ command = {...}, name, env, cwd, stdin, ready, stop } -> a running process, ready where `ready` says
-- when. Raises what Python's subprocess.Popen does where it cannot start: FileNotFoundError, PermissionError, ...;
-- RuntimeError with its last lines where it ends or time is up before it is ready.
function M.start(given)
  if not core.is_running() then
    core.raise("RuntimeError", "process.start() belongs inside a scenario: while a script loads, there is no network")
  end
  local options = options_of.checked(given)
  local wants_input = options.stdin ~= nil
  local number, pid = native.start(options.name, options.command, options.environment, options.cwd, wants_input)
  local self = setmetatable({ name = options.name, pid = pid }, meta)
  private[self] = { number = number, stop = options.stop, searched = 0, read = 0 }
  if type(options.stdin) == "string" then
    pcall(native.write, number, options.stdin) -- it may end without reading, as Python's communicate() allows
    native.close_stdin(number)
  end
  if options.ready then
    local problem = await_ready.wait(self, number, options.ready)
    if problem then give_up(self, problem) end
  end
  return self
end

return setmetatable(M, { __index = nearest.strict("module 'process'", M) })

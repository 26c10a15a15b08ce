-- require "process": programs under test. Descriptors and process numbers are the native half's; here are their start,
-- their end, and what they say when they end badly. What they print is in process_output.lua.
local core, import = ...

local native = core.process
local classes = import "exceptions"
local nearest = import "nearest"
local object = import "process_object"
local options_of = import "process_options"
local await_ready = import "process_ready"
import "process_output"

local M = { PIPE = options_of.PIPE }
for name, class in next, classes do M[name] = class end

local Process, own = object.Process, object.own

-- How long others of an ended process's group may take to follow it, in seconds.
local GROUP_GRACE = 1

-- p:is_running() -> bool.
function Process:is_running() return native.is_running(own(self, "is_running").number) end

-- p:wait([timeout]) -> { exit_code = 0 } or { signal = "SIGKILL" }, with all output there. Raises TimeoutError where it
-- still runs after so many seconds.
function Process:wait(timeout)
  local number = own(self, "wait").number
  if not object.await_end(number, object.check_timeout(timeout, "wait"), "process:wait") then
    core.raise("TimeoutError", ("%s did not end within %g s"):format(self.name, timeout))
  end
  return object.attend(number)
end

-- p:signal(name): "SIGHUP" or "HUP", to the process alone. Raises ProcessLookupError where it has ended.
function Process:signal(name)
  if type(name) ~= "string" then core.raise("TypeError", 'p:signal() takes the name of a signal, such as "SIGHUP"') end
  native.signal(own(self, "signal").number, name)
end

-- p:reload(): sends the signal of the option `reload` (SIGHUP), by which a server reads its configuration again; what
-- tells that it has is the server's own, so `expect(p):logs(pattern)` waits for it. Raises ProcessLookupError where it
-- has ended.
function Process:reload()
  local mine = own(self, "reload")
  native.signal(mine.number, mine.options.reload)
end

-- p:usage() -> { cpu = seconds, peak_memory = bytes }: the time that the process and its group have run so far, and the
-- most that one of them had resident.
function Process:usage()
  local cpu, peak_memory = native.usage(own(self, "usage").number)
  return { cpu = cpu, peak_memory = peak_memory }
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

local function stop(self, mine)
  local number, how, killed = mine.number, mine.options.stop, false
  if native.is_running(number) then
    native.signal_group(number, how.signal)
    if not object.await_end(number, native.deadline(how.timeout), "process:stop") then
      killed = true
      native.signal_group(number, "SIGKILL")
    end
  end
  object.await_end(number, native.deadline(), "process:stop")
  local status = object.attend(number)
  mine.stopped = true
  settle_group(self, number, killed or status.signal == "SIGKILL")
  return status
end

-- p:stop() -> how it ended, as wait() does. Sends the stop option's signal (SIGTERM) to its group, and SIGKILL when it
-- has not ended after the option's timeout (3 s). What is left of the group then is killed; where the process had ended
-- by itself, that is a RuntimeError which names it. Sockets that it was handed are closed. Twice is no error.
function Process:stop()
  local mine = own(self, "stop")
  if mine.stopped then return object.status_of(mine.number) end
  native.close_sockets(mine.number)
  return stop(self, mine)
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
local function give_up(number, message)
  native.signal_group(number, "SIGKILL")
  object.await_end(number, native.deadline(), "process.start")
  native.attend(number)
  native.close_sockets(number)
  core.raise("RuntimeError", message)
end

-- Starts what `options` say, and waits until it is ready. `self` stands for it from then on.
local function begin(self, options)
  local number, pid = native.start(options)
  self.pid = pid
  object.adopt(self, { number = number, options = options, searched = 0, read = 0, lines = {} })
  if type(options.stdin) == "string" then
    pcall(native.write, number, options.stdin) -- it may end without reading, as Python's communicate() allows
    native.close_stdin(number)
  end
  if not options.ready then return end
  local problem = await_ready.wait(self, number, options.ready)
  if problem then give_up(number, problem) end
end

-- p:restart(): stops it as p:stop() does and starts it again with the same options, which takes a new pid; returns when
-- it is ready. Sockets that it was handed stay open meanwhile, so that who connects waits and is not refused. Raises what
-- stop() and process.start raise.
function Process:restart()
  local mine = own(self, "restart")
  if not mine.stopped then stop(self, mine) end
  local options = mine.options
  options.sockets, options.replaces = mine.number, true
  begin(self, options)
end

-- process.start{ command = {...}, name, env, cwd, user, sockets, stdin, logs, ready, reload, stop } -> a running process,
-- ready where `ready` says when. Raises what Python's subprocess.Popen does where it cannot start: FileNotFoundError,
-- PermissionError, ...; RuntimeError with its last lines where it ends or time is up before it is ready.
function M.start(given)
  if not core.is_running() then
    core.raise("RuntimeError", "process.start() belongs inside a scenario: while a script loads, there is no network")
  end
  local options = options_of.checked(given)
  local self = setmetatable({ name = options.name }, meta)
  begin(self, options)
  return self
end

return setmetatable(M, { __index = nearest.strict("module 'process'", M) })

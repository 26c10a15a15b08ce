-- What the files of require "process" share: the object that scripts hold, what is known of it, and the wait for its
-- end. A process's number is the native half's.
local core = ...

local native = core.process

local M = { Process = {} }

-- How long what has the pipes of an ended process may keep them before its output counts as whole, in seconds.
local PIPE_GRACE = 0.25

-- By object: its number, its options as they were checked, how far its output was read.
local private = setmetatable({}, { __mode = "k" })

-- Makes what is known of a process that `self` stands for from now on.
function M.adopt(self, known) private[self] = known end

-- What is known of it. Raises TypeError where the method was called with a dot.
function M.own(self, method)
  local found = private[self]
  if not found then
    core.raise("TypeError", ("a method is called with a colon: p:%s(...)"):format(method))
  end
  return found
end

function M.is_process(value) return private[value] ~= nil end

local status_meta = {
  __tostring = function(status)
    return status.signal and "killed by " .. status.signal or "exit status " .. status.exit_code
  end,
}

-- How it ended: { exit_code = 0 } or { signal = "SIGKILL" }.
function M.status_of(number)
  local code, signal = native.status(number)
  return setmetatable({ exit_code = code, signal = signal }, status_meta)
end

-- The same, handed over: from now on a crash is the script's to judge.
function M.attend(number)
  native.attend(number)
  return M.status_of(number)
end

-- The deadline of a time limit in seconds; nil is none. Raises TypeError for what is no time.
function M.check_timeout(timeout, method)
  if timeout == nil or type(timeout) == "number" and timeout >= 0 then return native.deadline(timeout) end
  core.raise("TypeError", ("p:%s(): the time limit is a number of seconds"):format(method))
end

-- Until the process has ended and its output is whole; false where the deadline passed.
function M.await_end(number, deadline, call)
  while native.is_running(number) do
    if not native.await(number, deadline, call) and native.is_running(number) then return false end
  end
  local patience = native.deadline(PIPE_GRACE)
  while not native.output_ended(number) and native.await(number, patience, call) do end
  return true
end

return M

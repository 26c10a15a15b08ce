-- What a process says: its output and its log files, and the waits for something in them.
local core, import = ...

local native = core.process
local object = import "process_object"
local nearest = import "nearest"
local options_of = import "process_options"
local await_ready = import "process_ready"

local M = {}
local Process, own = object.Process, object.own

-- How long expect(p):logs() waits unless told, in seconds.
local LOG_SECONDS = 2

-- p:output(), p:stdout(), p:stderr() -> what it has printed so far; output() has both, in the order in which they came.
function Process:output() return (native.output(own(self, "output").number, "both")) end
function Process:stdout() return (native.output(own(self, "stdout").number, "stdout")) end
function Process:stderr() return (native.output(own(self, "stderr").number, "stderr")) end

-- The place of a log file among those of the option `logs`.
local function place_of(mine, name)
  local known = {}
  for i, log in ipairs(mine.options.log_names) do
    if log == name then return i end
    known[log] = true
  end
  local hint = nearest.hint(tostring(name), known)
  core.raise("ValueError", ("'%s' is none of the files that the option logs names%s"):format(
    tostring(name), hint and "; " .. hint or ""))
end

-- p:log(name) -> what it has written by now to that file, one of its option `logs`; "" where there is no such file yet.
function Process:log(name)
  local mine = own(self, "log")
  return (native.log(mine.number, place_of(mine, name)))
end

-- Calls look(over) until it gives something, at each news; `over` says that no more can come. Gives nil and the problem
-- in words, and whether it is one of time, where the process ends or the deadline passes before.
local function await(self, look, what, deadline, call)
  local number = own(self, "output").number
  local found = table.pack(look(false))
  while found[1] == nil do
    local over = not native.is_running(number)
    if over then
      object.await_end(number, deadline, call)
    elseif native.is_past(deadline) then
      return nil, ("%s did not print %s"):format(self.name, what), true
    else
      native.await(number, deadline, call)
    end
    found = table.pack(look(over))
    if over and found[1] == nil then
      return nil, ("%s ended (%s) before it printed %s"):format(self.name, tostring(object.status_of(number)), what)
    end
  end
  return found
end

local function await_output(self, look, what, timeout, method)
  local deadline = object.check_timeout(timeout, method)
  local found, problem, is_late = await(self, look, what, deadline, "process:" .. method)
  if found then return table.unpack(found, 1, found.n) end
  local words = is_late and (" within %g s"):format(timeout) or ""
  core.raise(is_late and "TimeoutError" or "RuntimeError",
    problem .. words .. await_ready.last_lines(own(self, method).number))
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

-- Each place that a line can stand in: its name, and what it has behind a position.
local function sources_of(mine, file)
  if file ~= nil then
    local place = place_of(mine, file)
    return { [file] = function(position) return native.log(mine.number, place, position) end }
  end
  local sources = { [""] = function(position) return native.output(mine.number, "both", position) end }
  for place, name in ipairs(mine.options.log_names) do
    sources[name] = function(position) return native.log(mine.number, place, position) end
  end
  return sources
end

-- The first line behind `positions[name]` that matches, and its captures. Moves the position behind it.
local function find_line(source, name, pattern, positions, over)
  local text, stop = source(positions[name] or 0)
  local from = 1
  for line, behind in text:gmatch("([^\n]*)\n()") do
    local found = table.pack(line:find(pattern))
    if found[1] then
      positions[name] = stop - #text + behind - 1
      return found.n > 2 and table.pack(table.unpack(found, 3, found.n)) or table.pack(line)
    end
    from = behind
  end
  local rest = text:sub(from)
  if over and rest ~= "" and rest:find(pattern) then
    positions[name] = stop
    return table.pack(rest)
  end
end

local function check_log_options(options)
  if options ~= nil and type(options) ~= "table" then
    core.raise("TypeError", "logs() takes a Lua pattern, and { timeout = seconds, file = name }")
  end
  options = options or {}
  options_of.check_names(options, { timeout = 1, file = 1 }, "option of logs()")
  return options
end

-- For expect(p):logs(pattern, options): the captures of the first line that matches, or that line, packed; or nil and
-- the problem in words. A pattern that was met before looks behind that line only.
function M.await_line(self, pattern, options)
  local mine = own(self, "logs")
  options_of.check_pattern(pattern, "logs()")
  options = check_log_options(options)
  local sources = sources_of(mine, options.file)
  local positions = mine.lines[pattern] or {}
  mine.lines[pattern] = positions
  local function look(over)
    for name, source in next, sources do
      local found = find_line(source, name, pattern, positions, over)
      if found then return found end
    end
  end
  local timeout = options.timeout or LOG_SECONDS
  local deadline = object.check_timeout(timeout, "logs")
  local found, problem, is_late = await(self, look, "a line that matches " .. core.quote(pattern), deadline, "expect:logs")
  if found then return found[1] end
  return nil, is_late and ("%s within %g s"):format(problem, timeout) or problem
end

-- Its last lines, for a message.
function M.last_lines(self) return await_ready.last_lines(own(self, "logs").number) end

return M

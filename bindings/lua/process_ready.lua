-- Waiting until a process is ready, as the option `ready` of process.start says. Nobody connects to find out: a server
-- that takes one client only must not be disturbed. Between two looks lies a pause, which the process's end cuts short.
local core, import = ...

local native = core.process
local classes = import "exceptions"

local M = {}

local SHORTEST, LONGEST = 0.001, 0.003 -- a pause, in seconds: the longest is what is added to a server's own start
local LINES = 10

-- The last lines of what it printed, to stand below a message.
function M.last_lines(number)
  local lines = {}
  for line in (native.output(number, "both")):gmatch("[^\n]+") do lines[#lines + 1] = line end
  if #lines == 0 then return "; it printed nothing" end
  return "; its last lines:\n  " .. table.concat(lines, "\n  ", math.max(1, #lines - LINES + 1))
end

-- The addresses of a host, any of which will do.
local function addresses_of(host, service)
  if host == "" then return { "0.0.0.0" } end
  local hosts = {}
  for i, entry in ipairs(core.socket.getaddrinfo(host, service)) do hosts[i] = entry[5][1] end
  return hosts
end

-- Each way: what is waited for, in words, and a function that looks.
local ways = {}

-- Whether the process serves any of the hosts at that port.
local function serves_any(number, kind, hosts, service)
  for _, host in ipairs(hosts) do
    if native.serves(number, kind, host, service) then return true end
  end
  return false
end

-- A program opens its ports one after the other: it is ready when it serves them all.
local function port(kind)
  return function(number, addresses)
    local hosts, next_one = {}, 1
    for i, address in ipairs(addresses) do hosts[i] = addresses_of(address[1], address[2]) end
    local way = {}
    return way, function()
      for i = next_one, #addresses do
        local address = addresses[i]
        way[1], next_one = ("%s %s:%d"):format(kind, address[1], address[2]), i
        if not serves_any(number, kind, hosts[i], address[2]) then return false end
      end
      return true
    end
  end
end

ways.tcp, ways.udp = port "tcp", port "udp"

function ways.unix(number, path)
  return "unix " .. path, function() return native.serves(number, "unix", path) end
end

function ways.output(number, pattern)
  return "output that matches " .. core.quote(pattern), function()
    return (native.output(number, "both")):find(pattern) ~= nil
  end
end

function ways.check(_, fn, self)
  local way = { "its check to return true" }
  return way, function()
    local ok, result = pcall(fn, self)
    if ok then return result == true end
    if not classes.isinstance(result, classes.OSError) then error(result, 0) end
    way[2] = tostring(result) -- a server that cannot be reached yet
    return false
  end
end

local function in_words(what)
  if type(what) == "string" then return what end
  return what[2] and ("%s (at last: %s)"):format(what[1], what[2]) or what[1]
end

local function end_in_words(number)
  local code, signal = native.status(number)
  return signal and "killed by " .. signal or "exit status " .. code
end

-- Waits until it is ready. Returns what went wrong, in words, or nothing.
function M.wait(self, number, ready)
  local what, look = ways[ready.kind](number, ready.place, self)
  local deadline, pause = native.deadline(ready.timeout), SHORTEST
  while not look() do
    if not native.is_running(number) then
      -- What it printed last may have made it ready: a program that only prints.
      if ready.kind == "output" and look() then return nil end
      return ("%s ended (%s) before it was ready: waited for %s%s"):format(
        self.name, end_in_words(number), in_words(what), M.last_lines(number))
    end
    if native.is_past(deadline) then
      return ("%s is not ready after %g s: waited for %s; ready.timeout gives it longer%s"):format(
        self.name, ready.timeout, in_words(what), M.last_lines(number))
    end
    native.await(number, math.min(deadline, native.deadline(pause)), "process.start")
    pause = math.min(pause * 1.5, LONGEST)
  end
end

return M

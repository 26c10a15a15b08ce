-- The options of process.start: what each takes, and what it means where it is not given.
local core, import = ...

local native = core.process
local nearest = import "nearest"

local M = { PIPE = setmetatable({}, { __tostring = function() return "process.PIPE" end }) }

local READY_SECONDS, STOP_SECONDS = 4, 3

local function refuse(text, ...) core.raise("TypeError", "process.start(): " .. text:format(...)) end

local function is_text(value) return type(value) == "string" and not value:find("\0", 1, true) end

local function is_seconds(value) return type(value) == "number" and value > 0 and value < 1e6 end

-- Raises a TypeError for a name that is not among the keys of `known`, with the one that was meant.
function M.check_names(given, known, what)
  for name in next, given do
    if known[name] == nil then
      local hint = nearest.hint(name, known)
      refuse("unknown %s '%s'%s", what, tostring(name), hint and "; " .. hint or "")
    end
  end
end

-- A pattern that string.find understands.
function M.check_pattern(pattern, caller)
  if type(pattern) ~= "string" then core.raise("TypeError", caller .. " takes a Lua pattern, a string") end
  local sound, message = pcall(string.find, "", pattern)
  if not sound then core.raise("ValueError", ("%s: %s"):format(caller, message)) end
end

local function check_command(command)
  if type(command) ~= "table" or #command == 0 then
    refuse('command takes the program and its arguments: { "redis-server", "--port", "6379" }')
  end
  local arguments = {}
  for i, value in ipairs(command) do
    if math.type(value) == "integer" then value = tostring(value) end -- a port, say
    if not is_text(value) then refuse("command[%d] takes a string without NUL, not a %s", i, type(value)) end
    arguments[i] = value
  end
  if arguments[1] == "" then refuse("command[1] is the program, not an empty string") end
  return arguments
end

-- A small environment that is the same on every machine, but for PATH; `env` adds to it, and false takes away.
local function environment(env, user)
  local home = core.directory()
  local all = { PATH = native.search_path(), HOME = home, TMPDIR = home, LANG = "C.UTF-8", TZ = "UTC" }
  if user then all.USER, all.LOGNAME = user.name, user.name end
  if env ~= nil and type(env) ~= "table" then refuse('env takes a table: { NAME = "value", OTHER = false }') end
  for name, value in next, env or {} do
    local is_name = is_text(name) and name ~= "" and not name:find("=", 1, true)
    if not is_name then refuse("env: '%s' is no name", tostring(name)) end
    if value ~= false and not is_text(value) then refuse("env.%s takes a string, or false to leave it out", name) end
    all[name] = value
  end
  local list = {}
  for name, value in next, all do
    if value then list[#list + 1] = name .. "=" .. value end
  end
  table.sort(list)
  return list
end

local function check_directory(cwd)
  local own = core.directory()
  if cwd == nil then return own end
  if not is_text(cwd) or cwd == "" then refuse("cwd takes the path of a folder") end
  return cwd:sub(1, 1) == "/" and cwd or own .. "/" .. cwd
end

-- -> { uid, gid, name = "postgres" }, or nil.
local function check_user(user)
  if user == nil then return nil end
  if math.type(user) == "integer" and user > 0 and user < 2 ^ 31 then return { user, user } end
  if not is_text(user) or user == "" then
    refuse('user takes a name such as "postgres", or a number above 0; root is who runs without it')
  end
  local uid, gid = native.user_of(user)
  if not uid then refuse("there is no user '%s' on this machine; a number such as 1000 is one everywhere", user) end
  return { uid, gid, name = user }
end

-- That each is an open socket is looked at where they are taken.
local function check_sockets(sockets)
  if sockets == nil then return nil end
  if type(sockets) ~= "table" or #sockets == 0 then
    refuse("sockets takes a list of them, which the program finds as descriptors 3, 4, ...")
  end
  return sockets
end

-- -> names as they were given, and absolute paths.
local function check_logs(logs, directory)
  local names, paths = {}, {}
  if logs == nil then return names, paths end
  if type(logs) == "string" then logs = { logs } end
  if type(logs) ~= "table" then refuse('logs takes the files that it writes to: { "error.log" }') end
  for i, name in ipairs(logs) do
    if not is_text(name) or name == "" then refuse("logs[%d] takes the path of a file", i) end
    names[i] = name
    paths[i] = name:sub(1, 1) == "/" and name or directory .. "/" .. name
  end
  return names, paths
end

local places = { tcp = true, udp = true, unix = true, output = true, check = true }

local function is_address(place)
  return is_text(place[1]) and math.type(place[2]) == "integer" and place[2] >= 1 and place[2] <= 65535
end

-- One address or several -> a list of them.
local function check_addresses(kind, place)
  local list = type(place) == "table" and (type(place[1]) == "table" and place or { place }) or {}
  for _, address in ipairs(list) do
    if type(address) ~= "table" or not is_address(address) then list = {} end
  end
  if #list == 0 then refuse('ready.%s takes an address, { "127.0.0.1", 6379 }, or a list of them', kind) end
  return list
end

-- -> the place, as it is waited for
local function check_place(kind, place)
  if kind == "tcp" or kind == "udp" then return check_addresses(kind, place) end
  if kind == "output" then M.check_pattern(place, "process.start(): ready.output") end
  if kind == "unix" and (not is_text(place) or place == "") then refuse("ready.unix takes the path of a socket") end
  if kind == "check" and type(place) ~= "function" then refuse("ready.check takes a function") end
  return place
end

-- -> { kind = "tcp" | "udp" | "unix" | "output" | "check", place, timeout }
local function check_ready(ready)
  if ready == nil then return nil end
  if type(ready) == "function" then ready = { check = ready } end
  local words = 'ready takes one of { tcp = { host, port } }, { udp = { host, port } }, { unix = path }, ' ..
    '{ output = pattern }, { check = function(p) ... end }'
  if type(ready) ~= "table" then refuse("%s", words) end
  M.check_names(ready, { tcp = true, udp = true, unix = true, output = true, check = true, timeout = true }, "way to be ready")
  local found
  for kind in next, places do
    if ready[kind] ~= nil then
      if found then refuse("%s", words) end
      found = kind
    end
  end
  if not found then refuse("%s", words) end
  local place = check_place(found, ready[found])
  if ready.timeout ~= nil and not is_seconds(ready.timeout) then refuse("ready.timeout takes a number of seconds") end
  return { kind = found, place = place, timeout = ready.timeout or READY_SECONDS }
end

local function check_stop(stop)
  if type(stop) == "string" then stop = { signal = stop } end
  if stop == nil then stop = {} end
  if type(stop) ~= "table" then refuse('stop takes a signal, or { signal = "SIGTERM", timeout = seconds }') end
  M.check_names(stop, { signal = true, timeout = true }, "part of stop")
  local signal, timeout = stop.signal or "SIGTERM", stop.timeout or STOP_SECONDS
  if type(signal) ~= "string" then refuse("stop.signal takes the name of a signal") end
  native.check_signal(signal)
  if not is_seconds(timeout) then refuse("stop.timeout takes a number of seconds") end
  return { signal = signal, timeout = timeout }
end

local function check_reload(signal)
  if signal == nil then return "SIGHUP" end
  if type(signal) ~= "string" then refuse('reload takes the name of a signal, such as "SIGUSR2"') end
  native.check_signal(signal)
  return signal
end

local function check_stdin(stdin)
  if stdin == nil or stdin == M.PIPE or type(stdin) == "string" then return stdin end
  refuse("stdin takes the text that it reads, or process.PIPE for p:write(); without it there is nothing to read")
end

M.known = {
  command = 1, name = 1, env = 1, cwd = 1, user = 1, sockets = 1, stdin = 1, logs = 1, ready = 1, reload = 1, stop = 1,
}

-- The options of process.start, checked and made whole.
function M.checked(given)
  if type(given) ~= "table" then refuse('it takes a table: process.start { command = { "redis-server" } }') end
  M.check_names(given, M.known, "option")
  local command = check_command(given.command)
  local name = given.name
  if name == nil then name = command[1]:match("([^/]+)/*$") or command[1] end
  if not is_text(name) or name == "" then refuse("name takes what transcripts call the process") end
  local user, cwd = check_user(given.user), check_directory(given.cwd)
  local log_names, logs = check_logs(given.logs, cwd)
  return {
    command = command, name = name, environment = environment(given.env, user), cwd = cwd, user = user,
    sockets = check_sockets(given.sockets), log_names = log_names, logs = logs,
    stdin = check_stdin(given.stdin), wants_input = given.stdin ~= nil, ready = check_ready(given.ready),
    reload = check_reload(given.reload), stop = check_stop(given.stop),
  }
end

return M

-- t:fail: makes the nth call of a name that a role makes fail with an errno, as the kernel would, which is not asked.
local core, import = ...

local errno = import "errno"
local nearest = import "nearest"

local constants = core.socket.constants
local known = { role = true, call = true, errno = true, nth = true }
local lookups = { getaddrinfo = true, gethostbyname = true, getnameinfo = true }

-- The calls by their names, as t:calls has them, and the lookups.
local calls = { socket = true, socketpair = true, close = true }
for name in next, lookups do calls[name] = true end
for name, fn in next, core.socket.methods do
  if type(fn) == "function" and name ~= "sendfile" then calls[name] = true end
end

local function refuse(text, ...) error("t:fail(): " .. text:format(...), 0) end

local function check_call(call)
  if type(call) ~= "string" then refuse('it takes the name of a call: t:fail("recv", "ECONNRESET")') end
  if calls[call] then return end
  local hint = nearest.hint(call, calls)
  refuse("there is no call '%s'%s", call, hint and "; " .. hint or "")
end

-- The names of the codes of getaddrinfo(3) by their numbers.
local function resolver_name(code)
  for name, value in next, constants do
    if value == code and name:find("^EAI_") then return name end
  end
end

-- -> the number of an error and its name, given either; of a lookup it is one of getaddrinfo(3).
local function check_error(call, given)
  local is_lookup = lookups[call]
  local what = is_lookup and 'an error of getaddrinfo(3), such as "EAI_AGAIN"' or 'an errno, such as "ECONNRESET"'
  local code = given
  if type(given) == "string" then
    code = constants[given]
    local fits = (given:find("^EAI_") ~= nil) == (is_lookup == true) and given:find("^E") and math.type(code) == "integer"
    if not fits then
      local names = {}
      for name in next, constants do
        if name:find(is_lookup and "^EAI_" or "^E[A-Z0-9]+$") then names[name] = true end
      end
      local hint = nearest.hint(given, names)
      refuse("%s takes %s, not '%s'%s", call, what, given, hint and "; " .. hint or "")
    end
  end
  local name
  if math.type(code) == "integer" then name = is_lookup and resolver_name(code) or not is_lookup and errno.errorcode[code] end
  if not name then refuse("%s takes %s", call, what) end
  return code, name
end

local function unpacked(call, number, nth, ...)
  if select("#", ...) > 0 then refuse("it takes a call, an errno and which call it is, or a table of these") end
  if type(call) ~= "table" then return { call = call, errno = number, nth = nth } end
  for key in next, call do
    if not known[key] then
      local hint = nearest.hint(key, known)
      refuse("unknown option '%s'%s", tostring(key), hint and "; " .. hint or "")
    end
  end
  return call
end

-- t:fail(call, errno[, nth]) or t:fail{ call, errno, nth, role }; the role is the one that runs unless told.
return function(...)
  local given = unpacked(...)
  check_call(given.call)
  local code, name = check_error(given.call, given.errno)
  local nth, role = given.nth == nil and 1 or given.nth, given.role == nil and core.role() or given.role
  if math.type(nth) ~= "integer" or nth < 1 then refuse("nth takes which call fails: an integer from 1") end
  if type(role) ~= "string" or role == "" then refuse("role takes the name of a role") end
  core.told(role, given.call, code, name, nth)
end

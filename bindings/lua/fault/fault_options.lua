-- The options of t:proxy: what each takes, and what it means where it is not given.
local core, import = ...

local nearest = import "nearest"
local toxics = import "fault_toxics"

local M = {}

local caller -- what errors call it

local function refuse(text, ...) error(caller .. ": " .. text:format(...), 0) end

local known = { name = true, listen = true, to = true, kind = true, seed = true, toxics = true }

-- An address: { host, port }, or the path of a UNIX socket. `least` is the lowest port.
local function check_address(name, value, least)
  if type(value) == "string" and value ~= "" and #value < 108 then return end
  local host, port = nil, nil
  if type(value) == "table" then host, port = value[1], value[2] end
  if type(host) ~= "string" or math.type(port) ~= "integer" or port < least or port > 65535 then
    refuse('%s takes an address, { "127.0.0.1", 8080 }, or the path of a UNIX socket', name)
  end
end

-- The seed that holds where none is given: --set seed=N, else 1, so that a run repeats.
local function default_seed()
  local given = core.param("seed")
  if given == nil then return 1 end
  return math.tointeger(given) or refuse("--set seed=%s: a seed is an integer", given)
end

local function check_toxics(kind, given)
  if given == nil then return {} end
  if type(given) ~= "table" then refuse("toxics takes a table: { latency = { latency = 0.1 } }") end
  local names = {}
  for name in next, given do
    if type(name) ~= "string" then refuse("toxics takes a table by name: { latency = { latency = 0.1 } }") end
    names[#names + 1] = name
  end
  table.sort(names) -- a table has no order of its own
  local list = {}
  for i, name in ipairs(names) do list[i] = toxics.new(kind, name, given[name], caller) end
  return list
end

-- -> { name, listen, to, kind, seed, toxics }, checked and made whole.
function M.checked(given, name_of_caller)
  caller = name_of_caller
  if type(given) ~= "table" then refuse('it takes a table: t:proxy { listen = { "127.0.0.1", 0 }, to = { "127.0.0.1", 80 } }') end
  for key in next, given do
    if not known[key] then
      local hint = nearest.hint(key, known)
      refuse("unknown option '%s'%s", tostring(key), hint and "; " .. hint or "")
    end
  end
  local kind, name, seed = given.kind or "tcp", given.name or "proxy", given.seed
  if kind ~= "tcp" and kind ~= "udp" then refuse('kind takes "tcp" or "udp"') end
  if type(name) ~= "string" or name == "" then refuse("name takes what the transcript calls it: a string") end
  if core.is_role(name) then refuse("'%s' is a role already: a proxy has a name of its own", name) end
  if given.to == nil then refuse('to is missing: where the server is, { "127.0.0.1", 80 }') end
  check_address("to", given.to, 1)
  if given.listen ~= nil then check_address("listen", given.listen, 0) end
  if kind == "udp" and (type(given.to) == "string" or type(given.listen) == "string") then
    refuse("listen and to of a udp proxy are both { host, port }")
  end
  if seed ~= nil and math.type(seed) ~= "integer" then refuse("seed takes an integer") end
  return {
    name = name, kind = kind, to = given.to, seed = seed or default_seed(), toxics = check_toxics(kind, given.toxics),
    listen = given.listen or { "127.0.0.1", 0 },
  }
end

return M

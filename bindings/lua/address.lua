-- What addresses and the entries of getaddrinfo look like: tables read by position and by name.
local core, import = ...

local nearest = import "nearest"

local function named(what, positions)
  return function(self, key)
    local position = positions[key]
    if position then return rawget(self, position) end
    local hint = nearest.hint(key, positions)
    if hint then core.raise("AttributeError", ("%s has no attribute '%s'; %s"):format(what, key, hint)) end
  end
end

local function quoted(value)
  if type(value) == "string" then return "'" .. value:gsub("['\\]", "\\%0") .. "'" end
  return tostring(value)
end

-- As Python prints a tuple: ('127.0.0.1', 8001).
local function tuple(self)
  local parts = {}
  for i = 1, #self do parts[i] = quoted(self[i]) end
  return "(" .. table.concat(parts, ", ") .. ")"
end

core.set_metatable("parley.address", {
  __name = "address",
  __index = named("an address", { host = 1, port = 2, flowinfo = 3, scope_id = 4 }),
  __tostring = tuple,
})

core.set_metatable("parley.addrinfo", {
  __name = "addrinfo",
  __index = named("an entry of getaddrinfo", { family = 1, type = 2, proto = 3, canonname = 4, sockaddr = 5 }),
  __tostring = tuple,
})

core.set_metatable("parley.ancillary", {
  __name = "ancillary",
  __index = named("an item of ancillary data", { level = 1, type = 2, data = 3 }),
  __tostring = tuple,
})

return { format = tuple }

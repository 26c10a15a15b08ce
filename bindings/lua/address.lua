-- What addresses and the entries of getaddrinfo look like: tables read by position and by name.
local core = ...

local function named(positions)
  return function(self, key)
    local position = positions[key]
    return position and rawget(self, position) or nil
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
  __index = named { host = 1, port = 2, flowinfo = 3, scope_id = 4 },
  __tostring = tuple,
})

core.set_metatable("parley.addrinfo", {
  __name = "addrinfo",
  __index = named { family = 1, type = 2, proto = 3, canonname = 4, sockaddr = 5 },
  __tostring = tuple,
})

return { format = tuple }

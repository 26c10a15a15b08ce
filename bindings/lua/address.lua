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

local repr = import "repr"

-- The addresses of other families, whose hardware address is bytes.
local function link_tuple(self)
  local parts = {}
  for i = 1, #self do parts[i] = i == 5 and repr(self[i]) or quoted(self[i]) end
  return "(" .. table.concat(parts, ", ") .. ")"
end

for family, positions in next, {
  netlink = { pid = 1, groups = 2 }, vsock = { cid = 1, port = 2 },
  packet = { ifname = 1, proto = 2, pkttype = 3, hatype = 4, addr = 5 },
} do
  local what = ("an address of AF_%s"):format(family:upper())
  core.set_metatable("parley." .. family, { __name = "address", __index = named(what, positions), __tostring = link_tuple })
end

return { format = tuple }

-- Headers of the PROXY protocol to bytes. What is told is what is written; only addresses of version 2 have to be some.
local core, import = ...

local connection = import "protocol_connection"
local inet_pton = core.socket.inet_pton
local AF_INET, AF_INET6 = core.socket.constants.AF_INET, core.socket.constants.AF_INET6
local tlv = import "proxy_tlv"

local M = { signature = "\r\n\r\n\0\r\nQUIT\n" }

-- By name: the byte of version 2.
M.families = {
  UNSPEC = 0x00, TCP4 = 0x11, UDP4 = 0x12, TCP6 = 0x21, UDP6 = 0x22, UNIX_STREAM = 0x31, UNIX_DGRAM = 0x32,
}
M.commands = { LOCAL = 0, PROXY = 1 }

local known = connection.names {
  "version", "command", "family", "source", "destination", "tlvs", "line", "ending", "signature", "length", "payload",
}

-- The family of two addresses, where none is told.
local function family_of(options)
  if options.family then return options.family end
  local source = options.source
  if source == nil then return "UNSPEC" end
  if type(source) == "string" then return "UNIX_STREAM" end
  return tostring(source[1]):find(":", 1, true) and "TCP6" or "TCP4"
end

local function check_addresses(options)
  for _, name in ipairs { "source", "destination" } do
    local address = options[name]
    if type(address) ~= "string" and (type(address) ~= "table" or address[1] == nil or address[2] == nil) then
      core.raise("TypeError", ("encode(): %s takes an address: { \"192.0.2.1\", 4000 }"):format(name))
    end
  end
end

local function version_1(options)
  if options.line then return options.line end
  local family, ending = family_of(options), options.ending or "\r\n"
  if family == "UNSPEC" or family == "UNKNOWN" then return "PROXY UNKNOWN" .. ending end
  check_addresses(options)
  local source, destination = options.source, options.destination
  return ("PROXY %s %s %s %s %s%s"):format(
    family, source[1], destination[1], source[2], destination[2], ending)
end

local function packed_unix(path) return #path < 108 and path .. ("\0"):rep(108 - #path) or path end

local function addresses(family, options)
  if family == 0 then return "" end
  check_addresses(options)
  local source, destination = options.source, options.destination
  if family >> 4 == 3 then return packed_unix(source) .. packed_unix(destination) end
  local af = family >> 4 == 2 and AF_INET6 or AF_INET
  return inet_pton(af, source[1]) .. inet_pton(af, destination[1]) .. string.pack(">I2I2", source[2], destination[2])
end

local function byte_of(value, names, what)
  local number = math.type(value) == "integer" and value or names[value]
  if number then return number end
  core.raise("ValueError", ("encode(): no %s is called '%s'"):format(what, tostring(value)))
end

local function version_2(options)
  local is_local = options.command == "LOCAL" and options.source == nil and options.family == nil
  local family = byte_of(is_local and "UNSPEC" or family_of(options), M.families, "family")
  local command = byte_of(options.command or "PROXY", M.commands, "command")
  if command < 16 then command = command | 0x20 end
  local first = options.payload or addresses(family, options)
  local tlvs, sum_at = tlv.encode(options.tlvs)
  local payload = first .. tlvs
  local header = (options.signature or M.signature)
    .. string.pack(">BBI2", command, family, options.length or #payload)
  local bytes = header .. payload
  if not sum_at then return bytes end
  local place = #header + #first + sum_at
  return bytes:sub(1, place - 1) .. string.pack(">I4", tlv.crc32c(bytes)) .. bytes:sub(place + 4)
end

-- encode{ version = 2, command = "PROXY", family, source, destination, tlvs } -> bytes. For what is malformed: `line`
-- and `ending` of version 1; of version 2 `signature`, `length`, `payload` in the place of the addresses, and command
-- (with the version in its upper half, where it is above 15) and family as numbers.
function M.encode(options)
  options = connection.check_names(options, known, "encode()")
  local version = options.version or 2
  if version ~= 1 and version ~= 2 then core.raise("ValueError", "encode(): version is 1 or 2") end
  return version == 1 and version_1(options) or version_2(options)
end

return M

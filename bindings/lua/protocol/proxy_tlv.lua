-- The TLVs of the PROXY protocol's version 2 (2.2 of its specification), and CRC32c (RFC 3720, appendix B.4).
local core, import = ...

local nearest = import "nearest"

local M = {}

local numbers = {
  alpn = 0x01, authority = 0x02, crc32c = 0x03, noop = 0x04, unique_id = 0x05, ssl = 0x20, netns = 0x30,
}
local ssl_numbers = { version = 0x21, cn = 0x22, cipher = 0x23, sig_alg = 0x24, key_alg = 0x25 }

local names, ssl_names = {}, {}
for name, number in next, numbers do names[number] = name end
for name, number in next, ssl_numbers do ssl_names[number] = name end
M.names = names

local remainders = {}
for i = 0, 255 do
  local crc = i
  for _ = 1, 8 do crc = crc & 1 == 1 and crc >> 1 ~ 0x82f63b78 or crc >> 1 end
  remainders[i] = crc
end

-- crc32c(bytes) -> the checksum, an integer.
function M.crc32c(bytes)
  local crc = 0xffffffff
  for i = 1, #bytes do crc = crc >> 8 ~ remainders[(crc ~ bytes:byte(i)) & 0xff] end
  return crc ~ 0xffffffff
end

local function item(number, value, length)
  return string.pack(">BI2", number, length or #value) .. value
end

local encode_ssl

-- The number of a type, by name too.
local function number_of(kind)
  if math.type(kind) == "integer" then return kind end
  local found = numbers[kind]
  if found then return found end
  local hint = nearest.hint(kind, numbers)
  local words = hint and "; " .. hint or ""
  core.raise("ValueError", ("encode(): no type of TLV is called '%s'%s"):format(tostring(kind), words))
end

-- The bytes of a value, which for crc32c may be true: zeroes, until the sum is known.
local function value_of(number, value)
  if number == numbers.ssl and type(value) == "table" then return encode_ssl(value) end
  if number == numbers.crc32c and value == true then return "\0\0\0\0" end
  if number == numbers.crc32c and type(value) == "number" then return string.pack(">I4", value) end
  if type(value) == "string" then return value end
  core.raise("TypeError", ("encode(): the value of a TLV is a string, not '%s'"):format(core.type_name(value)))
end

-- ssl = { client = flags, verify = number, version = "TLSv1.3", cn, cipher, sig_alg, key_alg }
function encode_ssl(value)
  local parts = { string.pack(">BI4", value.client or 1, value.verify or 0) }
  for number = 0x21, 0x25 do
    local text = value[ssl_names[number]]
    if text then parts[#parts + 1] = item(number, text) end
  end
  return table.concat(parts)
end

-- A table by name as a list, in the order of the numbers.
local function listed(tlvs)
  if tlvs[1] ~= nil or next(tlvs) == nil then return tlvs end
  local list = {}
  for name, value in next, tlvs do list[#list + 1] = { type = number_of(name), value = value } end
  table.sort(list, function(a, b) return a.type < b.type end)
  return list
end

-- encode(tlvs) -> bytes, and where in them (from 1) the checksum is to be put, or nil. `tlvs` is { alpn = "h2", ... }
-- or a list of { type = number or name, value = bytes, length = what it claims }.
function M.encode(tlvs)
  local parts, size, sum_at = {}, 0, nil
  for i, one in ipairs(listed(tlvs or {})) do
    local number = number_of(one.type)
    parts[i] = item(number, value_of(number, one.value), one.length)
    if number == numbers.crc32c and one.value == true then sum_at = size + 4 end
    size = size + #parts[i]
  end
  return table.concat(parts), sum_at
end

-- Each TLV of these bytes, which begin at byte `from` of what the reader has read last: fn(type, value, place of the
-- value).
local function each(reader, bytes, from, fn)
  local at = 1
  while at <= #bytes do
    if #bytes - at < 2 then reader:fail("a TLV that is cut short", bytes:sub(at), from + at - 1) end
    local number, length, value_at = string.unpack(">BI2", bytes, at)
    local left = #bytes - value_at + 1
    if length > left then
      reader:fail(("a TLV of type 0x%02x that claims %d bytes, with %d left"):format(number, length, left),
        bytes:sub(at), from + at - 1)
    end
    fn(number, bytes:sub(value_at, value_at + length - 1), from + value_at - 1)
    at = value_at + length
  end
end

local function decode_ssl(reader, value, from)
  if #value < 5 then reader:fail("a TLV of TLS that is cut short", value, from) end
  local client, verify = string.unpack(">BI4", value)
  local ssl = { client = client, verify = verify }
  each(reader, value:sub(6), from + 5, function(number, text)
    if ssl_names[number] then ssl[ssl_names[number]] = text end
  end)
  return ssl
end

-- decode(reader, bytes, from) -> a list of { type, value }, which has those with a name by it, too: list.alpn,
-- list.ssl. `list.sum_at` is the place of the checksum's value.
function M.decode(reader, bytes, from)
  local list = {}
  each(reader, bytes, from, function(number, value, at)
    list[#list + 1] = { type = number, value = value }
    local name = names[number]
    if name == "crc32c" then
      if #value ~= 4 then reader:fail("a checksum that has not 4 bytes", value, at) end
      list.crc32c, list.sum_at = string.unpack(">I4", value), at
    elseif name == "ssl" then
      list.ssl = decode_ssl(reader, value, at)
    elseif name and name ~= "noop" then
      list[name] = value
    end
  end)
  return list
end

return M

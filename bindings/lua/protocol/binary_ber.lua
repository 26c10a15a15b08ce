-- The encoding of ASN.1 that LDAP and SNMP have (ITU-T X.690, BER with definite lengths; RFC 4511, 5.1).
local core, import = ...

local errors = import "protocol_errors"
local layout = import "binary_layout"
local types = import "binary_types"

local M = {}

-- A length: a byte below 128, or the number of bytes that it takes and these.
M.ber_length = types.new {
  name = "ber_length",
  put = function(output, value)
    if math.type(value) ~= "integer" or value < 0 then output:fail("it takes a length, not %s", tostring(value)) end
    if value < 128 then return output:add(string.char(value)) end
    local bytes = string.pack(">I8", value):gsub("^\0+", "")
    output:add(string.char(0x80 | #bytes) .. bytes)
  end,
  get = function(cursor)
    local first = cursor:take(1):byte()
    if first < 128 then return first end
    if first == 128 then cursor:fail("a length that is not said", "\x80") end
    local count = first & 0x7f
    if count > 8 then cursor:fail("a length of more than 8 bytes", string.char(first)) end
    local length = string.unpack((">I%d"):format(count), cursor:take(count))
    if length < 0 then cursor:fail("a length of more than 63 bits", "") end
    return length
  end,
}

-- ber(tag, type) -> the type with its tag, a byte, and its length.
function M.ber(tag, inner)
  local sized = layout.sized(M.ber_length, types.check(inner, "ber()"))
  local byte = string.char(tag)
  return types.new {
    name = "ber",
    put = function(output, value)
      output:put(types.bytes(1), byte, "tag")
      sized.put(output, value)
    end,
    get = function(cursor)
      local found = cursor:take(1)
      if found ~= byte then cursor:fail(("its tag should be %s"):format(errors.shown(byte)), found) end
      return sized.get(cursor)
    end,
  }
end

-- The number whose bytes are all that is left, in two's complement.
local signed = types.new {
  name = "signed",
  put = function(output, value)
    if math.type(value) ~= "integer" then output:fail("it takes an integer, not '%s'", core.type_name(value)) end
    local size = 1
    while size < 8 and (value < -(1 << 8 * size - 1) or value >= 1 << 8 * size - 1) do size = size + 1 end
    output:add(string.pack((">i%d"):format(size), value))
  end,
  get = function(cursor)
    local bytes = cursor:rest()
    if #bytes < 1 or #bytes > 8 then cursor:fail("an integer has 1 to 8 bytes", bytes) end
    return (string.unpack((">i%d"):format(#bytes), bytes))
  end,
}

local boolean = types.new {
  name = "boolean",
  put = function(output, value) output:add(value and "\xff" or "\0") end,
  get = function(cursor) return cursor:take(1) ~= "\0" end,
}

M.ber_boolean = M.ber(0x01, boolean)
M.ber_integer = M.ber(0x02, signed)
M.ber_string = M.ber(0x04, types.rest)
M.ber_enumerated = M.ber(0x0a, signed)

-- ber_sequence(fields[, tag]) -> a record with a tag, 0x30 unless told.
function M.ber_sequence(fields, tag) return M.ber(tag or 0x30, layout.record(fields)) end

-- Any value: { tag = number, content = bytes }.
M.ber_any = layout.record { { "tag", types.packed(">B", "u8") }, { "content", layout.sized(M.ber_length, types.rest) } }

return M

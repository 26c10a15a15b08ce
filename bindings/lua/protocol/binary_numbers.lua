-- Numbers of binary fields: of a variable length, by name, and in bits.
local core, import = ...

local nearest = import "nearest"
local types = import "binary_types"

local M = {}

-- By name: big-endian (the network's order), and with _le little-endian.
for name, format in next, {
  u8 = "B", i8 = "b", u16 = "I2", i16 = "i2", u24 = "I3", i24 = "i3", u32 = "I4", i32 = "i4", u64 = "I8", i64 = "i8",
  f32 = "f", f64 = "d",
} do
  M[name] = types.packed(">" .. format, name)
  if #format > 1 or name:find("f", 1, true) then M[name .. "_le"] = types.packed("<" .. format, name .. "_le") end
end

local function check_integer(output, value)
  if math.type(value) ~= "integer" then output:fail("it takes an integer, not '%s'", core.type_name(value)) end
  return value
end

-- varint(most) -> seven bits a byte, the lowest first, a set upper bit where more follow; of at most so many bytes, 4
-- as in MQTT (1.5.5) unless told. One that could be shorter is refused.
function M.varint(most)
  most = most or 4
  return types.new {
    name = "varint",
    put = function(output, value)
      local rest, parts = check_integer(output, value), {}
      repeat
        parts[#parts + 1] = string.char(rest & 0x7f | (rest > 0x7f and 0x80 or 0))
        rest = rest >> 7
      until rest == 0
      if #parts > most then output:fail("%d does not fit into %d bytes", value, most) end
      output:add(table.concat(parts))
    end,
    get = function(cursor)
      local value, bytes = 0, ""
      repeat
        local byte = cursor:take(1)
        bytes = bytes .. byte
        value = value | (byte:byte() & 0x7f) << 7 * (#bytes - 1)
        if #bytes == most and byte > "\x7f" then cursor:fail(("a varint of more than %d bytes"):format(most), bytes) end
      until byte <= "\x7f"
      if #bytes > 1 and bytes:sub(-1) == "\0" then cursor:fail("a varint that could be shorter", bytes) end
      return value
    end,
  }
end

-- enum(type, { NAME = number }, { open = true }) -> the name of a number. A number is written, too; one without a name
-- is refused when it is read, and given as a number where the enumeration is open.
function M.enum(type, numbers, options)
  types.check(type, "enum()")
  local names = {}
  for name, number in next, numbers do names[number] = name end
  return types.new {
    name = "enum", size = type.size,
    put = function(output, value)
      local number = math.type(value) == "integer" and value or numbers[value]
      if not number then
        local hint = nearest.hint(value, numbers)
        output:fail("there is no %s%s", tostring(value), hint and "; " .. hint or "")
      end
      type.put(output, number)
    end,
    get = function(cursor)
      local number = type.get(cursor)
      if names[number] or options and options.open then return names[number] or number end
      cursor:fail(("%s has no name"):format(number), cursor.bytes:sub(cursor.at - (type.size or 1), cursor.at - 1))
    end,
  }
end

-- The number of one group of bits.
local function bits_of(output, field, value)
  local depth = #output.path
  output.path[depth + 1] = field[1]
  value = output:told(value)
  if value == nil or value == false then value = 0 end
  if value == true then value = 1 end
  if field[3] and field[3][value] then value = field[3][value] end
  check_integer(output, value)
  if value < 0 or value >> field[2] ~= 0 then output:fail("%d does not fit into %d bits", value, field[2]) end
  output.path[depth + 1] = nil
  return value
end

local function check_bits(fields)
  local width, known = 0, {}
  for _, field in ipairs(fields) do
    if type(field) ~= "table" or type(field[1]) ~= "string" or math.type(field[2]) ~= "integer" then
      core.raise("TypeError", "bits() takes a list of { name, number of bits, { NAME = number } }")
    end
    width, known[field[1]] = width + field[2], true
  end
  if width % 8 ~= 0 or width > 64 or width == 0 then
    core.raise("ValueError", ("bits() takes 8, 16, ... up to 64 bits, not %d"):format(width))
  end
  return width, known
end

-- bits{ { name, number of bits, { NAME = number } }, ... } -> a table of numbers, or of names. The first one has the
-- highest bits; one that is not given is 0.
function M.bits(fields)
  local width, known = check_bits(fields)
  local size = width // 8
  local format = (">I%d"):format(size)
  return types.new {
    name = "bits",
    put = function(output, value)
      if type(value) ~= "table" then output:fail("it takes a table, not '%s'", core.type_name(value)) end
      for name in next, value do
        if not known[name] then output:fail("there are no bits '%s'", tostring(name)) end
      end
      local number = 0
      for _, field in ipairs(fields) do number = number << field[2] | bits_of(output, field, value[field[1]]) end
      output:add(string.pack(format, number))
    end,
    get = function(cursor)
      local bytes, value, left = cursor:take(size), {}, width
      local number = string.unpack(format, bytes)
      for _, field in ipairs(fields) do
        left = left - field[2]
        local part = number >> left & (1 << field[2]) - 1
        for name, one in next, field[3] or {} do
          if one == part then value[field[1]] = name end
        end
        value[field[1]] = value[field[1]] or part
      end
      return value
    end,
  }
end

return M

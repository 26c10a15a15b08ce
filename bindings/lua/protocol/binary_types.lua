-- The types of binary fields that are made of bytes alone. A type is { name, size, put(output, value), get(cursor) ->
-- value }; `size` is that of a number.
local core, import = ...

local cursors = import "binary_cursor"
local errors = import "protocol_errors"
local nearest = import "nearest"
local outputs = import "binary_output"

local Type = {}
setmetatable(Type, { __index = nearest.strict("a binary type", Type, { size = true, is_silent = true }) })
local meta = { __name = "binary type", __index = Type }

local M = { Type = Type }

-- new(fields) -> a type.
function M.new(fields) return setmetatable(fields, meta) end

-- Raises TypeError for what is no type.
function M.check(value, caller)
  if getmetatable(value) ~= meta then
    core.raise("TypeError", ("%s takes a type of binary, not '%s'"):format(caller, core.type_name(value)))
  end
  return value
end

-- t:encode(value, lies) -> bytes. `lies` are values by path, in the place of those that would be right. Raises
-- ValueError that names the field.
function Type:encode(value, lies)
  local output = outputs.new(lies)
  output:put(self, value)
  return output:bytes()
end

-- t:decode(bytes) -> value. Raises ProtocolError, where something is left too; IncompleteRead where it is not whole.
-- t:decode(bytes, at) -> value, the position behind it; what is left is nobody's business.
function Type:decode(bytes, at)
  if type(bytes) ~= "string" then core.raise("TypeError", "decode() takes a string, not " .. core.type_name(bytes)) end
  local cursor = cursors.over(bytes, at)
  local value = self.get(cursor)
  if at then return value, cursor.at end
  if cursor:left() > 0 then cursor:fail(("%d bytes are left"):format(cursor:left()), cursor:rest()) end
  return value
end

-- t:read(socket) -> value; nil where the stream has ended. Takes not a byte behind it.
function Type:read(socket)
  local cursor = cursors.of(socket)
  cursor.may_end = true
  local ok, value = pcall(self.get, cursor)
  if ok then
    cursor.reader:finish()
    return value
  end
  if value == cursors.ENDED then return nil end
  error(value, 0)
end

-- t:send(socket, value, lies): sends what encode gives.
function Type:send(socket, value, lies) socket:sendall(self:encode(value, lies)) end

-- packed(format, name) -> a type of one value of string.pack.
function M.packed(format, name)
  local sound, size = pcall(string.packsize, format)
  if not sound then core.raise("ValueError", ("packed(): '%s': %s"):format(tostring(format), size)) end
  name = name or format
  return M.new {
    name = name, size = size,
    put = function(output, value)
      local fits, bytes = pcall(string.pack, format, value)
      if value == nil then output:fail("it has no value") end
      if not fits then output:fail("%s does not fit into %s", tostring(value), name) end
      output:add(bytes)
    end,
    get = function(cursor) return (string.unpack(format, cursor:take(size))) end,
  }
end

local function check_bytes(output, value)
  if type(value) ~= "string" then output:fail("it takes a string, not '%s'", core.type_name(value)) end
  return value
end

-- bytes(n) -> so many bytes.
function M.bytes(n)
  if math.type(n) ~= "integer" or n < 0 then core.raise("TypeError", "bytes() takes a number of bytes") end
  return M.new {
    name = ("bytes(%d)"):format(n),
    put = function(output, value)
      if #check_bytes(output, value) ~= n then output:fail("%d bytes do not make %d", #value, n) end
      output:add(value)
    end,
    get = function(cursor) return cursor:take(n) end,
  }
end

-- All that is left of what it stands in.
M.rest = M.new {
  name = "rest",
  put = function(output, value) output:add(check_bytes(output, value)) end,
  get = function(cursor) return cursor:rest() end,
}

-- A text up to a NUL.
M.cstring = M.new {
  name = "cstring",
  put = function(output, value)
    if check_bytes(output, value):find("\0", 1, true) then output:fail("it has a NUL within") end
    output:add(value .. "\0")
  end,
  get = function(cursor)
    local parts = {}
    repeat parts[#parts + 1] = cursor:take(1) until parts[#parts] == "\0"
    return table.concat(parts):sub(1, -2)
  end,
}

-- literal(bytes) -> these bytes and no other. The field needs no value and gives none.
function M.literal(bytes)
  return M.new {
    name = "literal", is_silent = true,
    put = function(output, value) output:add(value or bytes) end,
    get = function(cursor)
      local found = cursor:take(#bytes)
      if found ~= bytes then cursor:fail(("it should be %s"):format(errors.shown(bytes)), found) end
    end,
  }
end

-- padding(n) -> so many bytes, written as zeroes and read as any. The field needs no value and gives none.
function M.padding(n)
  return M.new {
    name = "padding", is_silent = true,
    put = function(output, value) output:add(value or ("\0"):rep(n)) end,
    get = function(cursor) cursor:take(n) end,
  }
end

return M

-- Binary fields that hold others: records, parts with a length, lists, and what depends on another field.
local core, import = ...

local nearest = import "nearest"
local types = import "binary_types"

local M = {}

-- The value at a path ("header.type") of the innermost record that has it, or what a function says of that record.
local function lookup(scopes, key)
  if type(key) == "function" then return key(scopes[#scopes]) end
  for depth = #scopes, 1, -1 do
    local value = scopes[depth]
    for name in key:gmatch("[^.]+") do value = type(value) == "table" and rawget(value, name) or nil end
    if value ~= nil then return value end
  end
  return nil
end

local function within(scopes, scope, fn)
  scopes[#scopes + 1] = scope
  fn()
  scopes[#scopes] = nil
end

local function check_record(fields)
  local known = {}
  for _, field in ipairs(fields) do
    if type(field) ~= "table" or type(field[1]) ~= "string" then
      core.raise("TypeError", "record() takes a list of { name, type }")
    end
    types.check(field[2], ("record(): field '%s'"):format(field[1]))
    known[field[1]] = true
  end
  return known
end

-- record{ { name, type }, ... } -> a table by name.
function M.record(fields)
  local known = check_record(fields)
  return types.new {
    name = "record",
    put = function(output, value)
      if type(value) ~= "table" then output:fail("it takes a table, not '%s'", core.type_name(value)) end
      for name in next, value do
        local hint = not known[name] and nearest.hint(name, known)
        if not known[name] then output:fail("there is no field '%s'%s", tostring(name), hint and "; " .. hint or "") end
      end
      within(output.scopes, value, function()
        for _, field in ipairs(fields) do output:put(field[2], value[field[1]], field[1]) end
      end)
    end,
    get = function(cursor)
      local value = {}
      within(cursor.scopes, value, function()
        for _, field in ipairs(fields) do
          local found = cursor:get(field[2], field[1])
          if not field[2].is_silent then value[field[1]] = found end
        end
      end)
      return value
    end,
  }
end

-- sized(length_type, type, { adds = 0 }) -> the type, with its length in bytes before it; `adds` is what the length
-- counts besides: 4 where it has itself in it. The length's own path is that of the field and ".length".
function M.sized(length_type, inner, options)
  types.check(length_type, "sized()")
  types.check(inner, "sized()")
  local adds = options and options.adds or 0
  return types.new {
    name = "sized",
    put = function(output, value)
      local bytes = output:captured(function() inner.put(output, value) end)
      output:put(length_type, #bytes + adds, "length")
      output:add(bytes)
    end,
    get = function(cursor)
      local length = cursor:get(length_type, "length") - adds
      if length < 0 then cursor:fail(("its length is below %d"):format(adds), "") end
      local part = cursor:part(cursor:take(length))
      local value = inner.get(part)
      if part:left() > 0 then part:fail(("%d bytes are left"):format(part:left()), part:rest()) end
      return value
    end,
  }
end

-- text(length_type) -> bytes with their length before them.
function M.text(length_type) return M.sized(length_type, types.rest) end

-- How many items a list has, where that is said before it; else nil.
local function count_of(cursor, count)
  if count == nil or math.type(count) == "integer" then return count end
  if type(count) == "string" or type(count) == "function" then return lookup(cursor.scopes, count) end
  return cursor:get(count, "count")
end

local function put_count(output, count, n)
  if count == nil or type(count) == "string" or type(count) == "function" then return end
  if math.type(count) == "integer" then
    if n ~= count then output:fail("it has %d items, not %d", n, count) end
    return
  end
  output:put(count, n, "count")
end

local function is_over(cursor, n, count, ends_with)
  if count then return n >= count end
  if ends_with then
    if cursor:peek(#ends_with) ~= ends_with then return false end
    cursor:take(#ends_with)
    return true
  end
  return cursor:is_over()
end

-- list(type, { count, ends_with }) -> a list: of so many items, where count is a number, a type that stands before
-- them, or the path of an earlier field; up to those bytes; or up to the end of what it stands in.
function M.list(inner, options)
  types.check(inner, "list()")
  local count, ends_with = (options or {}).count, (options or {}).ends_with
  return types.new {
    name = "list",
    put = function(output, value)
      if type(value) ~= "table" then output:fail("it takes a list, not '%s'", core.type_name(value)) end
      put_count(output, count, #value)
      for i, item in ipairs(value) do output:put(inner, item, ("[%d]"):format(i)) end
      if ends_with then output:add(ends_with) end
    end,
    get = function(cursor)
      local value, wanted = {}, count_of(cursor, count)
      while not is_over(cursor, #value, wanted, ends_with) do
        local at = cursor:offset()
        value[#value + 1] = cursor:get(inner, ("[%d]"):format(#value + 1))
        if not wanted and cursor:offset() == at then cursor:fail("its items have no bytes", "") end
      end
      return value
    end,
  }
end

local function chosen(target, key, cases, default)
  local value = lookup(target.scopes, key)
  local found = value ~= nil and cases[value] or default
  if found then return found end
  local words = ("there is no case for %s"):format(tostring(value))
  if target.add then target:fail("%s", words) end
  target:fail(words, "")
end

-- choice(key, { value = type }, default) -> the type that the earlier field at the path `key` chooses, or the function
-- `key` of the record.
function M.choice(key, cases, default)
  for _, inner in next, cases do types.check(inner, "choice()") end
  return types.new {
    name = "choice",
    put = function(output, value) chosen(output, key, cases, default).put(output, value) end,
    get = function(cursor) return chosen(cursor, key, cases, default).get(cursor) end,
  }
end

local function holds(scopes, key)
  local value = lookup(scopes, key)
  return value and value ~= 0
end

-- optional(key, type) -> the type where the earlier field at the path `key`, or the function, says neither 0, false nor
-- nil.
function M.optional(key, inner)
  types.check(inner, "optional()")
  return types.new {
    name = "optional",
    put = function(output, value)
      local is_there = holds(output.scopes, key)
      if not is_there and value ~= nil then output:fail("it is given, but not to be there") end
      if is_there then inner.put(output, value) end
    end,
    get = function(cursor)
      if holds(cursor.scopes, key) then return inner.get(cursor) end
    end,
  }
end

return M

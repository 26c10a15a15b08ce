-- What Python does with values: lists that hold None, indices from 0, `+` of lists and texts, truth. translate.py makes
-- calls of these.
local M = {}

-- A list; `n` counts the nils too. A tuple that a call gives in Python is one as well.
function M.L(...) return table.pack(...) end

local function length(value)
  if type(value) == "table" then return rawget(value, "n") or #value end
  return #value
end
M.len = length

function M.unpack(list) return table.unpack(list, 1, length(list)) end

function M.at(value, index)
  local i = index < 0 and length(value) + index + 1 or index + 1
  if type(value) == "string" then return value:byte(i) end
  return value[i]
end

function M.slice(value, first, last)
  last = last or length(value)
  if type(value) ~= "table" then return value:sub(first + 1, last) end
  return M.L(table.unpack(value, first + 1, math.min(last, length(value))))
end

function M.add(a, b)
  if type(a) == "number" then return a + b end
  if type(a) == "string" then return a .. b end
  local all = table.move(a, 1, length(a), 1, { n = length(a) + length(b) })
  return table.move(b, 1, length(b), length(a) + 1, all)
end

function M.times(a, b)
  if type(a) == "string" then return a:rep(b) end
  return a * b
end

function M.truthy(value)
  if type(value) == "string" or type(value) == "table" then return length(value) > 0 end
  return value ~= nil and value ~= false and value ~= 0
end

function M.bool(value) return M.truthy(value) end

function M.choose(condition, one, other)
  if M.truthy(condition) then return one end
  return other
end

function M.same(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  if length(a) ~= length(b) then return false end
  for i = 1, length(a) do
    if not M.same(rawget(a, i), rawget(b, i)) then return false end
  end
  return true
end

-- for _, item in each(list): a nil in it is passed by.
function M.each(list)
  local i = 0
  return function()
    i = i + 1
    if i <= length(list) then return i, list[i] end
  end
end

function M.map(list, fn, wanted)
  local made = { n = 0 }
  for i = 1, length(list) do
    local item = rawget(list, i)
    if not wanted or M.truthy(wanted(item)) then
      made.n = made.n + 1
      made[made.n] = fn(item)
    end
  end
  return made
end

function M.range(n)
  local made = { n = n }
  for i = 1, n do made[i] = i - 1 end
  return made
end

function M.sorted(list)
  local copy = table.move(list, 1, length(list), 1, { n = length(list) })
  table.sort(copy)
  return copy
end

function M.append(list, value)
  list.n = length(list) + 1
  list[list.n] = value
end

return M

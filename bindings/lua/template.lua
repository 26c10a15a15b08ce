-- A text with places to be filled in, {{name}}: what t:write makes a server's configuration from.
local core, import = ...

local nearest = import "nearest"

-- The text with each {{name}} replaced by values[name], a string or a number; {{directory}} is the scenario's own.
-- Raises TypeError for values that are none, ValueError for a place that has no value and for a value that has no place.
return function(text, values)
  if type(values) ~= "table" then core.raise("TypeError", "t:write(): the values take a table: { port = 80 }") end
  local used = {}
  local filled = text:gsub("{{%s*([%w_]+)%s*}}", function(name)
    local value = values[name]
    if value == nil and name == "directory" then return core.directory() end
    used[name] = true
    if type(value) == "string" or type(value) == "number" then return tostring(value) end
    if value ~= nil then
      core.raise("TypeError", ("t:write(): the value of {{%s}} is a string or a number, not a %s"):format(name, type(value)))
    end
    local hint = nearest.hint(name, values)
    core.raise("ValueError", ("t:write(): {{%s}} has no value%s"):format(name, hint and "; " .. hint or ""))
  end)
  for name in next, values do
    if not used[name] then
      local hint = nearest.hint(tostring(name), used)
      core.raise("ValueError", ("t:write(): there is no {{%s}} in the text%s"):format(
        tostring(name), hint and "; " .. hint or ""))
    end
  end
  return filled
end

-- "did you mean": the nearest of the names in a table.
local core = ...

-- What a kind of thing is called, and its names: all that M.strict was told of.
local M = { kinds = {} }

-- "did you mean 'x'?" for the key of `names` that is nearest to `name`, or nil where none is near.
function M.hint(name, names)
  if type(name) ~= "string" then return nil end
  local known = {}
  for key in next, names do
    if type(key) == "string" then known[#known + 1] = key end
  end
  table.sort(known)
  local best = core.nearest(name, known)
  return best and ("did you mean '%s'?"):format(best) or nil
end

-- A function for __index that raises Python's AttributeError: "'socket' object has no attribute 'sned'; did you ...".
-- Names in `absent` are attributes whose value is nil.
function M.strict(what, names, absent)
  M.kinds[what] = names
  return function(_, key)
    if absent and absent[key] then return nil end
    local hint = M.hint(key, names)
    core.raise("AttributeError", ("%s has no attribute '%s'%s"):format(what, tostring(key), hint and "; " .. hint or ""))
  end
end

return M

-- print and input: what a role prints is kept apart from what the others print, and input is answered by the scenario.
local core = ...

local M = { answers = {} }

-- print(...): as Lua's, into the output of the role that runs.
function M.print(...)
  local parts = table.pack(...)
  for i = 1, parts.n do parts[i] = tostring(parts[i]) end
  core.write_output(table.concat(parts, "\t") .. "\n")
end

-- input(prompt) -> the next line that t:answer gave this role. Raises EOFError where there is none left, as Python
-- does at the end of its input.
function M.input(prompt)
  if prompt ~= nil then core.write_output(tostring(prompt)) end
  local lines = M.answers[core.role()]
  if not lines or #lines == 0 then core.raise("EOFError", "EOF when reading a line") end
  return table.remove(lines, 1)
end

return M

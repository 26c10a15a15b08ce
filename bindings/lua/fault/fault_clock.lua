-- The time that a proxy's waits are kept by.
local core = ...

local M = {}

-- In seconds; it only goes forward.
function M.now() return core.select.clock() / 1e9 end

-- The running task waits until somebody wakes it, or until `due` (nil: for as long as it takes).
function M.rest(due)
  if due then
    core.sleep(math.min(math.max(0, due - M.now()), 1e8))
  else
    core.park("proxy:rest")
  end
end

return M

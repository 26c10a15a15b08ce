-- What t:load gives: plain numbers to claim things about.
local core, import = ...

local nearest = import "nearest"

local Latency = {}
local runs = setmetatable({}, { __mode = "k" }) -- of the latencies: the native half's number of their load

-- percentile(percent) -> seconds: what so many of a hundred answers did not exceed. Raises TypeError for what is no number
-- from 0 to 100.
function Latency:percentile(percent)
  if type(percent) ~= "number" or not (percent >= 0 and percent <= 100) then
    core.raise("TypeError", "percentile() takes a number from 0 to 100: 99.9")
  end
  return core.load_percentile(runs[self], percent)
end

local function strict(what, fields, methods)
  local names = {}
  for _, table in ipairs { fields, methods } do
    for name in next, table do names[name] = true end
  end
  return setmetatable(fields, { __name = what, __index = setmetatable(methods, { __index = nearest.strict(what, names) }) })
end

-- result(run, fields) -> those of core.load_end, with methods, and with words for a name that is misspelt.
return function(run, fields)
  fields.latency = strict("the latency of a load", fields.latency, { percentile = Latency.percentile })
  runs[fields.latency] = run
  return strict("the result of a load", fields, {})
end

-- What the suites of servers have in common: which broken server `--set variant=NAME` asks for, and its middleman.
local middleman = require "middleman"

local variants = {}

-- The entry of the list that has the name; without a name one in which nothing is broken.
function variants.chosen(t, list)
  local name = t:param("variant", "none")
  for _, variant in ipairs(list) do
    if variant.name == name then return variant end
  end
  assert(name == "none", "there is no variant '" .. name .. "'")
  return {}
end

-- Whether the variant is a faulty proxy, so that the server has to listen elsewhere.
function variants.is_proxy(variant)
  return (variant.up or variant.down or variant.half_close) and true or false
end

-- The faulty proxy of the variant, under the server's name.
function variants.start_proxy(t, variant, name, listen, to)
  middleman.start(t, name, listen, { to = to, up = variant.up, down = variant.down, half_close = variant.half_close })
end

return variants

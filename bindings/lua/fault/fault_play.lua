-- How a proxy cuts the connection of a play of t:cut (fault_cut.lua): the first one that is made after its beginning.
-- Others pass, as those of a client that tries again.
local core = ...

local M = {}

-- The toxic that cuts; no script adds it. Without a stream it only counts.
function M.begin(proxy, cut)
  local note = cut.stream and ("%s: after byte %d of %d %s, by %s"):format(
    proxy.name, cut.byte, cut.of, cut.stream, cut.with:upper())
  core.relay(proxy.name, { note })
  proxy.toxics = {
    {
      type = "cut", name = "cut", stream = cut.stream, toxicity = 1, version = 1, bytes = cut.byte, with = cut.with,
      connection = proxy.counts.connections + 1, passed = { up = 0, down = 0 },
    },
  }
end

local function cut_connection(connection, with, link)
  if with == "rst" then return connection:reset(nil, link) end
  connection:finish(link)
end

-- The stage of a link (fault_stages.lua).
function M.stage(link, toxic, _, item, emit)
  if link.connection.number ~= toxic.connection then return emit(item.bytes) end
  local passed, left = toxic.passed, math.huge
  if toxic.with then left = toxic.bytes - passed[link.direction] end
  local part = left < #item.bytes and item.bytes:sub(1, left) or item.bytes
  passed[link.direction] = passed[link.direction] + #part
  if part ~= "" then emit(part) end
  if toxic.with and passed[link.direction] >= toxic.bytes then cut_connection(link.connection, toxic.with, link) end
end

-- A connection stands: one that is to be cut before the first byte to the server goes at once.
function M.stands(connection)
  local toxic = connection.proxy.toxics[1]
  if not toxic or toxic.type ~= "cut" or toxic.connection ~= connection.number then return end
  if toxic.stream == "up" and toxic.bytes == 0 then cut_connection(connection, toxic.with) end
end

-- After the play: waits for the end of its connections, at the most for `patience` seconds, and resets what is left.
-- -> how many bytes passed each way.
function M.finish(proxy, patience)
  local due = core.select.clock() / 1e9 + patience
  while next(proxy.connections) and core.select.clock() / 1e9 < due do
    proxy.waiting[#proxy.waiting + 1] = core.current()
    core.sleep(math.max(0, due - core.select.clock() / 1e9))
  end
  local left = {}
  for connection in next, proxy.connections do left[#left + 1] = connection end
  table.sort(left, function(a, b) return a.number < b.number end)
  for _, connection in ipairs(left) do connection:reset() end
  return proxy.toxics[1].passed
end

return M

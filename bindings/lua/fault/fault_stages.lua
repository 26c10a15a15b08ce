-- What each toxic does to the bytes that pass a link (fault_link.lua) of a TCP proxy: a function of the link, the toxic,
-- what the link remembers of it (`state`), the item { bytes, at } and `emit`, which passes bytes on to the next toxic.
-- A stage waits by link:wait, which gives false where the toxic was taken away or changed meanwhile, as toxiproxy's
-- interrupts do: then what it holds goes on at once.
local _, import = ...

local M = { cut = import("fault_play").stage }

-- The bytes go on so long after they came.
function M.latency(link, toxic, state, item, emit)
  local delay = toxic.latency
  if toxic.jitter > 0 then delay = delay + state.random:around(toxic.jitter) end
  link:wait(item.at + delay, toxic)
  emit(item.bytes)
end

-- In pieces of a tenth of a second's worth, each as late as its bytes would be through.
function M.bandwidth(link, toxic, state, item, emit)
  local bytes, from = item.bytes, 1
  while from <= #bytes and not link:is_stopped() do
    local piece = bytes:sub(from, from + math.max(1, toxic.rate // 10 | 0) - 1)
    state.free = math.max(link.now(), state.free or 0) + #piece / toxic.rate
    if not link:wait(state.free, toxic) then piece, state.free = bytes:sub(from), nil end
    emit(piece)
    from = from + #piece
  end
end

-- In slices of a random size, each sent by itself: the others run in between.
function M.slicer(link, toxic, state, item, emit)
  local bytes, from = item.bytes, 1
  while from <= #bytes and not link:is_stopped() do
    local size = toxic.average_size
    if toxic.size_variation > 0 then
      size = size - toxic.size_variation + state.random:below(2 * toxic.size_variation + 1)
    end
    local slice = bytes:sub(from, from + size - 1)
    emit(slice)
    from = from + #slice
    if from <= #bytes and not link:wait(link.now() + toxic.delay, toxic) then
      emit(bytes:sub(from))
      return
    end
  end
end

-- So many bytes, and then the connection is closed.
function M.limit_data(link, toxic, state, item, emit)
  local left = math.max(0, toxic.bytes - (state.passed or 0))
  local part = item.bytes:sub(1, left)
  state.passed = (state.passed or 0) + #part
  if part ~= "" then emit(part) end
  if state.passed >= toxic.bytes then link.connection:finish(link) end
end

-- Nothing goes on. When it closes the connection, see link:time_out_due.
function M.timeout(link, _, _, item) link:lose(item.bytes) end

-- The first bytes reset the connection, after a time; they do not go on.
function M.reset_peer(link, toxic, _, item, emit)
  if link:wait(link.now() + toxic.timeout, toxic) then return link.connection:reset(nil, link) end
  emit(item.bytes)
end

-- It is about the end only.
function M.slow_close(_, _, _, item, emit) emit(item.bytes) end

return M

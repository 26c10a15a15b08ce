-- The mechanisms behind selectors: each keeps descriptors and tells which are ready. Where modify() is missing, it is
-- unregister() and register(). wait(seconds, most) gives an
-- iterator over descriptors and EVENT_READ, EVENT_WRITE or both.
local core, import = ...

local select = import "select"

local EVENT_READ, EVENT_WRITE = 1, 2

-- Whatever is no readiness to write is told readers, and the other way round: an end and an error both.
local function events_of(mask, input, output)
  return (mask & ~input ~= 0 and EVENT_WRITE or 0) | (mask & ~output ~= 0 and EVENT_READ or 0)
end

local function mask_of(events, input, output)
  return (events & EVENT_READ ~= 0 and input or 0) | (events & EVENT_WRITE ~= 0 and output or 0)
end

-- A poll or epoll object; `scale` is how many of its units a second has, `close` closes it.
local function poll_like(make, input, output, scale, close)
  return function()
    local poll, backend = make(), {}
    function backend.register(fd, events) poll:register(fd, mask_of(events, input, output)) end
    function backend.modify(fd, events) poll:modify(fd, mask_of(events, input, output)) end
    function backend.unregister(fd) poll:unregister(fd) end
    function backend.wait(timeout, most)
      local limit = timeout and math.max(timeout, 0) * scale
      local found, i = poll:poll(limit, most), 0
      return function()
        i = i + 1
        if found[i] then return found[i][1], events_of(found[i][2], input, output) end
      end
    end
    function backend.close() close(poll) end
    function backend.fileno() return poll:fileno() end
    return backend
  end
end

local function select_backend()
  local wanted, order, backend = {}, {}, {}
  function backend.register(fd, events)
    if not wanted[fd] then order[#order + 1] = fd end
    wanted[fd] = (wanted[fd] or 0) | events
  end
  function backend.unregister(fd)
    wanted[fd] = nil
    for i, known in ipairs(order) do
      if known == fd then table.remove(order, i) end
    end
  end
  local function of_kind(event)
    local list = {}
    for _, fd in ipairs(order) do
      if wanted[fd] & event ~= 0 then list[#list + 1] = fd end
    end
    return list
  end
  function backend.wait(timeout)
    local found, i = {}, 0
    local readable, writable = select.select(of_kind(EVENT_READ), of_kind(EVENT_WRITE), {},
      timeout and math.max(timeout, 0))
    for _, fd in ipairs(readable) do found[fd] = EVENT_READ end
    for _, fd in ipairs(writable) do found[fd] = (found[fd] or 0) | EVENT_WRITE end
    return function()
      repeat i = i + 1 until not order[i] or found[order[i]]
      if order[i] then return order[i], found[order[i]] end
    end
  end
  function backend.close() end
  function backend.fileno()
    core.raise("AttributeError", "'SelectSelector' object has no attribute 'fileno'")
  end
  return backend
end

return {
  EVENT_READ = EVENT_READ,
  EVENT_WRITE = EVENT_WRITE,
  makers = {
    EpollSelector = poll_like(select.epoll, select.EPOLLIN, select.EPOLLOUT, 1, function(poll) poll:close() end),
    PollSelector = poll_like(select.poll, select.POLLIN, select.POLLOUT, 1000, function() end),
    SelectSelector = select_backend,
  },
}

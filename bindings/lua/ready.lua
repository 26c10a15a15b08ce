-- What became ready, as poll(), epoll.poll() and selector.select() return it: a list of pairs. Called by a `for`, the
-- list goes through them, so that `for fd, event in poll:poll() do` reads as in Python.

local meta = {
  __call = function(list, _, last)
    list.position = last == nil and 1 or list.position + 1
    local pair = list[list.position]
    if not pair then
      list.position = nil
      return nil
    end
    return pair[1], pair[2]
  end,
}

return function(pairs) return setmetatable(pairs, meta) end

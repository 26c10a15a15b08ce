-- What all files of makefile() have in common, io.IOBase: lines, and what a socket cannot do.
local core, import = ...

local nearest = import "nearest"

-- The methods of every file, and what their classes are made with.
local Base, M = {}, {}

local function check_open(self)
  if self.closed then core.raise("ValueError", "I/O operation on closed file.") end
end

local function next_line(self)
  local line = self:readline()
  if line == nil or line == "" then return nil end
  return line
end

-- file:lines() -> an iterator over the lines that are left; `for line in file do` is the same.
function Base:lines()
  check_open(self)
  return function() return next_line(self) end
end

-- file:readlines([hint]) -> a list of lines: all, or as many as have more than `hint` bytes together.
function Base:readlines(hint)
  if hint ~= nil and math.type(hint) ~= "integer" then
    core.raise("TypeError", ("argument should be integer or None, not '%s'"):format(core.type_name(hint)))
  end
  check_open(self)
  local list, size = {}, 0
  for line in self:lines() do
    list[#list + 1] = line
    size = size + #line
    if hint and hint > 0 and size > hint then break end
  end
  return list
end

-- file:writelines(list): each as by write.
function Base:writelines(list)
  check_open(self)
  if type(list) ~= "table" then
    core.raise("TypeError", ("'%s' object is not iterable"):format(core.type_name(list)))
  end
  for _, line in ipairs(list) do self:write(line) end
end

function Base:isatty()
  check_open(self)
  return false
end

function Base.readable() return false end
function Base.writable() return false end
function Base.seekable() return false end
function Base:flush() check_open(self) end
function Base.seek() core.raise("UnsupportedOperation", "File or stream is not seekable.") end
function Base.tell() core.raise("UnsupportedOperation", "seek") end
function Base.truncate() core.raise("UnsupportedOperation", "truncate") end

-- Raises what `method` does of a file that has not that direction.
function M.unsupported(method)
  return function() core.raise("UnsupportedOperation", method) end
end

-- How many bytes of what is held end a line, at most `limit`; all where none of them does.
local function extent_of_line(held, limit)
  local stop = held:find("\n", 1, true) or #held
  return limit >= 0 and math.min(stop, limit) or stop
end

-- readline() of what has none of its own: by read(), of as much as peek() shows of the line. With that a line can
-- become longer than its limit, as in CPython.
function M.line_by_read(self, limit, peek)
  limit = M.check_size(limit)
  local parts, size = {}, 0
  while limit < 0 or size < limit do
    local held = peek and peek(self) or ""
    local part = self:read(math.max(extent_of_line(held, limit), 1))
    if part == nil then
      core.raise("OSError", "read() should have returned a bytes object, not 'NoneType'")
    end
    parts[#parts + 1] = part
    size = size + #part
    if part == "" or part:sub(-1) == "\n" then break end
  end
  return table.concat(parts)
end

-- A size as read() and readline() take it: nil and -1 are "all".
function M.check_size(size)
  if size == nil then return -1 end
  if math.type(size) == "integer" then return size end
  core.raise("TypeError", ("argument should be integer or None, not '%s'"):format(core.type_name(size)))
end

-- What `method` of a file with a buffer says where the SocketIO below is closed.
function M.check_open(raw, method)
  if raw.closed then core.raise("ValueError", method .. " of closed file") end
end

-- What readinto() and readinto1() fill must be a bytearray.
function M.check_buffer(buffer, method)
  if type(buffer) == "userdata" and core.type_name(buffer) == "bytearray" then return end
  core.raise("TypeError",
    ("%s() argument must be read-write bytes-like object, not %s"):format(method, core.type_name(buffer)))
end

-- Calls both, whatever the first one raises, and raises it then.
function M.call_both(first, second)
  local ok, e = pcall(first)
  second()
  if not ok then error(e, 0) end
end

-- A new class: its methods, and the metatable of its objects. `attributes` are functions that give what is no method.
function M.class(name, attributes)
  local methods = {}
  for key, method in next, Base do methods[key] = method end
  local strict = nearest.strict(("'%s' object"):format(name), methods)
  local meta = { __name = name:match("[^.]*$"), __call = next_line, __close = function(self) self:close() end }
  function meta.__index(self, key)
    local method = methods[key]
    if method ~= nil then return method end
    local attribute = attributes[key]
    if attribute then return attribute(self) end
    return strict(self, key)
  end
  function meta.__tostring(self)
    return ("<%s%s>"):format(name, attributes.shown and attributes.shown(self) or "")
  end
  return methods, meta
end

return M

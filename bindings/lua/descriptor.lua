-- The descriptor of what select and selectors are given: an integer, or whatever has a method fileno(), as a socket or a
-- file of makefile() has. PyObject_AsFileDescriptor of CPython.
local core = ...

local function method_of(object)
  if type(object) ~= "userdata" and type(object) ~= "table" then return nil end
  local ok, method = pcall(function() return object.fileno end)
  return ok and method or nil
end

-- (object) -> fd. Raises TypeError where it has none, ValueError where it is negative, as that of what is closed is.
return function(object)
  local fd = object
  if math.type(object) ~= "integer" then
    local method = method_of(object)
    if not method then core.raise("TypeError", "argument must be an int, or have a fileno() method.") end
    fd = method(object)
    if math.type(fd) ~= "integer" then core.raise("TypeError", "fileno() returned a non-integer") end
  end
  if fd < 0 then core.raise("ValueError", ("file descriptor cannot be a negative integer (%d)"):format(fd)) end
  if fd > 0x7fffffff then core.raise("OverflowError", "Python int too large to convert to C int") end
  return fd
end

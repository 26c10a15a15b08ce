-- t:open: a file as Python's open(name, mode, buffering=0) gives it, for sendfile and for what reads and writes bytes.
local core, import = ...

local nearest = import "nearest"

local File = {}

local function check_open(self)
  local fd = rawget(self, "fd")
  if not fd then core.raise("ValueError", "I/O operation on closed file.") end
  return fd
end

-- f:read([n]) -> up to n bytes; without n, or with a negative one, all that are left. "" at the end.
function File:read(n)
  local fd = check_open(self)
  if n and n >= 0 then return n == 0 and "" or core.read_descriptor(fd, n) end
  local parts = {}
  repeat
    local part = core.read_descriptor(fd, 1 << 16)
    parts[#parts + 1] = part
  until part == ""
  return table.concat(parts)
end

-- f:write(bytes) -> how many these are.
function File:write(bytes)
  core.write_descriptor(check_open(self), bytes)
  return #bytes
end

-- f:seek(offset[, whence]) -> the new position; whence 0 is the beginning, 1 the position, 2 the end. lseek(2).
function File:seek(offset, whence) return core.seek_descriptor(check_open(self), offset, whence or 0) end

-- f:tell() -> the position.
function File:tell() return core.seek_descriptor(check_open(self), 0, 1) end

-- f:fileno() -> the descriptor, which stays the file's.
function File:fileno() return check_open(self) end

-- f:close(); twice is no error.
function File:close()
  local fd = rawget(self, "fd")
  self.fd = nil
  if fd then core.close_descriptor(fd) end
end

local strict = nearest.strict("a file", File, { fd = true })
local meta = {
  __index = setmetatable(File, { __index = strict }), __name = "file", __close = File.close, __gc = File.close,
}

-- (path, mode) -> a file. What the sandbox allows is the caller's to check.
return function(path, mode)
  return setmetatable({ fd = core.open_file(path, (mode:gsub("[bt]", ""))), name = path, mode = mode }, meta)
end

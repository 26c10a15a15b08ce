-- Files, descriptors and pipes as the cases use them: files(t) -> names for their Lua form.
local process = require "process"
local socket = require "socket"
local values = require "values"

-- Calls fn with a socket of the descriptor, which stays open.
local function through(fd, fn)
  local s = socket.socket { fileno = fd }
  local results = table.pack(pcall(fn, s))
  s:detach()
  if not results[1] then error(results[2], 0) end
  return table.unpack(results, 2, results.n)
end

local os = {
  O_NONBLOCK = 2048,
  close = socket.close,
  -- Both ends of a stream, which is what the cases need of a pipe.
  pipe = function()
    local reading, writing = socket.socketpair()
    return reading:detach(), writing:detach()
  end,
  read = function(fd, n) return through(fd, function(s) return s:recv(n) end) end,
  write = function(fd, bytes) return through(fd, function(s) return s:send(bytes) end) end,
  get_inheritable = function(fd) return through(fd, function(s) return s:get_inheritable() end) end,
  dup = function(fd) return socket.dup(fd) end,
  chmod = function(path, mode)
    assert(process.start({ command = { "chmod", ("%o"):format(mode), path } }):wait().exit_code == 0)
  end,
}

-- A file in memory, without a descriptor.
local function bytes_io(bytes)
  local file, position = {}, 0
  function file.read(_, n)
    local part = bytes:sub(position + 1, position + n)
    position = position + #part
    return part
  end
  function file.seek(_, offset) position = offset end
  function file.tell() return position end
  return file
end

return function(t)
  local names = { os = os, io = { BytesIO = bytes_io } }
  local folder = t:tempdir()

  function names.T(name) return name and folder .. "/" .. name or folder end

  -- A file below T(): one that is written to comes to be when it is opened.
  function names.open(path, mode)
    if mode:find("r", 1, true) then return t:open(path, mode) end
    local name, content = path:sub(#folder + 2), ""
    t:write(name, content)
    local file = { close = function() end }
    function file.write(_, bytes)
      content = values.add(content, bytes)
      t:write(name, content)
    end
    function file.fileno() return t:open(path, "rb"):fileno() end
    return file
  end

  -- The flags of a descriptor, as the kernel shows them (proc_pid_fdinfo(5)).
  names.fcntl = {
    F_GETFL = 3,
    fcntl = function(s)
      return tonumber(t:read("/proc/self/fdinfo/" .. s:fileno()):match("flags:%s*(%d+)"), 8)
    end,
  }

  return names
end

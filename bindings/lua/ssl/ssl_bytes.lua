-- What an SSLSocket does with bytes; and what Lib/ssl.py refuses.
local core, import = ...

local native = import "ssl_native"
local classes = import "ssl_errors"
local names = import "ssl_names"

local plain = core.socket.methods
local DEFAULT_SIZE = 1024

local methods = {}

local function not_allowed(call) return call .. " not allowed on instances of <class 'ssl.SSLSocket'>" end

local function check_flags(flags, call)
  if flags ~= nil and flags ~= 0 then
    core.raise("ValueError", ("non-zero flags not allowed in calls to %s() on <class 'ssl.SSLSocket'>"):format(call))
  end
end

-- read([len[, buffer]]) -> bytes, or how many came into the bytearray. "" where the peer is done.
function methods:read(len, buffer)
  if buffer ~= nil then return native.read_into(self, len or DEFAULT_SIZE, buffer, true) end
  return native.read(self, len or DEFAULT_SIZE, false, true)
end

-- write(bytes) -> how many of them were sent.
function methods:write(data) return native.write(self, data, "write") end

function methods:recv(...)
  if not native.is_wrapped(self) then return plain.recv(self, ...) end
  local size, flags = ...
  check_flags(flags, "recv")
  return native.read(self, size or DEFAULT_SIZE, false, false)
end

function methods:recv_into(...)
  if not native.is_wrapped(self) then return plain.recv_into(self, ...) end
  local buffer, size, flags = ...
  if names.are_keywords(size) then size, flags = size.nbytes, size.flags end
  check_flags(flags, "recv_into")
  return native.read_into(self, size or 0, buffer, false)
end

function methods:send(...)
  if not native.is_wrapped(self) then return plain.send(self, ...) end
  local data, flags = ...
  check_flags(flags, "send")
  return native.write(self, data, "send")
end

function methods:sendall(...)
  if not native.is_wrapped(self) then return plain.sendall(self, ...) end
  local data, flags = ...
  check_flags(flags, "sendall")
  return native.write(self, data, "sendall")
end

-- The same file without its descriptor, from which the kernel would send as it is.
local function read_by_blocks(file)
  local ok, mode = pcall(function() return file.mode end)
  local seeks, seek = pcall(function() return file.seek end)
  return {
    mode = ok and mode or nil,
    read = function(_, size) return file:read(size) end,
    seek = seeks and seek and function(_, ...) return file:seek(...) end or nil,
  }
end

-- sendfile(file[, offset[, count]]) -> how many bytes were sent, as by a plain socket.
function methods:sendfile(file, ...)
  return plain.sendfile(self, native.is_wrapped(self) and read_by_blocks(file) or file, ...)
end

for _, name in ipairs { "recvfrom", "recvfrom_into", "sendto" } do
  methods[name] = function(self, ...)
    if native.is_wrapped(self) then core.raise("ValueError", not_allowed(name)) end
    return plain[name](self, ...)
  end
end

for _, name in ipairs { "sendmsg", "recvmsg", "recvmsg_into" } do
  methods[name] = function() error(classes.NotImplementedError(not_allowed(name)), 0) end
end

-- pending() -> how many decoded bytes a read gives without waiting.
function methods:pending() return native.pending(self) end

return methods

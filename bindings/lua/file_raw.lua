-- SocketIO: the file without a buffer that makefile() makes all others from. Each read is one recv(), each write one
-- send(). It keeps its socket open. SocketIO of CPython's socket.py.
local core, import = ...

local base = import "file_base"
local classes = import "exceptions"
local files = core.socket.files

local EAGAIN, chunk = 11, 8192

-- Its fields: `socket`, false once closed; `reads`, `writes`; `timed_out`, after which it cannot be read any more.
local SocketIO, meta = base.class("socket.SocketIO", {
  closed = function(self) return not self.socket end,
  name = function(self) return self.socket and self.socket:fileno() or -1 end,
  mode = function(self) return (self.reads and self.writes and "rw" or self.reads and "r" or "w") .. "b" end,
})

local function check_open(self)
  if not self.socket then core.raise("ValueError", "I/O operation on closed file.") end
end

local function check_socket(self)
  if not self.socket then core.raise("ValueError", "I/O operation on closed socket.") end
end

local function check_readable(self)
  check_open(self)
  if not self.reads then core.raise("UnsupportedOperation", "File or stream is not readable.") end
  if self.timed_out then core.raise("OSError", "cannot read from timed out object") end
end

-- What a call of the socket gives; nil where a non-blocking one would have to wait.
local function attempt(self, method, argument)
  local ok, result = pcall(method, self.socket, argument)
  if ok then return result end
  if self.reads and method ~= self.socket.send and classes.isinstance(result, classes.TimeoutError) then
    self.timed_out = true
  elseif type(result) == "table" and result.errno == EAGAIN then
    return nil
  end
  error(result, 0)
end

local function read_all(self)
  local parts = {}
  while true do
    local data = attempt(self, self.socket.recv, chunk)
    if data == nil and #parts == 0 then return nil end
    if data == nil or data == "" then return table.concat(parts) end
    parts[#parts + 1] = data
  end
end

-- read([n]) -> at most n bytes of one recv(); all up to the end where n is nil or negative. "" at the end, nil where
-- nothing is there and the socket does not block.
function SocketIO:read(n)
  if n ~= nil and math.type(n) ~= "integer" then
    core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(n)))
  end
  check_readable(self)
  if n == nil or n < 0 then return read_all(self) end
  return attempt(self, self.socket.recv, n)
end

function SocketIO:readall() return self:read(-1) end

-- readinto(bytearray) -> how many bytes came; nil as read.
function SocketIO:readinto(buffer)
  check_readable(self)
  return attempt(self, self.socket.recv_into, buffer)
end

-- readline([limit]) -> bytes up to and with \n, received one by one. Raises OSError where a socket that does not block
-- has not all of them.
function SocketIO:readline(limit) return base.line_by_read(self, limit) end

-- write(bytes) -> how many of them were sent; nil where a non-blocking socket has no room.
function SocketIO:write(bytes)
  check_open(self)
  if not self.writes then core.raise("UnsupportedOperation", "File or stream is not writable.") end
  return attempt(self, self.socket.send, bytes)
end

function SocketIO:readable()
  check_socket(self)
  return self.reads
end

function SocketIO:writable()
  check_socket(self)
  return self.writes
end

function SocketIO:seekable()
  check_socket(self)
  return false
end

function SocketIO.seek() core.raise("UnsupportedOperation", "seek") end

function SocketIO:fileno()
  check_open(self)
  return self.socket:fileno()
end

-- close(): twice is no error. The last file of a socket that was closed meanwhile closes it.
function SocketIO:close()
  local socket = self.socket
  if not socket then return end
  self.socket = false
  files.release(socket)
end

return function(socket, reads, writes)
  files.hold(socket)
  return setmetatable({ socket = socket, reads = reads, writes = writes, timed_out = false }, meta)
end

-- BufferedReader: see file_buffered.lua.
local core, import = ...

local base = import "file_base"
local files = core.socket.files

local function raw_of(self)
  if not self.source then core.raise("ValueError", "raw stream has been detached") end
  return self.source
end

-- Its fields: `source`, the SocketIO, false once detached; `size` of the buffer; `bytes`, what it holds.
local Reader, meta = base.class("_io.BufferedReader", {
  closed = function(self) return raw_of(self).closed end,
  raw = raw_of,
  name = function(self) return raw_of(self).name end,
  mode = function(self) return raw_of(self).mode end,
  shown = function(self) return self.source and (" name=%d"):format(self.source.name) or "" end,
})

local function check_open(self, method)
  if raw_of(self).closed then core.raise("ValueError", method .. " of closed file") end
end

local function take(self, count)
  local taken = self.bytes:sub(1, count)
  self.bytes = self.bytes:sub(count + 1)
  return taken
end

-- source:read(size). An error takes with it what is held, as in CPython: a message cut by it is not read on.
local function receive(self, size)
  local ok, data = pcall(self.source.read, self.source, size)
  if ok then return data end
  self.bytes = ""
  error(data, 0)
end

-- Receives once, `wanted` bytes or a buffer of them, behind what is held. Returns false at the end; nil where a
-- non-blocking socket has nothing.
local function fill(self, wanted)
  local data = receive(self, math.max(wanted // self.size * self.size, self.size))
  if data == nil then return nil end
  self.bytes = self.bytes .. data
  return data ~= ""
end

local function read_all(self)
  local rest = receive(self, -1)
  if rest == nil and self.bytes == "" then return nil end
  return take(self, #self.bytes) .. (rest or "")
end

-- read([n]) -> n bytes, fewer where the stream ends before; all that is left where n is nil or -1. Of a non-blocking
-- socket what is there, nil where that is nothing.
function Reader:read(n)
  n = base.check_size(n)
  if n < -1 then core.raise("ValueError", "read length must be non-negative or -1") end
  check_open(self, "read")
  if n == -1 then return read_all(self) end
  while #self.bytes < n do
    local more = fill(self, n - #self.bytes)
    if more == nil and self.bytes == "" then return nil end
    if not more then break end
  end
  return take(self, n)
end

-- read1([n]) -> at most n bytes: what is held, or what one recv() gives.
function Reader:read1(n)
  if n ~= nil and math.type(n) ~= "integer" then
    core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(n)))
  end
  check_open(self, "read")
  if n == nil or n < 0 then n = self.size end
  if n == 0 or self.bytes ~= "" then return take(self, n) end
  return self.source:read(n) or ""
end

-- peek() -> what is held, without taking it; where that is nothing, after one recv().
function Reader:peek()
  check_open(self, "peek")
  if self.bytes == "" then fill(self, 0) end
  return self.bytes
end

-- readline([limit]) -> bytes up to and with \n; what there is where the stream ends before.
function Reader:readline(limit)
  limit = base.check_size(limit)
  check_open(self, "readline")
  local searched = 1
  while true do
    local stop = self.bytes:find("\n", searched, true)
    if limit >= 0 and (stop or #self.bytes) >= limit then return take(self, limit) end
    if stop then return take(self, stop) end
    searched = #self.bytes + 1
    if not fill(self, 0) then return take(self, #self.bytes) end
  end
end

local function fill_buffer(buffer, data)
  if data == nil then return nil end
  files.fill(buffer, data)
  return #data
end

local function check_buffer(buffer)
  if type(buffer) == "userdata" and core.type_name(buffer) == "bytearray" then return end
  core.raise("TypeError",
    ("readinto() argument must be read-write bytes-like object, not %s"):format(core.type_name(buffer)))
end

-- readinto(bytearray) -> how many bytes it was filled with, as read; readinto1 as read1.
function Reader:readinto(buffer)
  check_buffer(buffer)
  check_open(self, "readinto")
  return fill_buffer(buffer, self:read(#buffer))
end

function Reader:readinto1(buffer)
  check_buffer(buffer)
  check_open(self, "readinto")
  return fill_buffer(buffer, self:read1(#buffer))
end

function Reader:readable() return raw_of(self):readable() end
function Reader:seekable() return raw_of(self):seekable() end
function Reader:fileno() return raw_of(self):fileno() end
Reader.write = base.unsupported "write"

-- detach() -> the SocketIO, which is the caller's from now on.
function Reader:detach()
  local raw = raw_of(self)
  self.source = false
  return raw
end

function Reader:close() raw_of(self):close() end

return function(raw, size) return setmetatable({ source = raw, size = size, bytes = "" }, meta) end

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

local function check_open(self, method) base.check_open(raw_of(self), method) end

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

-- Receives once into the empty buffer. Returns false at the end; nil where a non-blocking socket has nothing.
local function fill(self)
  local data = receive(self, self.size)
  if data == nil then return nil end
  self.bytes = data
  return data ~= ""
end

local function read_all(self)
  local rest = receive(self, -1)
  if rest == nil and self.bytes == "" then return nil end
  return take(self, #self.bytes) .. (rest or "")
end

-- Adds to `parts` up to `wanted` bytes that are not held yet: whole buffers go past the buffer, whose room the rest
-- shares. Returns how many are missing, and what a receive gave that had none.
local function receive_all(self, parts, wanted)
  local filled = 0
  while wanted > 0 and filled < self.size do
    local whole = filled == 0 and wanted // self.size * self.size or 0
    local data = receive(self, whole > 0 and whole or self.size - filled)
    if data == nil or data == "" then return wanted, data end
    if whole == 0 then filled = filled + #data end
    parts[#parts + 1] = data:sub(1, wanted)
    self.bytes = data:sub(wanted + 1)
    wanted = wanted - #parts[#parts]
  end
  return wanted
end

-- read([n]) -> n bytes, fewer where the stream ends before; all that is left where n is nil or -1. Of a non-blocking
-- socket what is there, nil where that is nothing.
function Reader:read(n)
  n = base.check_size(n)
  raw_of(self)
  if n < -1 then core.raise("ValueError", "read length must be non-negative or -1") end
  check_open(self, "read")
  if n == -1 then return read_all(self) end
  if n <= #self.bytes then return take(self, n) end
  local parts = { take(self, #self.bytes) }
  local missing, data = receive_all(self, parts, n - #parts[1])
  if missing == n and data == nil then return nil end
  return table.concat(parts)
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
  if self.bytes == "" then fill(self) end
  return self.bytes
end

-- readline([limit]) -> bytes up to and with \n; what there is where the stream ends before.
function Reader:readline(limit)
  limit = base.check_size(limit)
  check_open(self, "readline")
  local parts, left = {}, limit < 0 and math.maxinteger or limit
  repeat
    local stop = self.bytes:find("\n", 1, true)
    local part = take(self, math.min(stop or #self.bytes, left))
    parts[#parts + 1] = part
    left = left - #part
  until stop or left == 0 or not fill(self)
  return table.concat(parts)
end

-- What readinto and readinto1 put into a bytearray of that many bytes; nil as read. More than the buffer holds goes past
-- it.
local function received_into(self, size, once)
  local parts = { take(self, size) }
  local missing = size - #parts[1]
  while missing > 0 do
    if missing <= self.size and once and missing < size then break end
    local data
    if missing > self.size then
      data = receive(self, missing)
    elseif fill(self) ~= nil then
      data = take(self, missing)
    end
    if data == nil and missing == size then return nil end
    if data == nil or data == "" then break end
    parts[#parts + 1] = data
    missing = missing - #data
    if once then break end
  end
  return table.concat(parts)
end

local function read_into(self, buffer, once)
  base.check_buffer(buffer, once and "readinto1" or "readinto")
  check_open(self, "readinto")
  local data = received_into(self, #buffer, once)
  if data then files.fill(buffer, data) end
  return data and #data
end

-- readinto(bytearray) -> how many bytes it was filled with: all, fewer where the stream ends before; readinto1 receives
-- once at the most. nil as read.
function Reader:readinto(buffer) return read_into(self, buffer, false) end
function Reader:readinto1(buffer) return read_into(self, buffer, true) end

function Reader:readable() return raw_of(self):readable() end
function Reader:seekable() return raw_of(self):seekable() end
function Reader:fileno() return raw_of(self):fileno() end
Reader.write = base.unsupported "write"

function Reader:flush() raw_of(self):flush() end
function Reader:isatty() return raw_of(self):isatty() end

function Reader:seek()
  check_open(self, "seek")
  core.raise("UnsupportedOperation", "File or stream is not seekable.")
end

function Reader:tell() return raw_of(self):tell() end

function Reader:truncate()
  check_open(self, "truncate")
  core.raise("UnsupportedOperation", "truncate")
end

-- detach() -> the SocketIO, which is the caller's from now on.
function Reader:detach()
  local raw = raw_of(self)
  raw:flush()
  self.source = false
  return raw
end

function Reader:close() raw_of(self):close() end

return function(raw, size) return setmetatable({ source = raw, size = size, bytes = "" }, meta) end

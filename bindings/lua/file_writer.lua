-- BufferedWriter: see file_buffered.lua.
local core, import = ...

local base = import "file_base"
local classes = import "exceptions"

local EAGAIN = 11

local function raw_of(self)
  if not self.sink then core.raise("ValueError", "raw stream has been detached") end
  return self.sink
end

-- Its fields: `sink`, the SocketIO, false once detached; `size` of the buffer; `bytes`, what of it is not sent yet;
-- `gone`, how many before them were sent, whose room is not free until all are.
local Writer, meta = base.class("_io.BufferedWriter", {
  closed = function(self) return raw_of(self).closed end,
  raw = raw_of,
  name = function(self) return raw_of(self).name end,
  mode = function(self) return raw_of(self).mode end,
  shown = function(self) return self.sink and (" name=%d"):format(self.sink.name) or "" end,
})

local function raise_blocked(written)
  local e = classes.BlockingIOError(EAGAIN, "write could not complete without blocking")
  e.args[3], e.characters_written = written, written
  error(e, 0)
end

-- Sends all that is held; false where a non-blocking socket has no room for it.
local function send_held(self)
  while self.bytes ~= "" do
    local sent = self.sink:write(self.bytes)
    if sent == nil then return false end
    self.bytes = self.bytes:sub(sent + 1)
    self.gone = self.gone + sent
  end
  self.gone = 0
  return true
end

-- Keeps as much of `data` as there is room for. Raises BlockingIOError where that is not all.
local function hold(self, data, written)
  local room = self.size - #self.bytes
  self.bytes = self.bytes .. data:sub(1, room)
  if #data > room then raise_blocked(written + room) end
end

-- write(bytes) -> how many they are. What the buffer does not hold is sent.
function Writer:write(data)
  if type(data) == "userdata" and core.type_name(data) == "bytearray" then data = tostring(data) end
  if type(data) ~= "string" then
    core.raise("TypeError", ("a bytes-like object is required, not '%s'"):format(core.type_name(data)))
  end
  if raw_of(self).closed then core.raise("ValueError", "write to closed file") end
  local rest = data
  if #rest > self.size - self.gone - #self.bytes then
    local is_empty = send_held(self)
    self.gone = 0
    while is_empty and #rest > self.size do
      local sent = self.sink:write(rest)
      if sent == nil then break end
      rest = rest:sub(sent + 1)
    end
  end
  hold(self, rest, #data - #rest)
  return #data
end

-- flush(): sends what is held. Raises BlockingIOError where a non-blocking socket has no room.
function Writer:flush()
  base.check_open(raw_of(self), "flush")
  if not send_held(self) then raise_blocked(0) end
end

function Writer:isatty() return raw_of(self):isatty() end

function Writer:seek()
  base.check_open(raw_of(self), "seek")
  core.raise("UnsupportedOperation", "File or stream is not seekable.")
end

function Writer:tell() return raw_of(self):tell() end

-- truncate(): sends what is held, and is unsupported.
function Writer:truncate()
  base.check_open(raw_of(self), "truncate")
  self:flush()
  core.raise("UnsupportedOperation", "truncate")
end

function Writer:writable() return raw_of(self):writable() end
function Writer:seekable() return raw_of(self):seekable() end
function Writer:fileno() return raw_of(self):fileno() end

Writer.read, Writer.read1 = base.unsupported "read", base.unsupported "read1"

function Writer:readinto(buffer)
  base.check_buffer(buffer, "readinto")
  self:read()
end

function Writer:readinto1(buffer)
  base.check_buffer(buffer, "readinto1")
  self:read1()
end

function Writer:readline(limit) return base.line_by_read(self, limit) end

-- detach() -> the SocketIO, after a flush; it is the caller's from now on.
function Writer:detach()
  self:flush()
  local raw = self.sink
  self.sink = false
  return raw
end

-- close(): sends what is held first, and closes whatever becomes of it.
function Writer:close()
  local raw = raw_of(self)
  if raw.closed then return end
  base.call_both(function() self:flush() end, function() raw:close() end)
end

return function(raw, size) return setmetatable({ sink = raw, size = size, bytes = "", gone = 0 }, meta) end

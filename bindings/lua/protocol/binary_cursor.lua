-- Where binary layouts read from: a text, a part of one, or a socket, from which no more is taken than a field needs.
-- It knows the name and the place of the field that is being read.
local core, import = ...

local errors = import "protocol_errors"
local new_reader = import("protocol_reader").new

local MSG_PEEK = core.socket.constants.MSG_PEEK

local M = {}
M.ProtocolError = errors.class("binary.ProtocolError", errors.ProtocolError)
M.ENDED = {} -- raised where the stream ended before a frame and that is allowed

local Cursor = {}
local meta = { __index = Cursor }

-- path { "items", "[2]", "name" } -> "items[2].name"
function M.path_text(path) return (table.concat(path, "."):gsub("%.%[", "[")) end

-- over(bytes, at) -> a cursor over a text, from there on.
function M.over(bytes, at)
  return setmetatable({ bytes = bytes, at = at or 1, base = 0, is_whole = true, path = {}, scopes = {} }, meta)
end

-- of(socket) -> a cursor over what comes from it.
function M.of(socket)
  local reader = new_reader(socket, M.ProtocolError)
  reader:begin("a frame")
  return setmetatable({ bytes = "", at = 1, base = 0, reader = reader, path = {}, scopes = {} }, meta)
end

-- A cursor over a part that was taken from this one.
function Cursor:part(bytes)
  local base = self:offset() - #bytes
  return setmetatable({ bytes = bytes, at = 1, base = base, path = self.path, scopes = self.scopes }, meta)
end

-- offset() -> how many bytes of the frame stand before what is read next.
function Cursor:offset() return self.base + self.at - 1 end

-- The field, in words.
function Cursor:where() return #self.path == 0 and "a frame" or ("field '%s'"):format(M.path_text(self.path)) end

-- Raises: `what` is wrong with the bytes that were taken last.
function Cursor:fail(what, bytes)
  local offset = self:offset() - #bytes
  local shown = bytes == "" and "" or ": " .. errors.shown(bytes)
  errors.raise(M.ProtocolError, ("%s: %s at byte %d%s"):format(self:where(), what, offset, shown),
    { offset = offset, bytes = bytes })
end

-- left() -> how many bytes there are; nil where that is not known, of a socket.
function Cursor:left() return not self.reader and #self.bytes - self.at + 1 or nil end

-- Takes from the socket what is missing of the next n bytes.
local function fetch(self, n)
  local missing = n - (#self.bytes - self.at + 1)
  if not self.reader or missing <= 0 then return end
  self.reader.what = self:where()
  local bytes = self.reader:piece(missing, self.may_end)
  if not bytes then error(M.ENDED, 0) end
  self.may_end = false
  self.base = self.base + self.at - 1
  self.bytes, self.at = self.bytes:sub(self.at) .. bytes, 1
end

-- take(n) -> the next bytes.
function Cursor:take(n)
  fetch(self, n)
  local bytes = self.bytes:sub(self.at, self.at + n - 1)
  if #bytes == n then
    self.at = self.at + n
    return bytes
  end
  local words = ("%s: %d bytes are needed at byte %d, %d are left"):format(self:where(), n, self:offset(), #bytes)
  if self.is_whole then errors.raise(errors.IncompleteRead, words, { partial = self.bytes }) end
  errors.raise(M.ProtocolError, words, { offset = self:offset(), bytes = bytes })
end

-- is_over() -> whether nothing is left; a socket is asked.
function Cursor:is_over()
  if self.at <= #self.bytes then return false end
  return not self.reader or self.reader.socket:recv(1, MSG_PEEK) == ""
end

-- rest() -> all that is left; of a socket up to the end of the stream.
function Cursor:rest()
  if self.reader then return self.bytes:sub(self.at) .. self.reader:rest() end
  return self:take(self:left())
end

-- peek(n) -> the next bytes, fewer where there are no more; they are not taken.
function Cursor:peek(n)
  fetch(self, n)
  return self.bytes:sub(self.at, self.at + n - 1)
end

-- get(type, name) -> the value of the field of that name.
function Cursor:get(type, name)
  local depth = #self.path
  self.path[depth + 1] = name
  local value = type.get(self)
  self.path[depth + 1] = nil
  return value
end

return M

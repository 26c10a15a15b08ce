-- Reads messages from a socket by declared reads, so that not a byte behind a message is taken, and knows how far in
-- the message it is, which errors say. Whatever has recv_until and recv_exactly will do for a socket.
local core, import = ...

local classes = import "exceptions"
local errors = import "protocol_errors"
local reads = core.socket.reads

local Reader = {}
local meta = { __index = Reader }

-- A string in the place of a socket.
local Text = {}
local text_meta = { __index = Text }

local function ends(self, last)
  local partial = self.bytes:sub(self.at)
  if last and last <= #self.bytes then
    partial = self.bytes:sub(self.at, last)
    self.at = last + 1
    return partial
  end
  self.at = #self.bytes + 1
  errors.raise(classes.IncompleteReadError, "the text ended", { partial = partial })
end

function Text:recv_exactly(n) return ends(self, self.at + n - 1) end

function Text:recv_until(delimiter)
  local _, last = self.bytes:find(delimiter, self.at, true)
  return ends(self, last)
end

-- Any flags are MSG_PEEK.
function Text:recv(n, flags)
  local bytes = self.bytes:sub(self.at, self.at + n - 1)
  if not flags then self.at = self.at + #bytes end
  return bytes
end

function Text:recv_all()
  local rest = self.bytes:sub(self.at)
  self.at = #self.bytes + 1
  return rest
end

local M = {}

-- over(bytes[, at]) -> what reads like a socket, from the byte `at` on; `at` counts on.
function M.over(bytes, at) return setmetatable({ bytes = bytes, at = at or 1 }, text_meta) end

-- new(socket, class) -> a reader that raises `class` for what breaks the rules.
function M.new(socket, class)
  return setmetatable({ socket = socket, class = class, parts = {}, offset = 0, last = 0, what = "a message" }, meta)
end

-- A message begins; `what` is what errors call it: "a response".
function Reader:begin(what)
  self.what = what
  if self.offset > 0 then self.parts, self.offset, self.last = {}, 0, 0 end
end

local function note(self, bytes)
  self.parts[#self.parts + 1] = bytes
  self.last = self.offset
  self.offset = self.offset + #bytes
  return bytes
end

-- note(bytes, size): bytes of the message were taken by other means; what was read last is `size` bytes at their end.
function Reader:note(bytes, size)
  note(self, bytes)
  self.last = self.offset - size
end

-- The stream has ended, with `rest` as its last bytes: nil where that is before the first byte of the message and
-- allowed.
local function ended(self, may_end, rest)
  local partial = table.concat(self.parts) .. rest
  if partial == "" and may_end then return nil end
  local words = partial == "" and ("the stream ended before %s"):format(self.what)
    or ("the stream ended in %s, after %d bytes: %s"):format(self.what, #partial, errors.shown(partial))
  errors.raise(self.incomplete or errors.IncompleteRead, words, { partial = partial })
end

local function attempt(self, may_end, method, argument)
  local ok, bytes = pcall(self.socket[method], self.socket, argument)
  if ok then return note(self, bytes) end
  if not classes.isinstance(bytes, classes.IncompleteReadError) then error(bytes, 0) end
  return ended(self, may_end, bytes.partial)
end

-- line() -> bytes up to and with \n. With may_end nil where the stream ends before the message.
function Reader:line(may_end) return attempt(self, may_end, "recv_until", "\n") end

-- up_to(delimiter) -> bytes up to and with it.
function Reader:up_to(delimiter) return attempt(self, false, "recv_until", delimiter) end

-- judged(judge) -> whether bytes were taken: as many of those that are there as judge(bytes) says, of which the last two
-- are a line by themselves. Nothing is taken of what is no socket.
function Reader:judged(judge)
  if type(self.socket) ~= "userdata" then return false end
  local bytes = reads.take_judged(self.socket, judge)
  if not bytes then return false end
  self:note(bytes, 2)
  return true
end

-- exactly(n) -> n bytes. With may_end nil where the stream ends before the message.
function Reader:exactly(n, may_end)
  if n == 0 then return "" end
  return attempt(self, may_end, "recv_exactly", n)
end

-- piece(n, may_end) -> n bytes, which in a transcript are one record with the other pieces, up to finish().
function Reader:piece(n, may_end)
  local parts, missing = {}, n
  while missing > 0 do
    local bytes = self.socket:recv(missing)
    if bytes == "" then return ended(self, may_end, table.concat(parts)) end
    parts[#parts + 1] = bytes
    missing = missing - #bytes
  end
  return note(self, table.concat(parts))
end

-- finish(): the record of the pieces ends here.
function Reader:finish() self.socket:recv_exactly(0) end

-- rest() -> the bytes up to the end of the stream.
function Reader:rest() return note(self, self.socket:recv_all()) end

-- Raises: `what` is wrong with `bytes`, which stand at `at` (from 0) of what was read last.
function Reader:fail(what, bytes, at)
  local offset = self.last + (at or 0)
  errors.raise(self.class, ("%s at byte %d of %s: %s"):format(what, offset, self.what, errors.shown(bytes)),
    { offset = offset, bytes = bytes })
end

return M

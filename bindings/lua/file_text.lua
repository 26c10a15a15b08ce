-- TextIOWrapper: a file of text over one of bytes. Text is UTF-8 in a script, whatever it is on the wire; sizes count
-- characters. Modules/_io/textio.c of CPython 3.11.
local core, import = ...

local base = import "file_base"
local codec = import "codec"
local newline_rules = import "newlines"

local chunk = 8192

local function buffer_of(self)
  if not self.below then core.raise("ValueError", "underlying buffer has been detached") end
  return self.below
end

-- What TextIOWrapper shows of itself.
local function shown(self)
  local below = self.below
  local name = below and rawget(below, "reader") == nil and (" name=%d"):format(below.name) or ""
  return ("%s mode='%s' encoding='%s'"):format(name, self.mode, self.encoding)
end

-- Its fields: `below`, the file of bytes, false once detached; `text`, what is decoded and not taken yet; `rest`, the
-- beginning of a character; `pending`, what is encoded and not written yet; `ratio`, how many bytes a character of the
-- last chunk had.
local Text, meta = base.class("_io.TextIOWrapper", {
  closed = function(self) return buffer_of(self).closed end,
  buffer = buffer_of,
  name = function(self) return buffer_of(self).name end,
  shown = shown,
})

local function check_open(self)
  if buffer_of(self).closed then core.raise("ValueError", "I/O operation on closed file.") end
end

local function write_pending(self)
  local bytes = self.pending
  self.pending = ""
  if bytes ~= "" then self.below:write(bytes) end
end

local function check_readable(self)
  if not self.below:readable() then core.raise("UnsupportedOperation", "not readable") end
end

local function decode(self, bytes, is_last)
  local text, rest = self.codec.decode(self.rest .. bytes, is_last)
  self.rest = rest
  self.text = self.text .. self.newlines_of.decode(text, is_last)
end

-- Reads on, for so many characters; false at the end. An error takes with it what is held, as in CPython.
local function fill(self, wanted)
  local before = #self.text
  local ok, bytes = pcall(function()
    local bytes = self.below:read1(math.max(chunk, math.max(self.ratio, 1) * wanted // 1 | 0))
    decode(self, bytes, bytes == "")
    return bytes
  end)
  if not ok then
    self.text = ""
    error(bytes, 0)
  end
  local characters = utf8.len(self.text, before + 1)
  self.ratio = characters > 0 and #bytes / characters or 0
  return bytes ~= ""
end

local function take(self, bytes)
  local taken = self.text:sub(1, bytes)
  self.text = self.text:sub(bytes + 1)
  return taken
end

-- How many bytes the first `count` characters have; nil where there are fewer.
local function extent(text, count)
  local after = utf8.offset(text, count + 1)
  return after and after - 1
end

local function read_all(self)
  local bytes = self.below:read()
  if bytes == nil then core.raise("TypeError", self.codec.refusal) end
  decode(self, bytes, true)
  return take(self, #self.text)
end

-- read([n]) -> n characters, fewer where the stream ends before; all that is left where n is nil or negative.
function Text:read(n)
  n = base.check_size(n)
  check_open(self)
  check_readable(self)
  write_pending(self)
  if n < 0 then return read_all(self) end
  while not extent(self.text, n) and fill(self, n - utf8.len(self.text)) do end
  return take(self, extent(self.text, n) or #self.text)
end

-- readline([limit]) -> a line with its end; at most `limit` characters of it.
function Text:readline(limit)
  if limit ~= nil and math.type(limit) ~= "integer" then
    core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(limit)))
  end
  check_open(self)
  write_pending(self)
  check_readable(self)
  local searched = 1
  while self.text == "" do
    if not fill(self, 0) and self.text == "" then return "" end
  end
  while true do
    local stop = self.newlines_of.line_end(self.text, searched)
    local most = limit and limit >= 0 and extent(self.text, limit)
    if most and (not stop or most < stop) then return take(self, most) end
    if stop then return take(self, stop) end
    searched = math.max(#self.text, 1) -- \r\n may have been cut
    if not fill(self, 0) then return take(self, self.newlines_of.line_end(self.text, 1) or #self.text) end
  end
end

-- write(text) -> how many characters it has. They go to the file of bytes when there are enough of them, at flush() and
-- before anything is read. What was read and not taken is lost.
function Text:write(text)
  if type(text) ~= "string" then
    core.raise("TypeError",
      ("write() argument must be str, not %s"):format(text == nil and "None" or core.type_name(text)))
  end
  check_open(self)
  if not self.below:writable() then core.raise("UnsupportedOperation", "not writable") end
  local count = codec.length(text)
  local bytes = self.codec.encode(self.newlines_of.encode(text))
  if #self.pending + #bytes > chunk then write_pending(self) end
  self.pending = self.pending .. bytes
  if #self.pending >= chunk then write_pending(self) end
  self.text, self.rest = "", ""
  self.newlines_of.reset()
  return count
end

-- flush(): sends what is held.
function Text:flush()
  check_open(self)
  write_pending(self)
  self.below:flush()
end

function Text:isatty()
  check_open(self)
  return false
end

function Text:readable() return buffer_of(self):readable() end
function Text:writable() return buffer_of(self):writable() end
function Text:seekable() return buffer_of(self):seekable() end
function Text:fileno() return buffer_of(self):fileno() end

local function not_seekable(self)
  check_open(self)
  core.raise("UnsupportedOperation", "underlying stream is not seekable")
end
Text.seek, Text.tell = not_seekable, not_seekable

-- truncate(): sends what is held, and is unsupported.
function Text:truncate()
  self:flush()
  self.below:truncate()
end

-- detach() -> the file of bytes, after a flush; it is the caller's from now on.
function Text:detach()
  local below = buffer_of(self)
  self:flush()
  self.below = false
  return below
end

-- close(): sends what is held first, and closes whatever becomes of it.
function Text:close()
  local below = buffer_of(self)
  if below.closed then return end
  base.call_both(function() self:flush() end, function() below:close() end)
end

local function check_text(name, value)
  if type(value) == "string" then return value end
  core.raise("TypeError",
    ("TextIOWrapper() argument '%s' must be str or None, not %s"):format(name, core.type_name(value)))
end

local M = {}

-- options(encoding, errors, newline) -> what wrap takes. Raises LookupError, ValueError or TypeError.
function M.options(encoding, errors, newline)
  encoding = encoding == nil and "UTF-8" or check_text("encoding", encoding)
  errors = errors == nil and "strict" or check_text("errors", errors)
  local newlines_of = newline_rules(newline)
  return { codec = codec.find(encoding, errors), newlines_of = newlines_of, encoding = encoding, errors = errors }
end

-- wrap(file of bytes, options, mode) -> TextIOWrapper.
function M.wrap(below, options, mode)
  options.below, options.mode, options.text, options.rest, options.pending = below, mode, "", "", ""
  options.ratio = 0
  return setmetatable(options, meta)
end

return M

-- A transcript with names in the place of what its redactions match. The patterns see bytes, as they were sent, not their
-- escapes, and each record by itself; in a dump of binary data too. The same value has the same number everywhere:
--
--   > "GET /{uuid:1}\r\n"
--   < "Date: {date}\r\n"
--   > 00 17
--     {token:1}
--     ff
local core, import = ...

local redaction = import "redaction"

local M = {}
local active -- the redactions of the scenario that runs

-- begin(redactions): of the scenario that begins; nil for none.
function M.begin(redactions) active = table.move(redactions or {}, 1, #(redactions or {}), 1, {}) end

-- add(name[, pattern]): for the rest of the scenario.
function M.add(name, pattern) active[#active + 1] = redaction.make(name, pattern) end

local plain_escapes = { t = "\t", r = "\r", n = "\n" }

-- The bytes that a text in escapes stands for.
local function unescaped(text)
  return (text:gsub("\\(.)(%x?%x?)", function(kind, digits)
    if kind == "x" then return string.char(tonumber(digits, 16)) end
    return (plain_escapes[kind] or kind) .. digits
  end))
end

local Redactor = {}
Redactor.__index = Redactor

-- What stands for a value.
function Redactor:placeholder(found, value)
  local name = found.name
  if found.plain or self.bare[name] then return "{" .. name .. "}" end
  local numbers = self.numbers[name] or { count = 0, of = {} }
  self.numbers[name] = numbers
  if not numbers.of[value] then
    numbers.count = numbers.count + 1
    numbers.of[value] = numbers.count
  end
  return ("{%s:%d}"):format(name, numbers.of[value])
end

-- Puts `bytes` together again from what `literal` and `placeholder` make of its parts; whether anything was redacted.
function Redactor:parts(bytes, literal, placeholder)
  local parts, at = {}, 1
  while true do
    local first, last, found = redaction.next(self.redactions, bytes, at)
    if not first then break end
    if first > at then parts[#parts + 1] = literal(bytes:sub(at, first - 1)) end
    parts[#parts + 1] = placeholder(self:placeholder(found, bytes:sub(first, last)))
    at = last + 1
  end
  local changed = #parts > 0
  if at <= #bytes then parts[#parts + 1] = literal(bytes:sub(at)) end
  return parts, changed
end

local function same(text) return text end

-- What a peer sent that only looks like a placeholder is told from one.
function Redactor:escaped(bytes)
  local text = core.quote(bytes):sub(2, -2)
  return (text:gsub("{(%a[%w_-]*)(:?%d*)}", function(name, number)
    return self.names[name] and ("\\x7b%s%s}"):format(name, number)
  end))
end

-- A text between quotes, as it stands in a transcript; whether anything was redacted.
function Redactor:quoted(text)
  local parts, changed = self:parts(unescaped(text), function(bytes) return self:escaped(bytes) end, same)
  return '"' .. table.concat(parts) .. '"', changed
end

local function dump(bytes)
  local lines = {}
  for i = 1, #bytes, 16 do
    lines[#lines + 1] = bytes:sub(i, i + 15):gsub(".", function(c) return ("%02x "):format(c:byte()) end):sub(1, -2)
  end
  return table.concat(lines, "\n    ")
end

-- A dump in hexadecimal digits: what is redacted stands on a line of its own.
function Redactor:hexadecimal(digits)
  local bytes = digits:gsub("%s", ""):gsub("%x%x", function(byte) return string.char(tonumber(byte, 16)) end)
  local parts, changed = self:parts(bytes, dump, same)
  return changed and table.concat(parts, "\n    ") or digits, changed
end

-- What follows the head of a long record: its length and the hash of the whole. Where something of the head is
-- redacted, neither can be known.
function Redactor:tail(text, changed)
  if changed then return (text:gsub("%d+ byte", "{unknown} byte"):gsub("xxh3 %x+", "xxh3 {unknown}")) end
  if not self.names.hash then return text end
  return (text:gsub("xxh3 (%x+)", function(hash) return "xxh3 " .. self:placeholder(redaction.known("hash"), hash) end))
end

-- What a record holds: a text, a dump, or a word that stands as it is.
function Redactor:record(content)
  local text, tail = content:match('^"(.*)"(.*)$')
  local method = self.quoted
  if not text and not content:match("^%d+ bytes?$") then
    text, tail = content:match("^(%x%x[%s%x]*%f[%s\0])(.*)$")
    method = self.hexadecimal
  end
  if not text then return content end
  local shown, changed = method(self, text)
  return shown .. self:tail(tail, changed)
end

-- The line that begins a conversation: from the protocol on, since an address may differ too.
function Redactor:header(line)
  local roles, address = line:match("^(.-  )(.*)$")
  if not roles then return line end
  local before, text = address:match('^(.-)"(.*)"$')
  if text then return roles .. before .. (self:quoted(text)) end
  return roles .. table.concat((self:parts(address, same, same)))
end

-- Applies the redactions to a transcript. A record is its line and, of a dump, those below it.
local function apply(redactions, bare, text)
  local self = setmetatable({ redactions = redactions, bare = bare, numbers = {}, names = {} }, Redactor)
  for _, one in ipairs(redactions) do self.names[one.name] = true end
  local out = {}
  for record in (text:gsub("\n    ", "\1    ")):gmatch("([^\n]*)\n") do
    record = record:gsub("\1", "\n")
    local arrow, content = record:match("^(  [<>] )(.*)$")
    local unread = content and content:match("^unread ") or ""
    if arrow then
      out[#out + 1] = arrow .. unread .. self:record(content:sub(#unread + 1))
    else
      out[#out + 1] = record:match("^%S") and self:header(record) or record
    end
  end
  out[#out + 1] = ""
  return table.concat(out, "\n")
end

-- text(transcript) -> the transcript as the scenario's redactions leave it.
function M.text(transcript)
  if #active == 0 then return transcript end
  return apply(active, {}, transcript)
end

-- like(wanted, transcript) -> the transcript, redacted as `wanted` is: a name of parley's own that stands there needs no
-- option, and without a number it stands for any value.
function M.like(wanted, transcript)
  local redactions, bare, seen = table.move(active, 1, #active, 1, {}), {}, {}
  for _, one in ipairs(active) do seen[one.name] = true end
  for name, number in wanted:gmatch("{(%a[%w_-]*)(:?%d*)}") do
    local known = redaction.known(name)
    if known and not seen[name] then redactions[#redactions + 1] = known end
    seen[name] = true
    if number == "" then bare[name] = true end
  end
  if #redactions == 0 then return transcript end
  return apply(redactions, bare, transcript)
end

return M

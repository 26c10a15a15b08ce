-- Bytes of RESP 2 and 3 to values: each read takes one value and not a byte more.
local _, import = ...

local errors = import "protocol_errors"
local types = import "resp_types"

local DEEPEST = 128 -- aggregates within each other

local M = {}
M.ProtocolError = errors.class("resp.ProtocolError", errors.ProtocolError)
-- An error that the other side replied with: `code` is its first word, "WRONGTYPE".
M.ReplyError = errors.class("resp.ReplyError", import("exceptions").RuntimeError)

local END = {} -- of a streamed aggregate

local decode -- (reader, depth) -> value

-- reply_error(text) -> the error as a value, which is raised where it is a whole reply.
function M.reply_error(text) return errors.new(M.ReplyError, text, { code = text:match("^%S*") }) end

local function line_of(reader, may_end)
  local bytes = reader:line(may_end)
  if not bytes then return nil end
  local text = bytes:sub(2, -3)
  if bytes:sub(-2) ~= "\r\n" then reader:fail("a line that does not end with \\r\\n", bytes) end
  if text:find("\r", 1, true) then reader:fail("a CR within a line", bytes, text:find("\r", 1, true)) end
  return bytes:sub(1, 1), text
end

local function length_of(reader, text)
  local size = text:match("^%d+$") and math.tointeger(text)
  return size or reader:fail("no length", text, 1)
end

local function bulk(reader, text)
  local size = length_of(reader, text)
  local bytes = reader:exactly(size + 2)
  if bytes:sub(-2) ~= "\r\n" then reader:fail("no \\r\\n behind a string", bytes:sub(-2), size) end
  return bytes:sub(1, -3)
end

local function streamed_bulk(reader)
  local parts = {}
  while true do
    local mark, text = line_of(reader)
    if mark ~= ";" then reader:fail("no part of a streamed string", mark .. text) end
    if text == "0" then return table.concat(parts) end
    parts[#parts + 1] = bulk(reader, text)
  end
end

-- The items of an aggregate, of which each is so many values.
local function items(reader, text, each, depth)
  if depth >= DEEPEST then reader:fail(("more than %d aggregates within each other"):format(DEEPEST), text, 1) end
  local list, n = {}, 0
  local count = text ~= "?" and length_of(reader, text) * each or math.huge
  while n < count do
    local value = decode(reader, depth + 1, text == "?" and n % each == 0)
    if value == END then break end
    if value == nil then value = types.null end
    n = n + 1
    list[n] = value
  end
  return list
end

local function entries(reader, text, depth)
  local flat, list = items(reader, text, 2, depth), {}
  for i = 1, #flat, 2 do list[#list + 1] = { flat[i], flat[i + 1] } end
  return list
end

local function matched(pattern, what, convert)
  return function(reader, text)
    if not text:match(pattern) then reader:fail(what, text, 1) end
    return convert(text)
  end
end

local function integer(reader, text)
  local value = text:match("^[+-]?%d+$") and math.tointeger((text:gsub("^%+", "")))
  return value or reader:fail("no integer of 64 bits", text, 1)
end

local specials = { inf = math.huge, ["-inf"] = -math.huge, nan = 0 / 0 }

local function double(reader, text)
  if specials[text] then return specials[text] end
  local sound = text:match("^[+-]?%d+%.?%d*[eE]?[+-]?%d*$") and tonumber((text:gsub("^%+", "")))
  return sound and sound + 0.0 or reader:fail("no double", text, 1)
end

local function verbatim(reader, text)
  local content = bulk(reader, text)
  local format, rest = content:match("^(...):(.*)$")
  if not format then reader:fail("no format of three letters and a colon", content) end
  return types.verbatim(format, rest)
end

local readers = {
  ["+"] = function(_, text) return text end,
  ["-"] = function(_, text) return M.reply_error(text) end,
  [":"] = integer,
  ["$"] = function(reader, text)
    if text == "-1" then return nil end
    if text == "?" then return streamed_bulk(reader) end
    return bulk(reader, text)
  end,
  ["*"] = function(reader, text, depth)
    if text == "-1" then return nil end
    return items(reader, text, 1, depth)
  end,
  ["_"] = matched("^$", "a null with something in it", function() return nil end),
  ["#"] = matched("^[tf]$", "neither t nor f", function(text) return text == "t" end),
  [","] = double,
  ["("] = matched("^[+-]?%d+$", "no number", types.big_number),
  ["!"] = function(reader, text) return M.reply_error(bulk(reader, text)) end,
  ["="] = verbatim,
  ["%"] = function(reader, text, depth) return types.map(entries(reader, text, depth)) end,
  ["~"] = function(reader, text, depth) return types.set(items(reader, text, 1, depth)) end,
  [">"] = function(reader, text, depth) return types.push(items(reader, text, 1, depth)) end,
}

-- The value whose line this is. Attributes within a value are passed over.
local function value_of(reader, mark, text, depth)
  while mark == "|" do
    entries(reader, text, depth)
    mark, text = line_of(reader)
  end
  local read = readers[mark]
  if not read then reader:fail("no type of RESP", mark .. text) end
  return read(reader, text, depth)
end

function decode(reader, depth, may_stop)
  local mark, text = line_of(reader)
  if may_stop and mark == "." and text == "" then return END end
  return value_of(reader, mark, text, depth)
end

-- read(reader) -> value, attributes: of one whole value, which has begun with reader:begin(). nil for null.
function M.read(reader)
  local mark, text = line_of(reader)
  local attributes
  if mark == "|" then
    attributes = types.attribute(entries(reader, text, 0))
    mark, text = line_of(reader)
  end
  return value_of(reader, mark, text, 0), attributes
end

M.line_of, M.bulk, M.length_of = line_of, bulk, length_of

return M

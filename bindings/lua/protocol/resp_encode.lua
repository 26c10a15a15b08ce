-- Values to bytes of RESP 2 and 3. What a type of resp_types.lua was told to claim is written as it was told.
local core, import = ...

local types = import "resp_types"

local M = {}

local encode -- (value, version, parts)

local function header(mark, count, options)
  return ("%s%s%s"):format(mark, options.length or count, options.ending or "\r\n")
end

local function bulk(mark, text, options)
  return header(mark, #text, options) .. text .. (options.ending or "\r\n")
end

local function stream(mark, options) return mark .. "?" .. (options.ending or "\r\n") end

local function list(mark)
  return function(value, version, parts)
    local options = types.options(value)
    parts[#parts + 1] = options.streamed and stream(mark, options) or header(mark, #value, options)
    for i = 1, #value do encode(value[i], version, parts) end
    if options.streamed then parts[#parts + 1] = ".\r\n" end
  end
end

local function map(mark, mark2)
  return function(value, version, parts)
    local options, entries = types.options(value), types.entries(value)
    if version == 2 then
      parts[#parts + 1] = header(mark2, 2 * #entries, options)
    else
      parts[#parts + 1] = options.streamed and stream(mark, options) or header(mark, #entries, options)
    end
    for _, pair in ipairs(entries) do
      encode(pair[1], version, parts)
      encode(pair[2], version, parts)
    end
    if options.streamed and version == 3 then parts[#parts + 1] = ".\r\n" end
  end
end

local function streamed_bulk(texts, parts)
  parts[#parts + 1] = "$?\r\n"
  for _, text in ipairs(texts) do parts[#parts + 1] = bulk(";", text, {}) end
  parts[#parts + 1] = ";0\r\n"
end

local writers = {
  status = function(value, _, parts) parts[#parts + 1] = "+" .. value.status .. "\r\n" end,
  error = function(value, _, parts) parts[#parts + 1] = "-" .. value.error .. "\r\n" end,
  raw = function(value, _, parts) parts[#parts + 1] = value.bytes end,
  big_number = function(value, _, parts) parts[#parts + 1] = "(" .. value.digits .. "\r\n" end,
  blob_error = function(value, _, parts) parts[#parts + 1] = bulk("!", value.error, types.options(value)) end,
  bulk = function(value, _, parts)
    if type(value.text) == "table" then return streamed_bulk(value.text, parts) end
    parts[#parts + 1] = bulk("$", value.text, types.options(value))
  end,
  verbatim = function(value, _, parts)
    parts[#parts + 1] = bulk("=", value.format .. ":" .. value.text, types.options(value))
  end,
  array = list "*", set = list "~", push = list ">", map = map("%", "*"), attribute = map("|", "*"),
}

local lists2 = { set = list "*", push = list "*" }

-- As printf's %.17g, in as few digits as say the same number.
local function double(number)
  if number ~= number then return "nan" end
  if number == math.huge then return "inf" end
  if number == -math.huge then return "-inf" end
  local short = ("%.15g"):format(number)
  return tonumber(short) == number and short or ("%.17g"):format(number)
end

local function number(value, version)
  if math.type(value) == "integer" then return (":%d\r\n"):format(value) end
  if version == 2 then return bulk("$", double(value), {}) end
  return "," .. double(value) .. "\r\n"
end

local function boolean(value, version)
  if version == 2 then return value and ":1\r\n" or ":0\r\n" end
  return value and "#t\r\n" or "#f\r\n"
end

-- A table without a type: a list is an array.
local function plain(value, version, parts)
  for key in next, value do
    if math.type(key) ~= "integer" or key < 1 or key > #value then
      core.raise("TypeError", ("a table with the key '%s' is no list: write resp.map { ... }"):format(tostring(key)))
    end
  end
  return writers.array(value, version, parts)
end

function encode(value, version, parts)
  local kind = type(value)
  if value == nil or value == types.null then
    parts[#parts + 1] = version == 2 and "$-1\r\n" or "_\r\n"
  elseif kind == "string" then
    parts[#parts + 1] = bulk("$", value, {})
  elseif kind == "number" then
    parts[#parts + 1] = number(value, version)
  elseif kind == "boolean" then
    parts[#parts + 1] = boolean(value, version)
  elseif kind == "table" then
    local own = types.kind(value)
    local write = own and (version == 2 and lists2[own] or writers[own]) or plain
    write(value, version, parts)
  else
    core.raise("TypeError", ("RESP has no type for '%s'"):format(core.type_name(value)))
  end
end

-- encode(value[, version]) -> bytes; RESP 3 unless version is 2.
function M.encode(value, version)
  if version ~= nil and version ~= 2 and version ~= 3 then
    core.raise("ValueError", "encode(): the version of RESP is 2 or 3")
  end
  local parts = {}
  encode(value, version or 3, parts)
  return table.concat(parts)
end

-- command(word, ...) -> bytes of a command: an array of bulk strings. Numbers are written as tostring does.
function M.command(...)
  local words = table.pack(...)
  if words.n == 0 then core.raise("TypeError", "a command has at least one word") end
  local parts = { ("*%d\r\n"):format(words.n) }
  for i = 1, words.n do
    local word = words[i]
    if type(word) == "number" then word = tostring(word) end
    if type(word) ~= "string" then
      core.raise("TypeError",
        ("word %d of a command is a string or a number, not '%s'"):format(i, core.type_name(word)))
    end
    parts[i + 1] = bulk("$", word, {})
  end
  return table.concat(parts)
end

return M

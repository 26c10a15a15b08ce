-- The types of RESP that Lua has no value for, as the Redis serialization protocol specification names them. Each is a
-- table that resp.encode() writes as that type; a set, a push and a map look like a list or a table besides.
local core = ...

local M = { kinds = {} } -- metatable -> kind

local hidden = setmetatable({}, { __mode = "k" }) -- how a value is to be written: { length, ending, streamed, pairs }

local function define(kind, to_text)
  local meta = { __name = "resp." .. kind, __tostring = to_text }
  M.kinds[meta] = kind
  return meta
end

local metas = {
  status = define("status", function(self) return self.status end),
  error = define("error", function(self) return self.error end),
  bulk = define("bulk"), blob_error = define("blob_error", function(self) return self.error end),
  verbatim = define("verbatim", function(self) return self.text end),
  big_number = define("big_number", function(self) return self.digits end),
  array = define("array"), set = define("set"), push = define("push"), map = define("map"),
  attribute = define("attribute"), raw = define("raw"),
}

M.null = setmetatable({}, { __name = "resp.null", __tostring = function() return "resp.null" end })

-- kind(value) -> the kind of a value of this file, or nil.
function M.kind(value) return type(value) == "table" and M.kinds[getmetatable(value)] or nil end

-- options(value) -> how it is to be written.
function M.options(value) return hidden[value] or {} end

local function make(kind, fields, options)
  local value = setmetatable(fields, metas[kind])
  hidden[value] = options
  return value
end

-- A copy of a list; nil in one of table.pack is null.
local function list_of(items)
  if type(items) ~= "table" then
    core.raise("TypeError", "a list of values is expected, not " .. core.type_name(items))
  end
  local list = {}
  for i = 1, items.n or #items do
    list[i] = items[i]
    if list[i] == nil then list[i] = M.null end
  end
  return list
end

-- A list of pairs, or a table, whose keys are taken in the order of their texts -> a list of pairs.
local function pairs_of(entries)
  if type(entries) ~= "table" then core.raise("TypeError", "a table or a list of pairs is expected") end
  if M.entries(entries) then return M.entries(entries) end
  if type(entries[1]) == "table" and #entries[1] == 2 then return entries end
  local list = {}
  for key, value in next, entries do list[#list + 1] = { key, value } end
  table.sort(list, function(a, b) return tostring(a[1]) < tostring(b[1]) end)
  return list
end

local function map_like(kind, entries, options)
  local list, fields = pairs_of(entries), {}
  for _, pair in ipairs(list) do
    local key = pair[1]
    if key == nil then key = M.null end
    if key ~= key then key = "nan" end
    fields[key] = pair[2]
  end
  local given = { pairs = list }
  for name, option in next, options or {} do given[name] = option end
  return make(kind, fields, given)
end

-- entries(map) -> its entries as they stood, a list of { key, value }; a key may stand there twice.
function M.entries(map) return (hidden[map] or {}).pairs end

-- status(text): "+OK".
function M.status(text) return make("status", { status = text }) end

-- error(text): "-ERR ...".
function M.error(text) return make("error", { error = text }) end

-- blob_error(text, { length, ending }): "!21".
function M.blob_error(text, options) return make("blob_error", { error = text }, options) end

-- bulk(text, { length, ending }): a string, of which `length` may claim another length. A list of texts is a streamed
-- string.
function M.bulk(text, options) return make("bulk", { text = text }, options) end

-- verbatim(format, text, { length, ending }): "=15", the format has three letters: "txt", "mkd".
function M.verbatim(format, text, options) return make("verbatim", { format = format, text = text }, options) end

-- big_number(digits): "(3492890328409238509324850943850943825024385".
function M.big_number(digits) return make("big_number", { digits = tostring(digits) }) end

-- array(items, { length, streamed }), set, push: lists. `length` may claim another length; streamed ones have none.
function M.array(items, options) return make("array", list_of(items), options) end
function M.set(items, options) return make("set", list_of(items), options) end
function M.push(items, options) return make("push", list_of(items), options) end

-- map(entries, { length, streamed }): a list of pairs, or a table.
function M.map(entries, options) return map_like("map", entries, options) end

-- attribute(entries): what stands before the value that it is about.
function M.attribute(entries, options) return map_like("attribute", entries, options) end

-- raw(bytes): these bytes, in the place of a value.
function M.raw(bytes) return make("raw", { bytes = bytes }) end

return M

-- Messages to bytes. A list of fields is written as it stands, and nothing is added to it; to a table of fields comes
-- what the message needs and does not have. Nothing is looked at: any byte may stand anywhere.
local core, import = ...

local connection = import "protocol_connection"

local M = {}

M.request_options = connection.names {
  "method", "target", "version", "headers", "body", "chunked", "trailers", "expect_continue", "ending", "line",
}
M.response_options = connection.names {
  "status", "reason", "version", "headers", "body", "chunked", "trailers", "ending", "line",
}

local reasons = {
  [100] = "Continue", [101] = "Switching Protocols", [103] = "Early Hints", [200] = "OK", [201] = "Created",
  [202] = "Accepted", [204] = "No Content", [206] = "Partial Content", [301] = "Moved Permanently", [302] = "Found",
  [303] = "See Other", [304] = "Not Modified", [307] = "Temporary Redirect", [308] = "Permanent Redirect",
  [400] = "Bad Request", [401] = "Unauthorized", [403] = "Forbidden", [404] = "Not Found", [405] = "Method Not Allowed",
  [408] = "Request Timeout", [409] = "Conflict", [411] = "Length Required", [412] = "Precondition Failed",
  [413] = "Content Too Large", [416] = "Range Not Satisfiable", [417] = "Expectation Failed",
  [426] = "Upgrade Required", [429] = "Too Many Requests", [431] = "Request Header Fields Too Large",
  [500] = "Internal Server Error",
  [501] = "Not Implemented", [502] = "Bad Gateway", [503] = "Service Unavailable", [504] = "Gateway Timeout",
  [505] = "HTTP Version Not Supported",
}

-- One field of a list: { name, value, separator = ": ", ending = "\r\n" }, or the whole line as a string.
local function field_line(field, ending)
  if type(field) == "string" then return field .. ending end
  if type(field) ~= "table" or field[1] == nil then
    core.raise("TypeError", "a field in a list is { name, value } or a line, a string")
  end
  return ("%s%s%s%s"):format(field[1], field.separator or ": ", field[2] or "", field.ending or ending)
end

-- A table of fields as a list, in the order of the names; false leaves a field out, a list repeats it.
local function listed(fields)
  local names, list = {}, {}
  for name in next, fields do
    if type(name) ~= "string" then
      core.raise("TypeError", "headers take a list of { name, value }, or name = value")
    end
    names[#names + 1] = name
  end
  table.sort(names)
  for _, name in ipairs(names) do
    local value = fields[name]
    if type(value) == "table" then
      for _, one in ipairs(value) do list[#list + 1] = { name, one } end
    elseif value then
      list[#list + 1] = { name, value }
    end
  end
  return list
end

local function has(fields, wanted)
  for name in next, fields do
    if name:lower() == wanted then return true end
  end
  return false
end

-- The fields of a message that are sent. `needed` is a list of { name, value, is_first }.
local function complete(fields, needed)
  if fields ~= nil and type(fields) ~= "table" then core.raise("TypeError", "headers take a list or a table") end
  if fields and fields[1] ~= nil then return fields end
  fields = fields or {}
  local list = next(fields) and listed(fields) or {}
  for _, field in ipairs(needed) do
    local position = field.is_first and 1 or #list + 1
    if not has(fields, field[1]:lower()) then table.insert(list, position, { field[1], field[2] }) end
  end
  return list
end

local function head(line, fields, ending)
  local parts = { line .. ending }
  for _, field in ipairs(fields) do parts[#parts + 1] = field_line(field, ending) end
  parts[#parts + 1] = ending
  return table.concat(parts)
end

-- A chunk: its data, or { data, size = what it claims, extension = ";a=b", ending = "\r\n" }.
local function chunk(item)
  if type(item) ~= "table" then item = { item } end
  local data = item[1] or ""
  local size = item.size or #data
  if type(size) == "number" then size = ("%x"):format(size) end
  return size .. (item.extension or "") .. "\r\n" .. data .. (item.ending or "\r\n")
end

-- The chunks of a body, and the trailers. `chunked` is true, or a list of chunks with `last`, which stands for "0\r\n".
local function chunks(options)
  local items, parts = options.chunked, {}
  if items == true then items = { options.body ~= "" and options.body or nil } end
  for _, item in ipairs(items) do parts[#parts + 1] = chunk(item) end
  parts[#parts + 1] = items.last or "0\r\n"
  for _, field in ipairs(complete(options.trailers, {})) do parts[#parts + 1] = field_line(field, "\r\n") end
  return table.concat(parts) .. "\r\n"
end

local function framing_field(options)
  if options.chunked then return { "Transfer-Encoding", "chunked" } end
  return options.body and { "Content-Length", #options.body } or nil
end

local function body(options) return options.chunked and chunks(options) or options.body or "" end

local function check(options, known, caller)
  connection.check_names(options, known, caller)
  if options.body ~= nil then connection.check_text(options.body, caller .. ": body") end
  local chunked = options.chunked
  if chunked ~= nil and type(chunked) ~= "boolean" and type(chunked) ~= "table" then
    core.raise("TypeError", caller .. ": chunked takes true or a list of chunks")
  end
end

-- request(options, host) -> bytes of the head, bytes of the body. `host` is for the field Host where none is given.
function M.request(options, host, caller)
  check(options, M.request_options, caller)
  local needed = { { "Host", host, is_first = true } }
  needed[#needed + 1] = framing_field(options)
  if options.expect_continue then needed[#needed + 1] = { "Expect", "100-continue" } end
  local line = options.line
    or ("%s %s %s"):format(options.method or "GET", options.target or "/", options.version or "HTTP/1.1")
  return head(line, complete(options.headers, needed), options.ending or "\r\n"), body(options)
end

-- response(options) -> bytes of the head, bytes of the body.
function M.response(options, caller)
  check(options, M.response_options, caller)
  local status = options.status or 200
  local is_empty = math.type(status) == "integer" and (status < 200 or status == 204 or status == 304)
  local needed = {}
  if not is_empty or options.body or options.chunked then
    needed[1] = framing_field(options) or { "Content-Length", 0 }
  end
  local line = options.line
    or ("%s %s %s"):format(options.version or "HTTP/1.1", status, options.reason or reasons[status] or "")
  return head(line, complete(options.headers, needed), options.ending or "\r\n"), body(options)
end

return M

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

-- As %s of string.format writes it.
local function text(value) return type(value) == "string" and value or tostring(value) end

local function line_of(name, value, ending) return name .. ": " .. text(value) .. ending end

-- One field of a list: { name, value, separator = ": ", ending = "\r\n" }, or the whole line as a string.
local function field_line(field, ending)
  if type(field) == "string" then return field .. ending end
  if type(field) ~= "table" or field[1] == nil then
    core.raise("TypeError", "a field in a list is { name, value } or a line, a string")
  end
  return text(field[1]) .. text(field.separator or ": ") .. text(field[2] or "") .. text(field.ending or ending)
end

local function sorted_names(fields)
  local names = {}
  for name in next, fields do
    if type(name) ~= "string" then
      core.raise("TypeError", "headers take a list of { name, value }, or name = value")
    end
    names[#names + 1] = name
  end
  table.sort(names)
  return names
end

-- One field of a table as lines: false leaves it out, a list repeats it.
local function table_field(name, value, ending)
  if not value then return "" end
  if type(value) ~= "table" then return line_of(name, value, ending) end
  local lines = {}
  for i, one in ipairs(value) do lines[i] = line_of(name, one or "", ending) end
  return table.concat(lines)
end

-- A table of fields as lines, in the order of the names.
local function table_lines(fields, ending)
  local items = sorted_names(fields)
  for i, name in ipairs(items) do items[i] = table_field(name, fields[name], ending) end
  return table.concat(items)
end

-- The lines of the fields that are given, and whether those that the message needs are added to them.
local function given_lines(fields, ending)
  if fields == nil then return "", true end
  if type(fields) ~= "table" then core.raise("TypeError", "headers take a list or a table") end
  if fields[1] == nil then return table_lines(fields, ending), true end
  local lines = {}
  for i, field in ipairs(fields) do lines[i] = field_line(field, ending) end
  return table.concat(lines), false
end

local empty = {}

-- The line of a field that the message needs; "" where a table of fields has it, or has false in its place.
local function needed_line(fields, name, value, ending)
  for given in next, fields or empty do
    if #given == #name and given:lower() == name:lower() then return "" end
  end
  return line_of(name, value, ending)
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
  parts[#parts + 1] = given_lines(options.trailers, "\r\n")
  return table.concat(parts) .. "\r\n"
end

-- The line that says how long the body is; "" where there is none.
local function framing_line(options, ending)
  if options.chunked then return needed_line(options.headers, "Transfer-Encoding", "chunked", ending) end
  return options.body and needed_line(options.headers, "Content-Length", #options.body, ending) or ""
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
  local ending = options.ending or "\r\n"
  local line = options.line or text(options.method or "GET") .. " " .. text(options.target or "/") .. " "
    .. text(options.version or "HTTP/1.1")
  local lines, is_completed = given_lines(options.headers, ending)
  if is_completed then
    lines = needed_line(options.headers, "Host", host, ending) .. lines .. framing_line(options, ending)
      .. (options.expect_continue and needed_line(options.headers, "Expect", "100-continue", ending) or "")
  end
  return line .. ending .. lines .. ending, body(options)
end

-- response(options) -> bytes of the head, bytes of the body.
function M.response(options, caller)
  check(options, M.response_options, caller)
  local ending, status = options.ending or "\r\n", options.status or 200
  local is_empty = math.type(status) == "integer" and (status < 200 or status == 204 or status == 304)
  local line = options.line or text(options.version or "HTTP/1.1") .. " " .. text(status) .. " "
    .. text(options.reason or reasons[status] or "")
  local lines, is_completed = given_lines(options.headers, ending)
  if is_completed and (options.body or options.chunked) then
    lines = lines .. framing_line(options, ending)
  elseif is_completed and not is_empty then
    lines = lines .. needed_line(options.headers, "Content-Length", 0, ending)
  end
  return line .. ending .. lines .. ending, body(options)
end

return M

-- Heads of messages: start lines and fields, as RFC 9112 (2 to 5) and RFC 9110 (5) have them. `rules` names what is
-- taken besides.
local core, import = ...

local message = import "http_message"

local M = {}

-- A line without its ending.
local function line_of(reader, rules, may_end)
  local bytes = reader:line(may_end)
  if not bytes then return nil end
  if bytes:sub(-2) == "\r\n" then return bytes:sub(1, -3) end
  if not rules.bare_lf then reader:fail("a line that ends with a bare LF (RFC 9112, 2.2)", bytes) end
  return bytes:sub(1, -2)
end
M.line = line_of

local TOKEN = "^[%w!#$%%&'*+.^_`|~-]+$" -- RFC 9110, 5.6.2

local function check_version(reader, version, line, rules)
  if rules.start_line or version:find("^HTTP/1%.%d$") then return end
  reader:fail("no version HTTP/1.x", line, line:find(version, 1, true) - 1)
end

-- request_line(reader, rules) -> method, target, version; nil where the stream has ended. An empty line before it is
-- passed over (RFC 9112, 2.2).
function M.request_line(reader, rules)
  local line = line_of(reader, rules, true)
  if line == "" then line = line_of(reader, rules) end
  if not line then return nil end
  local pattern = rules.start_line and "^(%S+)%s+(.-)%s+(HTTP/%d%.%d)%s*$" or "^([^ ]+) ([^ ]+) (HTTP/%d%.%d)$"
  local method, target, version = line:match(pattern)
  if not method then reader:fail("no request line: method, target, version (RFC 9112, 3)", line) end
  check_version(reader, version, line, rules)
  if not rules.start_line then
    if not method:find(TOKEN) then reader:fail("a method that is no token", line) end
    local bad = target:find("[^!-~]")
    if bad then reader:fail("a target with a byte that no URI has", target, #method + bad) end
  end
  return method, target, version
end

-- status_line(reader, rules) -> version, status, reason; nil where the stream has ended.
function M.status_line(reader, rules)
  local line = line_of(reader, rules, true)
  if not line then return nil end
  local version, status, reason = line:match("^(HTTP/%d%.%d) ([1-5]%d%d) (.*)$")
  if not version and rules.start_line then
    version, status, reason = line:match("^(HTTP/%d%.%d)%s+(%d%d%d)%s*(.*)$")
  end
  if not version then reader:fail("no status line: version, status, reason (RFC 9112, 4)", line) end
  check_version(reader, version, line, rules)
  local bad = not rules.field_bytes and reason:find("[^\t -~\x80-\xff]")
  if bad then reader:fail("a reason with a control character", line, #line - #reason + bad - 1) end
  return version, math.tointeger(status), reason
end

local function check_field(reader, name, value, line, rules)
  if rules.field_bytes then return end
  if not name:find(TOKEN) then reader:fail("a name of a field that is no token (RFC 9110, 5.1)", line) end
  local bad = value:find("[^\t -~\x80-\xff]")
  if bad then
    reader:fail("a value with a control character (RFC 9110, 5.5)", line, line:find(value, 1, true) + bad - 2)
  end
end

local function field_of(reader, line, rules)
  local name, space, value = line:match("^([^:]-)([ \t]*):[ \t]*(.-)[ \t]*$")
  if not name then reader:fail("a field without a colon (RFC 9112, 5)", line) end
  if name == "" then reader:fail("a field without a name (RFC 9112, 5)", line) end
  if space ~= "" and not rules.name_space then
    reader:fail("a blank between the name of a field and its colon (RFC 9112, 5.1)", line, #name)
  end
  check_field(reader, name, value, line, rules)
  return { name, value }
end

-- fields(reader, rules) -> a list of { name, value }, up to the empty line.
function M.fields(reader, rules)
  local list = {}
  while true do
    local line = line_of(reader, rules)
    if line == "" then return list end
    if line:find("^[ \t]") then
      if not rules.fold or #list == 0 then
        reader:fail("a field that goes on in another line (RFC 9112, 5.2)", line)
      end
      list[#list][2] = list[#list][2] .. " " .. line:match("^[ \t]+(.-)[ \t]*$")
    else
      list[#list + 1] = field_of(reader, line, rules)
    end
  end
end

-- whole_head(reader, is_request, wants_body) -> of a head that is there as a whole and without a flaw, which is taken at
-- once: method, target, version or version, status, reason; the headers; what they say of the body's length, nil for
-- nothing, false where body.framing() has to ask them; whether they keep the connection; the body, where that is wanted,
-- has a length, and is there. Of any other head nothing is taken, and nil: line by line shows what it is.
function M.whole_head(reader, is_request, wants_body)
  local a, b, c, headers, length, keeps, bytes, body =
    core.http_receive(reader.socket, is_request, message.headers_meta, wants_body)
  if a then
    if bytes then reader:note(bytes, 2) end
    return a, b, c, headers, length, keeps, body
  end
  if a == false then return nil end
  local size
  local is_taken = reader:judged(function(peeked)
    a, b, c, headers, length, keeps, size = core.http_head(peeked, is_request, message.headers_meta)
    return size
  end)
  if is_taken then return a, b, c, headers, length, keeps end
end

-- length(reader, values, rules) -> the number that the Content-Length fields say; nil where there is none.
function M.length(reader, values, rules)
  if #values == 0 then return nil end
  if #values == 1 and values[1]:find("^%d+$") and #values[1] < 19 then return math.tointeger(values[1]) end
  local first
  for word in (table.concat(values, ",") .. ","):gmatch("[ \t]*(.-)[ \t]*,") do
    local number = word:find("^%d+$") and math.tointeger(word)
    if not number then reader:fail("a Content-Length that is no number (RFC 9112, 6.3)", word) end
    if first and not (rules.same_lengths and number == first) then
      reader:fail("a second Content-Length (RFC 9112, 6.3)", table.concat(values, ", "))
    end
    first = number
  end
  return first
end

return M

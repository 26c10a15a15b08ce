-- lines.memcached: the text protocol of memcached, as doc/protocol.txt of memcached has it.
local _, import = ...

local connection = import "protocol_connection"
local errors = import "protocol_errors"
local line_connection = import "line_connection"
local nearest = import "nearest"

local M = { IncompleteRead = errors.IncompleteRead }
M.ProtocolError = errors.class("memcached.ProtocolError", line_connection.ProtocolError)
-- What the server says no with: `code` is "ERROR", "CLIENT_ERROR" or "SERVER_ERROR", `text` what stands behind it.
M.Error = errors.class("memcached.Error", import("exceptions").RuntimeError)

local Memcached, make = connection.class("a connection of memcached", line_connection.Lines)

local codes = { ERROR = true, CLIENT_ERROR = true, SERVER_ERROR = true }

-- The next line of an answer; raises Error for one that says no.
local function answer_line(self)
  local line = line_connection.next_line(self)
  local code, text = line:match("^(%u+_?%u+) ?(.*)$")
  if codes[code] then errors.raise(M.Error, line, { code = code, text = text }) end
  return line
end

local function answer(self, what)
  self.reader:begin("the answer to " .. what)
  return answer_line(self)
end

-- command(text) -> the line that answers it. Raises memcached.Error.
function Memcached:command(text)
  self:send_line(text)
  return answer(self, errors.shown(text))
end

local storage_options = connection.names { "flags", "exptime", "cas", "noreply", "bytes", "ending" }

-- encode_storage(verb, key, value, { flags, exptime, cas, noreply, bytes, ending }) -> bytes of set, add, cas, ...
-- `bytes` is the length that it claims, `ending` what stands behind the value; nothing is looked at.
function M.encode_storage(verb, key, value, options)
  local given = connection.check_names(options, storage_options, verb .. "()")
  connection.check_text(value, verb .. "(): the value")
  local words = { verb, key, given.flags or 0, given.exptime or 0, given.bytes or #value }
  words[#words + 1] = given.cas
  if given.noreply then words[#words + 1] = "noreply" end
  for i, word in ipairs(words) do words[i] = tostring(word) end
  return table.concat(words, " ") .. "\r\n" .. value .. (given.ending or "\r\n")
end

local function store(self, verb, key, value, options)
  self.socket:sendall(M.encode_storage(verb, key, value, options))
  if options and options.noreply then return nil end
  return answer(self, verb)
end

-- set(key, value, options) and its kin -> "STORED", "NOT_STORED", "EXISTS", "NOT_FOUND"; nothing with noreply.
for _, verb in ipairs { "set", "add", "replace", "append", "prepend" } do
  Memcached[verb] = function(self, key, value, options) return store(self, verb, key, value, options) end
end

-- cas(key, value, unique, options) -> as set.
function Memcached:cas(key, value, unique, options)
  local given = { cas = unique }
  for name, option in next, options or {} do given[name] = option end
  return store(self, "cas", key, value, given)
end

-- One VALUE of an answer; nil at END.
local function read_value(self)
  local line = answer_line(self)
  if line == "END" then return nil end
  local key, flags, size, rest = line:match("^VALUE (%S+) (%d+) (%d+)(.*)$")
  local cas = rest and rest:match("^ (%d+)$")
  if not key or rest ~= "" and not cas then self.reader:fail("neither VALUE nor END", line) end
  local value = self.reader:exactly(math.tointeger(size) + 2)
  if value:sub(-2) ~= "\r\n" then self.reader:fail("no \\r\\n behind a value", value:sub(-2), #value - 2) end
  return { key = key, value = value:sub(1, -3), flags = math.tointeger(flags), cas = math.tointeger(cas) }
end

-- read_values() -> a list of { key, value, flags, cas }, up to END.
function Memcached:read_values()
  self.reader:begin("values")
  local values = {}
  local item = read_value(self)
  while item do
    values[#values + 1] = item
    item = read_value(self)
  end
  return values
end

-- get(key) -> value; nil where there is none.
function Memcached:get(key)
  self:send_line("get " .. key)
  return (self:read_values()[1] or {}).value
end

-- gets(key) -> { key, value, flags, cas }; nil where there is none.
function Memcached:gets(key)
  self:send_line("gets " .. key)
  return self:read_values()[1]
end

-- get_many(keys) -> { key = value }
function Memcached:get_many(keys)
  self:send_line("get " .. table.concat(keys, " "))
  local values = {}
  for _, item in ipairs(self:read_values()) do values[item.key] = item.value end
  return values
end

local function count(self, verb, key, by)
  local line = self:command(("%s %s %s"):format(verb, key, by or 1))
  if line == "NOT_FOUND" then return nil end
  return math.tointeger(line:match("^%d+")) or self.reader:fail("no number", line)
end

-- incr(key, by), decr(key, by) -> the new number; nil where there is none.
function Memcached:incr(key, by) return count(self, "incr", key, by) end
function Memcached:decr(key, by) return count(self, "decr", key, by) end

-- delete(key) -> "DELETED" or "NOT_FOUND".
function Memcached:delete(key) return self:command("delete " .. key) end

-- touch(key, exptime) -> "TOUCHED" or "NOT_FOUND".
function Memcached:touch(key, exptime) return self:command(("touch %s %s"):format(key, exptime)) end

-- stats(what) -> { name = text }
function Memcached:stats(what)
  self:send_line(what and "stats " .. what or "stats")
  self.reader:begin("statistics")
  local all, line = {}, answer_line(self)
  while line ~= "END" do
    local name, text = line:match("^STAT (%S+) ?(.*)$")
    if not name then self.reader:fail("neither STAT nor END", line) end
    all[name] = text
    line = answer_line(self)
  end
  return all
end

local storing = connection.names { "set", "add", "replace", "append", "prepend", "cas" }

-- The value behind the line of a storage command.
local function take_value(self, command)
  local size = math.tointeger((command.arguments[4] or ""):match("^%d+$"))
  if not size then self.reader:fail("no length of a value", command.line) end
  local value = self.reader:exactly(size + 2)
  if value:sub(-2) ~= "\r\n" then self.reader:fail("no \\r\\n behind a value", value:sub(-2), size) end
  return value:sub(1, -3)
end

-- read_command() -> { verb, arguments = { ... }, noreply = bool, value = of a storage command, line }; nil where the
-- stream has ended.
function Memcached:read_command()
  self.reader:begin("a command")
  local bytes = self.reader:line(true)
  if not bytes then return nil end
  local line = line_connection.stripped(self, bytes)
  local words = {}
  for word in line:gmatch("%S+") do words[#words + 1] = word end
  if not words[1] then self.reader:fail("no command", line) end
  local command = { verb = table.remove(words, 1), arguments = words, noreply = false, line = line }
  if words[#words] == "noreply" then command.noreply = table.remove(words) ~= nil end
  if storing[command.verb] then command.value = take_value(self, command) end
  return command
end

-- send_values(list of { key, value, flags, cas, bytes }): as VALUE lines, and END. `bytes` is the length that one
-- claims.
function Memcached:send_values(values)
  local parts = {}
  for i, item in ipairs(values) do
    local head = ("VALUE %s %s %s"):format(item.key, item.flags or 0, item.bytes or #item.value)
    parts[i] = head .. (item.cas and " " .. item.cas or "") .. "\r\n" .. item.value .. "\r\n"
  end
  self.socket:sendall(table.concat(parts) .. "END\r\n")
end

-- client(socket, options) -> a connection of memcached; options as in lines.client.
M.client = line_connection.maker("memcached.client()", M.ProtocolError, make)

-- server(socket, options): what client gives, by the name that reads better in a server.
M.server = line_connection.maker("memcached.server()", M.ProtocolError, make)

-- connect(address, options) -> a connection of memcached.
M.connect = line_connection.connector("memcached.connect()", M.client)

return setmetatable(M, { __index = nearest.strict("module 'lines.memcached'", M) })

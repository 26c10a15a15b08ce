-- require "resp": the protocol of Redis, RESP 2 and 3, as client and as server; after the Redis serialization protocol
-- specification.
local core, import = ...

local connection = import "protocol_connection"
local decoding = import "resp_decode"
local encoding = import "resp_encode"
local errors = import "protocol_errors"
local nearest = import "nearest"
local readers = import "protocol_reader"
local split = import "resp_inline"
local types = import "resp_types"

local M = {
  ProtocolError = decoding.ProtocolError, ReplyError = decoding.ReplyError, IncompleteRead = errors.IncompleteRead,
  null = types.null, entries = types.entries, encode = encoding.encode, encode_command = encoding.command,
}
for _, name in ipairs {
  "status", "error", "blob_error", "bulk", "verbatim", "big_number", "array", "set", "push", "map", "attribute", "raw",
} do
  M[name] = types[name]
end

local Resp, make = connection.class("a connection of RESP", nil, { attributes = true })

local known = connection.names { "version", "timeout" }

-- type_of(value) -> "status", "map", "big_number", ... of a value of this module's types; nil of any other.
function M.type_of(value) return value == types.null and "null" or types.kind(value) end

-- decode(bytes[, at]) -> value, position behind it. Raises ProtocolError; IncompleteRead where it is not whole.
function M.decode(bytes, at)
  local text = readers.over(connection.check_text(bytes, "decode()"), at)
  local reader = readers.new(text, M.ProtocolError)
  reader:begin("a value")
  local value = decoding.read(reader)
  return value, text.at
end

-- send(word, ...): a command, whose reply is read by read().
function Resp:send(...) self.socket:sendall(encoding.command(...)) end

-- send_inline(line): a command as a line.
function Resp:send_inline(line) self.socket:sendall(connection.check_text(line, "send_inline()") .. "\r\n") end

local function is_push(value) return types.kind(value) == "push" end

local function read_value(self)
  self.reader:begin("a reply")
  local value, attributes = decoding.read(self.reader)
  if not is_push(value) then self.attributes = attributes end
  return value
end

local function is_error(value) return getmetatable(value) == M.ReplyError and type(value) == "table" end

local function next_reply(self)
  local value = read_value(self)
  while is_push(value) do
    self.pushes[#self.pushes + 1] = value
    value = read_value(self)
  end
  return value
end

-- try_read() -> the next reply; nil and the ReplyError where it is an error. Pushes before it are kept for read_push().
function Resp:try_read()
  local value = next_reply(self)
  if is_error(value) then return nil, value end
  return value
end

-- read() -> the next reply, nil for null. Raises ReplyError.
function Resp:read()
  local value = next_reply(self)
  if is_error(value) then
    value.file, value.line = core.place()
    error(value, 0)
  end
  return value
end

-- call(word, ...) -> the reply to the command. Raises ReplyError.
function Resp:call(...)
  self:send(...)
  return self:read()
end

-- try(word, ...) -> the reply; nil and the ReplyError where it is an error.
function Resp:try(...)
  self:send(...)
  return self:try_read()
end

-- pipeline(commands) -> the list of their replies: null is resp.null, an error a ReplyError in its place. All commands
-- are sent at once.
function Resp:pipeline(commands)
  local parts, replies = {}, {}
  for i, command in ipairs(commands) do parts[i] = encoding.command(table.unpack(command)) end
  self.socket:sendall(table.concat(parts))
  for i = 1, #parts do
    local value = next_reply(self)
    replies[i] = value == nil and types.null or value
  end
  return replies
end

-- read_push() -> the next push: one that came before a reply, or the next to come. Raises ProtocolError for a reply.
function Resp:read_push()
  if self.pushes[1] then return table.remove(self.pushes, 1) end
  local value = read_value(self)
  if not is_push(value) then
    errors.raise(M.ProtocolError, "a reply came where a push was to be read", { offset = 0 })
  end
  return value
end

local function read_words(self, text)
  local words = {}
  for i = 1, decoding.length_of(self.reader, text) do
    local mark, size = decoding.line_of(self.reader)
    if mark ~= "$" then self.reader:fail("no bulk string in a command", mark .. size) end
    words[i] = decoding.bulk(self.reader, size)
  end
  return words
end

-- read_command() -> the words of the next command, an inline one too: { "SET", "k", "v" }; nil where the stream has
-- ended.
function Resp:read_command()
  self.reader:begin("a command")
  local line = self.reader:line(true)
  if not line then return nil end
  if line:sub(1, 1) == "*" then
    if line:sub(-2) ~= "\r\n" then self.reader:fail("a line that does not end with \\r\\n", line) end
    return read_words(self, line:sub(2, -3))
  end
  return split((line:gsub("\r?\n$", ""))) or self.reader:fail("quotes that do not end", line)
end

-- reply(value): in the connection's version of RESP; nil is null.
function Resp:reply(value) self.socket:sendall(encoding.encode(value, self.version)) end

local function maker(caller)
  return function(socket, options)
    local given = connection.check_names(options, known, caller)
    if given.version ~= nil and given.version ~= 2 and given.version ~= 3 then
      core.raise("ValueError", caller .. ": the version of RESP is 2 or 3")
    end
    connection.check_socket(socket, caller)
    return make {
      socket = socket, version = given.version or 2, pushes = {}, reader = readers.new(socket, M.ProtocolError),
    }
  end
end

-- client(socket) -> a connection of RESP.
M.client = maker("resp.client()")

-- server(socket, { version = 2 }) -> the same for a server; `version` is what reply() writes, and may be set later.
M.server = maker("resp.server()")

-- connect(address, { timeout }) -> a connection of RESP. Both versions are read; HELLO 3 has the server write RESP 3.
function M.connect(address, options)
  connection.check_names(options, known, "resp.connect()")
  return M.client(connection.connect(address, (options or {}).timeout), options)
end

return setmetatable(M, { __index = nearest.strict("module 'resp'", M) })

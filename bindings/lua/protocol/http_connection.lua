-- What both sides of a connection of HTTP have: the body of the message whose head was read last.
local core, import = ...

local body = import "http_body"
local connection = import "protocol_connection"
local errors = import "http_errors"
local message = import "http_message"
local new_reader = import("protocol_reader").new

local M = {}

local Http = connection.class("a connection of HTTP")
M.Http = Http

-- Fields that are nil until a head was read.
M.absent = { framing = true, last_head = true, extension = true }

-- Sends bytes as they are.
Http.send = Http.send_raw

-- fields(socket, options, known, caller) -> those of a connection.
function M.fields(socket, options, known, caller)
  local given = connection.check_names(options, known, caller)
  connection.check_socket(socket, caller)
  local reader = new_reader(socket, errors.ProtocolError)
  reader.incomplete = errors.IncompleteRead
  return { socket = socket, reader = reader, rules = errors.lenient(given.lenient, caller), methods = {} }, given
end

-- Before a head is read: the body of the message before must have been.
function M.begin(self, what)
  local framing = self.framing
  local is_open = framing and not framing.ended and (framing.kind == "chunked" or (framing.length or 0) > 0)
  if is_open then core.raise("RuntimeError", "the body of the message before has not been read: read_body() does") end
  self.reader:begin(what)
end

local taken = { kind = "length", ended = true } -- the framing of a body that came with its head

-- After a head was read: the body that follows. `method` is that of the request that a response answers. The others are
-- what parse.whole_head() says; of a head that was read line by line `said` is false, and there are no others.
function M.follow(self, head, method, said, keeps, came)
  self.last_head = head
  self.framing = came and taken or body.framing(self.reader, head, self.rules, method, said)
  if keeps == nil then keeps = message.keeps_alive(head) end
  head.keep_alive = keeps and self.framing.kind ~= "close"
end

-- shift(list) -> its first item, which is taken out; nil where there is none.
function M.shift(list)
  if #list > 1 then return table.remove(list, 1) end
  local item = list[1]
  list[1] = nil
  return item
end

-- read_chunk() -> the next chunk of the body whose head was read last; nil at its end, when the head has its trailers.
-- `extension` of the connection is what stands behind the chunk's size: ";a=b", "".
function Http:read_chunk()
  local framing = self.framing
  if not framing or framing.kind ~= "chunked" then core.raise("ValueError", "read_chunk(): the body is not chunked") end
  local data, extension = body.read_chunk(self.reader, self.rules, framing)
  self.extension = extension
  if not data then self.last_head.trailers = framing.trailers end
  return data
end

-- read_body() -> what is left of the body whose head was read last. That head has its trailers then.
function Http:read_body()
  local framing = self.framing
  if not framing then core.raise("ValueError", "read_body(): no head was read") end
  local is_read = framing.ended and framing.kind ~= "chunked"
  local bytes = is_read and "" or body.read(self.reader, self.rules, framing)
  framing.ended = true
  self.last_head.trailers = framing.trailers or message.headers {}
  return bytes
end

return M

-- require "websocket": WebSocket (RFC 6455), as client and as server.
local core, import = ...

local connection = import "protocol_connection"
local errors = import "protocol_errors"
local frames = import "websocket_frame"
local handshake = import "websocket_handshake"
local http_client = import "http_client"
local nearest = import "nearest"
local new_reader = import("protocol_reader").new

local LIMIT = 16 * 1024 * 1024 -- bytes of a message, unless told

local M = {
  ProtocolError = frames.ProtocolError, HandshakeError = handshake.HandshakeError,
  IncompleteRead = errors.IncompleteRead, accept_key = handshake.accept_key,
}

local own = { "lenient", "limit", "auto_reply" }
local known = {
  over = connection.names { "role", table.unpack(own) },
  accept = connection.names { "protocols", "headers", table.unpack(own) },
  client = connection.names { "target", "host", "protocols", "headers", "key", "timeout", table.unpack(own) },
}

local absent = { protocol = true, response = true, request = true, close_code = true, close_reason = true }
local Socket, make = connection.class("a WebSocket", nil, absent)

local function new(socket, is_client, options)
  local fields = {
    socket = socket, reader = new_reader(socket, frames.ProtocolError), is_client = is_client,
    auto_reply = options.auto_reply ~= false, has_sent_close = false,
    rules = { is_strict = not options.lenient, expects_mask = not is_client, limit = options.limit or LIMIT },
  }
  return make(fields)
end

-- encode_frame{ opcode = "text", payload, fin, rsv, mask, length, length_size } -> bytes. Nothing is looked at but the
-- types: rsv is three bits, mask true or 4 bytes, length what it claims, length_size 0, 2 or 8 the bytes that it takes.
function M.encode_frame(options)
  return frames.encode(connection.check_names(options, frames.known, "encode_frame()"))
end

-- send_frame(options): one frame, as encode_frame() takes it; a client's is masked unless mask is told.
function Socket:send_frame(options)
  local frame = { mask = self.is_client }
  for name, value in next, connection.check_names(options, frames.known, "send_frame()") do frame[name] = value end
  self.socket:sendall(frames.encode(frame))
end

-- send(text), send_binary(bytes): a message in one frame, or a list of texts in as many.
local function send(self, message, opcode)
  local parts = type(message) == "table" and message or { message }
  for i, part in ipairs(parts) do
    self:send_frame { opcode = i == 1 and opcode or "continuation", payload = part, fin = i == #parts }
  end
end
function Socket:send(message) send(self, message, "text") end
function Socket:send_binary(message) send(self, message, "binary") end

-- ping(data), pong(data).
function Socket:ping(data) self:send_frame { opcode = "ping", payload = data } end
function Socket:pong(data) self:send_frame { opcode = "pong", payload = data } end

-- send_close(code, reason): without a code, none is sent.
function Socket:send_close(code, reason)
  self.has_sent_close = true
  self:send_frame { opcode = "close", payload = code and string.pack(">I2", code) .. (reason or "") or "" }
end

-- read_frame() -> { opcode, payload, fin, rsv, mask }, whatever it is; nil where the stream has ended.
function Socket:read_frame() return frames.read(self.reader, self.rules) end

-- A control frame within or between messages; true for a close.
local function take_control(self, frame)
  if frame.opcode == "ping" and self.auto_reply then self:pong(frame.payload) end
  if frame.opcode ~= "close" then return false end
  self.close_code, self.close_reason = frames.close_of(self.reader, frame.payload, self.rules.is_strict)
  if self.auto_reply and not self.has_sent_close then
    self:send_close(self.close_code ~= 1005 and self.close_code or nil)
  end
  return true
end

local is_control = { ping = true, pong = true, close = true }

-- The next frame of a message, which is number `n` of it; nil where the connection was closed.
local function next_part(self, n)
  while true do
    local frame = self:read_frame()
    if not frame then
      if n == 1 then return nil end
      errors.raise(errors.IncompleteRead, "the stream ended between the fragments of a message", { partial = "" })
    end
    if not is_control[frame.opcode] then
      local is_more = frame.opcode == "continuation"
      if self.rules.is_strict and is_more ~= (n > 1) then
        frames.fail(self.reader, 1002, is_more and "a continuation of nothing (RFC 6455, 5.4)"
          or "a message within another one (RFC 6455, 5.4)", frame.payload)
      end
      return frame
    end
    if take_control(self, frame) then return nil end
  end
end

-- read_message() -> { type = "text" or "binary", data, frames = how many }; nil where the connection was closed, when
-- close_code and close_reason say how. Pings and a close are answered, unless auto_reply is false.
function Socket:read_message()
  local parts, size, first = {}, 0, nil
  repeat
    local frame = next_part(self, #parts + 1)
    if not frame then return nil end
    first = first or frame
    parts[#parts + 1], size = frame.payload, size + #frame.payload
    if size > self.rules.limit then
      frames.fail(self.reader, 1009, ("a message of more than %d bytes"):format(self.rules.limit), "")
    end
  until frame.fin
  local data = table.concat(parts)
  if self.rules.is_strict and first.opcode == "text" and not utf8.len(data) then
    frames.fail(self.reader, 1007, "a text that is no UTF-8 (RFC 6455, 8.1)", data)
  end
  return { type = first.opcode, data = data, frames = #parts }
end

-- read() -> the data of the next message; nil where the connection was closed.
function Socket:read()
  local message = self:read_message()
  return message and message.data
end

-- finish(code, reason) -> the other side's code: sends a close, passes over what comes before the other's, and closes.
function Socket:finish(code, reason)
  if not self.has_sent_close then self:send_close(code or 1000, reason) end
  while not self.close_code and self:read_message() do end
  self:close()
  return self.close_code
end

-- over(socket, { role = "client" or "server" }) -> a WebSocket without a handshake, which was made otherwise.
function M.over(socket, options)
  connection.check_names(options, known.over, "websocket.over()")
  connection.check_socket(socket, "websocket.over()")
  local role = (options or {}).role
  if role ~= "client" and role ~= "server" then
    core.raise("ValueError", 'websocket.over(): role is "client" or "server"')
  end
  return new(socket, role == "client", options)
end

-- client(socket, { target, host, protocols, headers, key, ... }) -> a WebSocket. Raises HandshakeError.
function M.client(socket, options)
  options = connection.check_names(options, known.client, "websocket.client()")
  connection.check_socket(socket, "websocket.client()")
  local response, protocol = handshake.connect(socket, options)
  local self = new(socket, true, options)
  self.response, self.protocol = response, protocol
  return self
end

-- connect(address, options) -> a WebSocket over a new socket.
function M.connect(address, options)
  options = connection.check_names(options, known.client, "websocket.connect()")
  local given = { host = http_client.host(address) }
  for name, value in next, options do given[name] = value end
  return M.client(connection.connect(address, given.timeout), given)
end

-- accept(socket, { protocols, headers, ... }) -> a WebSocket, whose request is `request`. Raises HandshakeError, behind
-- the response that refuses.
function M.accept(socket, options)
  options = connection.check_names(options, known.accept, "websocket.accept()")
  connection.check_socket(socket, "websocket.accept()")
  local request, protocol = handshake.accept(socket, options)
  local self = new(socket, false, options)
  self.request, self.protocol = request, protocol
  return self
end

-- answer(request, { protocols, headers }) -> what a function of http.serve() returns to upgrade, or to refuse.
function M.answer(request, options)
  return (handshake.answer(request, connection.check_names(options, known.accept, "websocket.answer()")))
end

return setmetatable(M, { __index = nearest.strict("module 'websocket'", M) })

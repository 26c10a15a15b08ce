-- Frames of WebSocket (RFC 6455, 5): bytes of one as it is told, and one that is read strictly.
local core, import = ...

local connection = import "protocol_connection"
local errors = import "protocol_errors"

local M = {}
-- What breaks RFC 6455: `code` is what the connection is to be closed with (7.4.1).
M.ProtocolError = errors.class("websocket.ProtocolError", errors.ProtocolError)

M.opcodes = { continuation = 0, text = 1, binary = 2, close = 8, ping = 9, pong = 10 }
local names = {}
for name, number in next, M.opcodes do names[number] = name end

-- Masks are there for proxies, which no test has between; the same one each time keeps transcripts the same.
M.MASK = "\x37\xfa\x21\x3d"

-- masked(bytes, mask of 4 bytes) -> bytes; twice gives what it was (5.3).
function M.masked(bytes, mask)
  local key, parts = string.unpack(">I4", mask), {}
  local whole = #bytes - #bytes % 4
  for at = 1, whole, 4 do parts[#parts + 1] = string.pack(">I4", string.unpack(">I4", bytes, at) ~ key) end
  for i = whole + 1, #bytes do
    parts[#parts + 1] = string.char(bytes:byte(i) ~ mask:byte((i - 1) % 4 + 1))
  end
  return table.concat(parts)
end

M.known = connection.names { "opcode", "payload", "fin", "rsv", "mask", "length", "length_size" }

local function number_of(opcode)
  local number = math.type(opcode) == "integer" and opcode or M.opcodes[opcode]
  if number then return number end
  core.raise("ValueError", ("there is no opcode '%s': %s, or a number"):format(tostring(opcode),
    "continuation, text, binary, close, ping, pong"))
end

-- The least number of bytes that a length takes behind the first seven bits.
local function size_of(length) return length < 126 and 0 or length < 65536 and 2 or 8 end

-- encode(frame) -> bytes; fields as in websocket.encode_frame().
function M.encode(frame)
  local payload = connection.check_text(frame.payload or "", "payload")
  local length = frame.length or #payload
  local size = frame.length_size or size_of(length)
  local first = (frame.fin == false and 0 or 0x80) | (frame.rsv or 0) << 4 | number_of(frame.opcode or "text")
  local seven = size == 0 and length or size == 2 and 126 or 127
  local mask = frame.mask == true and M.MASK or frame.mask or nil
  local head = string.char(first, (mask and 0x80 or 0) | seven & 0x7f)
  if size > 0 then head = head .. string.pack(size == 2 and ">I2" or ">I8", length) end
  return mask and head .. mask .. M.masked(payload, mask) or head .. payload
end

-- Raises with the code to close with.
local function fail(reader, code, what, bytes)
  local ok, e = pcall(reader.fail, reader, what, bytes)
  if not ok then e.code = code end
  error(e, 0)
end
M.fail = fail

local function check_head(reader, frame, head, options)
  if frame.rsv ~= 0 then fail(reader, 1002, "reserved bits that no extension has (RFC 6455, 5.2)", head) end
  if not names[frame.number] then fail(reader, 1002, "an opcode of none (RFC 6455, 5.2)", head) end
  if frame.number >= 8 and not frame.fin then
    fail(reader, 1002, "a control frame in fragments (RFC 6455, 5.4)", head)
  end
  local is_masked = frame.mask ~= nil
  if is_masked ~= options.expects_mask then
    fail(reader, 1002, is_masked and "a masked frame of a server (RFC 6455, 5.1)"
      or "a frame of a client without a mask (RFC 6455, 5.1)", head)
  end
end

-- The length, whose first seven bits these are.
local function read_length(reader, seven, frame, options)
  if seven < 126 then return seven end
  if frame.number >= 8 and options.is_strict then
    fail(reader, 1002, "a control frame of more than 125 bytes (RFC 6455, 5.5)", string.char(seven))
  end
  local size = seven == 126 and 2 or 8
  local bytes = reader:piece(size)
  local length = string.unpack((">I%d"):format(size), bytes)
  if length < 0 then fail(reader, 1002, "a length whose highest bit is set (RFC 6455, 5.2)", bytes) end
  if options.is_strict and size_of(length) ~= size then
    fail(reader, 1002, "a length that could be shorter (RFC 6455, 5.2)", bytes)
  end
  if length > options.limit then
    fail(reader, 1009, ("a frame of more than %d bytes"):format(options.limit), bytes)
  end
  return length
end

-- read(reader, options) -> { opcode, payload, fin, rsv, mask }; nil where the stream has ended. `options` has
-- is_strict, expects_mask, limit. The opcode is a name, or a number that has none.
function M.read(reader, options)
  reader:begin("a frame")
  local head = reader:piece(2, true)
  if not head then return nil end
  local first, second = head:byte(1, 2)
  local frame = { fin = first & 0x80 ~= 0, rsv = first >> 4 & 7, number = first & 15 }
  if second & 0x80 ~= 0 then frame.mask = "" end
  if options.is_strict then check_head(reader, frame, head, options) end
  local length = read_length(reader, second & 0x7f, frame, options)
  if frame.mask then frame.mask = reader:piece(4) end
  local payload = length > 0 and reader:piece(length) or ""
  reader:finish()
  frame.opcode, frame.number = names[frame.number] or frame.number, nil
  frame.payload = frame.mask and M.masked(payload, frame.mask) or payload
  return frame
end

-- The codes that a frame may have in it (RFC 6455, 7.4).
local function is_code(code) return code >= 1000 and code <= 1014 and code ~= 1004 and code ~= 1005 and code ~= 1006
  or code >= 3000 and code <= 4999 end

-- close_of(reader, payload, is_strict) -> code, reason of a close frame; 1005 where it says none (7.1.5).
function M.close_of(reader, payload, is_strict)
  if payload == "" then return 1005, "" end
  if #payload == 1 then
    if is_strict then fail(reader, 1002, "half a code (RFC 6455, 5.5.1)", payload) end
    return 1005, ""
  end
  local code, reason = string.unpack(">I2", payload), payload:sub(3)
  if is_strict and not is_code(code) then
    fail(reader, 1002, ("a code that no frame has: %d (RFC 6455, 7.4)"):format(code), payload)
  end
  if is_strict and not utf8.len(reason) then fail(reader, 1007, "a reason that is no UTF-8", payload) end
  return code, reason
end

return M

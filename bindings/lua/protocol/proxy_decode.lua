-- Bytes to headers of the PROXY protocol, strictly.
local core, import = ...

local encoding = import "proxy_encode"
local errors = import "protocol_errors"
local new_reader = import("protocol_reader").new
local tlv = import "proxy_tlv"

local constants = core.socket.constants
local inet_pton, inet_ntop = core.socket.inet_pton, core.socket.inet_ntop

local M = {}
M.ProtocolError = errors.class("proxy_protocol.ProtocolError", errors.ProtocolError)

local LONGEST = 107 -- a line of version 1 with its ending
local SIGNATURE = encoding.signature

local families, commands = {}, {}
for name, number in next, encoding.families do families[number] = name end
for name, number in next, encoding.commands do commands[number] = name end

local function check_host(reader, line, family, host)
  local ok = pcall(inet_pton, family == "TCP4" and constants.AF_INET or constants.AF_INET6, host)
  if not ok then reader:fail(("no address of %s"):format(family), host, line:find(host, 1, true) - 1) end
  return host
end

local function check_port(reader, line, text)
  local number = (text == "0" or text:find("^[1-9]%d*$")) and math.tointeger(text)
  if not number or number > 65535 then reader:fail("no port", text, line:find(text, 1, true) - 1) end
  return number
end

-- PROXY TCP4 192.0.2.1 192.0.2.2 4000 80
local function version_1(reader)
  local line = reader:line()
  if line:sub(-2) ~= "\r\n" then reader:fail("a line that does not end with \\r\\n", line) end
  if #line > LONGEST then reader:fail(("a line of more than %d bytes"):format(LONGEST), line) end
  if line:find("^PROXY UNKNOWN[ \r]") then return { version = 1, command = "PROXY", family = "UNKNOWN", tlvs = {} } end
  local family, source, destination, source_port, destination_port =
    line:match("^PROXY (TCP[46]) (%S+) (%S+) (%S+) (%S+)\r\n$")
  if not family then reader:fail("no header of the PROXY protocol", line) end
  return {
    version = 1, command = "PROXY", family = family, tlvs = {},
    source = { check_host(reader, line, family, source), check_port(reader, line, source_port) },
    destination = { check_host(reader, line, family, destination), check_port(reader, line, destination_port) },
  }
end

local sizes = { [0] = 0, 12, 36, 216 } -- by the upper half of the family's byte

local function addresses(family, payload)
  local kind = family >> 4
  if kind == 3 then return payload:match("^[^\0]*"), payload:sub(109, 216):match("^[^\0]*") end
  local size = kind == 2 and 16 or 4
  local af = kind == 2 and constants.AF_INET6 or constants.AF_INET
  local source_port, destination_port = string.unpack(">I2I2", payload, 2 * size + 1)
  return { inet_ntop(af, payload:sub(1, size)), source_port },
    { inet_ntop(af, payload:sub(size + 1, 2 * size)), destination_port }
end

local function check_sum(reader, head, payload, tlvs)
  local at = tlvs.sum_at
  if not at then return end
  local zeroed = payload:sub(1, at) .. "\0\0\0\0" .. payload:sub(at + 5)
  local sum = tlv.crc32c(head .. zeroed)
  if sum ~= tlvs.crc32c then
    reader:fail(("a checksum that should be 0x%08x"):format(sum), payload:sub(at + 1, at + 4), at)
  end
  tlvs.sum_at = nil
end

local function version_2(reader)
  local head = reader:piece(16)
  if head:sub(1, 12) ~= SIGNATURE then reader:fail("no signature of version 2", head:sub(1, 12)) end
  local byte, family, length = string.unpack(">BBI2", head, 13)
  if byte >> 4 ~= 2 then reader:fail("no version 2", head:sub(13, 13), 12) end
  local command = commands[byte & 15]
  if not command then reader:fail("neither LOCAL nor PROXY", head:sub(13, 13), 12) end
  local payload = reader:piece(length)
  reader:finish()
  if command == "LOCAL" then
    return { version = 2, command = command, family = families[family] or family, payload = payload, tlvs = {} }
  end
  local name = families[family]
  if not name then reader:fail("no family and protocol", head:sub(14, 14), 13 - reader.last) end
  local size = sizes[family >> 4]
  if length < size then
    reader:fail(("addresses of %s take %d bytes"):format(name, size), head:sub(15, 16), 14 - reader.last)
  end
  local header = { version = 2, command = command, family = name }
  if size > 0 then header.source, header.destination = addresses(family, payload) end
  if length > 0 then reader.last = 16 end
  header.tlvs = tlv.decode(reader, payload:sub(size + 1), size)
  check_sum(reader, head, payload, header.tlvs)
  return header
end

-- read(socket) -> { version, command, family, source, destination, tlvs }; a LOCAL one has its bytes as `payload`,
-- which its receiver is to skip. Raises ProtocolError, IncompleteRead.
function M.read(socket)
  local reader = new_reader(socket, M.ProtocolError)
  reader:begin("a header of the PROXY protocol")
  -- The first byte tells the versions apart, and what is none of them is told without waiting for more.
  local first = socket:recv(1, constants.MSG_PEEK)
  if first == "\r" then return version_2(reader) end
  if first == "P" or first == "" then return version_1(reader) end
  reader:fail("no header of the PROXY protocol", first)
end

return M

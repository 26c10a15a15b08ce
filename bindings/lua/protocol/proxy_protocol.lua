-- require "proxy_protocol": what a proxy says of the connection before its bytes, after HAProxy's "The PROXY protocol,
-- versions 1 & 2" (doc/proxy-protocol.txt).
local _, import = ...

local connection = import "protocol_connection"
local decoding = import "proxy_decode"
local encoding = import "proxy_encode"
local errors = import "protocol_errors"
local nearest = import "nearest"
local readers = import "protocol_reader"
local tlv = import "proxy_tlv"

local M = {
  ProtocolError = decoding.ProtocolError, IncompleteRead = errors.IncompleteRead,
  encode = encoding.encode, crc32c = tlv.crc32c,
}

-- decode(bytes) -> header, position behind it. Raises ProtocolError; IncompleteRead where it is not whole.
function M.decode(bytes)
  local text = readers.over(connection.check_text(bytes, "decode()"))
  return decoding.read(text), text.at
end

-- decode_tlvs(bytes) -> a list of { type, value }: of the payload of a LOCAL header, say.
function M.decode_tlvs(bytes)
  local reader = readers.new(readers.over(""), M.ProtocolError)
  reader:begin("TLVs")
  return tlv.decode(reader, connection.check_text(bytes, "decode_tlvs()"), 0)
end

-- read(socket) -> header; takes not a byte behind it.
function M.read(socket) return decoding.read(connection.check_socket(socket, "proxy_protocol.read()")) end

-- send(socket, options): sends the header that encode() gives.
function M.send(socket, options)
  connection.check_socket(socket, "proxy_protocol.send()"):sendall(encoding.encode(options))
end

return setmetatable(M, { __index = nearest.strict("module 'proxy_protocol'", M) })

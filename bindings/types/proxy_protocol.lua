---@meta proxy_protocol
-- require "proxy_protocol": what a proxy says of a connection before its bytes, versions 1 and 2, after HAProxy's "The
-- PROXY protocol" (doc/proxy-protocol.txt).

---@alias parley.ProxyFamily "TCP4"|"TCP6"|"UDP4"|"UDP6"|"UNIX_STREAM"|"UNIX_DGRAM"|"UNSPEC"

---By name, `{ alpn = "h2", authority, crc32c = true, noop, unique_id, netns, ssl }`, or a list of { type, value },
---where `length` is what one claims. ssl is { client, verify, version, cn, cipher, sig_alg, key_alg }.
---@alias parley.ProxyTlvs table

---@class parley.ProxyOptions
---@field version? 1|2 2 unless told.
---@field command? "PROXY"|"LOCAL"|integer PROXY unless told.
---@field family? parley.ProxyFamily|integer That of the addresses unless told.
---@field source? parley.Address|string
---@field destination? parley.Address|string
---@field tlvs? parley.ProxyTlvs Of version 2.
---@field line? string In the place of version 1's line, with its ending.
---@field ending? string Of version 1: "\r\n" unless told.
---@field signature? string Of version 2.
---@field length? integer What version 2 claims.
---@field payload? string In the place of version 2's addresses.

---@class parley.ProxyHeader
---@field version 1|2
---@field command "PROXY"|"LOCAL"
---@field family string As told, or "UNKNOWN" in version 1.
---@field source? parley.Address|string
---@field destination? parley.Address|string
---@field tlvs table A list of { type, value }, which has those with a name by it, too.
---@field payload? string Of LOCAL: what its receiver is to skip.

---@class parley.proxylib
---@field ProtocolError parley.ExceptionClass A ValueError, with `offset` (from 0) and `bytes`.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
local proxy = {}

---The bytes of a header. Nothing is looked at but the addresses of version 2, which have to be some.
---Raises TypeError, ValueError for an option, a name or an address that is none.
---@param options parley.ProxyOptions
---@return string
---@see docs/protocols.md, PROXY protocol
function proxy.encode(options) end

---The header at the beginning of the bytes, and the position behind it.
---Raises ProtocolError, IncompleteRead.
---@param bytes string
---@return parley.ProxyHeader header
---@return integer behind
---@see docs/protocols.md, PROXY protocol
function proxy.decode(bytes) end

---TLVs: of the payload of a LOCAL header, say.
---Raises ProtocolError.
---@param bytes string
---@return table
---@see docs/protocols.md, PROXY protocol
function proxy.decode_tlvs(bytes) end

---The header of a connection; not a byte behind it is taken.
---Raises ProtocolError, IncompleteRead; what recv does.
---@param socket parley.Socket
---@return parley.ProxyHeader
---@see docs/protocols.md, PROXY protocol
function proxy.read(socket) end

---Sends the header that encode gives.
---Raises what encode and sendall do.
---@param socket parley.Socket
---@param options parley.ProxyOptions
---@see docs/protocols.md, PROXY protocol
function proxy.send(socket, options) end

---The checksum of the bytes.
---Raises nothing.
---@param bytes string
---@return integer
---@see RFC 3720, appendix B.4
function proxy.crc32c(bytes) end

return proxy

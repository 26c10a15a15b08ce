---@meta websocket
-- require "websocket": WebSocket, RFC 6455, as client and as server. What breaks it raises `ProtocolError`, which says
-- where and with which code the connection is to be closed; a stream that ends within a frame raises `IncompleteRead`.
-- Extensions are never agreed on.

---@class parley.WebSocketOptions
---@field lenient? boolean Nothing that comes is checked.
---@field limit? integer The most bytes of a message: 16 MiB unless told.
---@field auto_reply? boolean false: read() answers neither a ping nor a close.

---@class parley.WebSocketClientOptions : parley.WebSocketOptions
---@field target? string / unless told.
---@field host? string What Host says: the address, or the socket's peer, unless told.
---@field protocols? string[] That are offered.
---@field headers? parley.HttpFields A table: more fields, or others; a list: these, exactly.
---@field key? string Sec-WebSocket-Key: that of RFC 6455 unless told, so that transcripts are the same.
---@field timeout? number Of connect(), in seconds: the socket's.

---@class parley.WebSocketServerOptions : parley.WebSocketOptions
---@field protocols? string[] That the server has: the first one that the client offers is agreed on.
---@field headers? parley.HttpFields As of a client.

---@class parley.WebSocketRole : parley.WebSocketOptions
---@field role "client"|"server" Which end this is.

---@class parley.WebSocketFrame
---@field opcode? string|integer "continuation", "text", "binary", "close", "ping", "pong", a number; else text.
---@field payload? string Without the mask.
---@field fin? boolean false: fragments follow.
---@field rsv? integer The three reserved bits: 0 to 7.
---@field mask? string|boolean 4 bytes, or true for those of RFC 6455.
---@field length? integer Of what is sent: the length that it claims.
---@field length_size? 0|2|8 Of what is sent: the bytes that the length takes behind its first seven bits.

---@class parley.WebSocketMessage
---@field type "text"|"binary"
---@field data string
---@field frames integer In how many it came.

---@class parley.websocketlib
---@field ProtocolError parley.ExceptionClass A ValueError, with `offset` (from 0), `bytes`, `code` (1002, ...).
---@field HandshakeError parley.ExceptionClass A ProtocolError: `response` or `request` is what came.
---@field IncompleteRead parley.ExceptionClass An IncompleteReadError, with `partial`.
local websocket = {}

---The client's end over this socket, behind the handshake.
---Raises HandshakeError; what http.client and its request do; TypeError for an option that is none.
---@param socket parley.Socket
---@param options? parley.WebSocketClientOptions
---@return parley.WebSocket
---@see RFC 6455, 4.1
function websocket.client(socket, options) end

---The client's end over a new socket, behind the handshake.
---Raises what socket.create_connection and client do.
---@param address parley.Address
---@param options? parley.WebSocketClientOptions
---@return parley.WebSocket
---@see RFC 6455, 4.1
function websocket.connect(address, options) end

---The server's end, behind the handshake: it reads the request and answers it.
---Raises HandshakeError, behind the response that refuses; http.ProtocolError, IncompleteRead.
---@param socket parley.Socket
---@param options? parley.WebSocketServerOptions
---@return parley.WebSocket
---@see RFC 6455, 4.2
function websocket.accept(socket, options) end

---The response that upgrades, or refuses to: for a function of http.serve(). Behind it stands over().
---Raises TypeError for an option that is none.
---@param request parley.HttpRequest
---@param options? parley.WebSocketServerOptions
---@return parley.HttpResponseOptions
---@see RFC 6455, 4.2.2
function websocket.answer(request, options) end

---One end over a socket whose handshake was made otherwise, or not at all.
---Raises TypeError for no socket or no option, ValueError for no role.
---@param socket parley.Socket
---@param options parley.WebSocketRole
---@return parley.WebSocket
---@see docs/protocols.md, WebSocket
function websocket.over(socket, options) end

---What Sec-WebSocket-Accept says to a key.
---Raises nothing.
---@param key string
---@return string
---@see RFC 6455, 4.2.2
function websocket.accept_key(key) end

---The bytes of a frame. Nothing is looked at.
---Raises TypeError for an option that is none, ValueError for an opcode without a number.
---@param options parley.WebSocketFrame
---@return string
---@see RFC 6455, 5.2
function websocket.encode_frame(options) end

---@class parley.WebSocket
---@field socket parley.Socket
---@field protocol? string That was agreed on.
---@field response? parley.HttpResponse Of a client: that of the handshake.
---@field request? parley.HttpRequest Of a server: that of the handshake.
---@field close_code? integer The other side's, once it has closed; 1005 where it said none.
---@field close_reason? string
local ws = {}

---Sends a text; a list of texts as one message in as many fragments.
---Raises what sendall does.
---@param message string|string[]
---@see RFC 6455, 5.6
function ws:send(message) end

---Sends bytes; a list as one message in as many fragments.
---Raises what sendall does.
---@param message string|string[]
---@see RFC 6455, 5.6
function ws:send_binary(message) end

---Sends one frame as it is told; a client's is masked unless `mask` is told.
---Raises what encode_frame and sendall do.
---@param options parley.WebSocketFrame
---@see RFC 6455, 5.2
function ws:send_frame(options) end

---Sends bytes as they are.
---Raises what sendall does.
---@param bytes string
---@see docs/protocols.md, WebSocket
function ws:send_raw(bytes) end

---Sends a ping.
---Raises what sendall does.
---@param data? string
---@see RFC 6455, 5.5.2
function ws:ping(data) end

---Sends a pong.
---Raises what sendall does.
---@param data? string
---@see RFC 6455, 5.5.3
function ws:pong(data) end

---Sends a close, with a code or without.
---Raises what sendall does.
---@param code? integer
---@param reason? string
---@see RFC 6455, 5.5.1
function ws:send_close(code, reason) end

---The data of the next message; nil where the other side has closed. Pings and a close are answered.
---Raises ProtocolError, IncompleteRead.
---@return string?
---@see RFC 6455, 6.2
function ws:read() end

---The next message with its type; nil where the other side has closed. Pings and a close are answered.
---Raises ProtocolError, IncompleteRead.
---@return parley.WebSocketMessage?
---@see RFC 6455, 6.2
function ws:read_message() end

---The next frame, whatever it is; nil where the stream has ended. Nothing is answered.
---Raises ProtocolError, IncompleteRead.
---@return parley.WebSocketFrame?
---@see RFC 6455, 5.2
function ws:read_frame() end

---Sends a close where none was sent, passes over what comes before the other side's, and closes the socket.
---Raises ProtocolError, IncompleteRead.
---@param code? integer 1000 unless told.
---@param reason? string
---@return integer? code The other side's; nil where it ended without a close.
---@see RFC 6455, 7.1.2
function ws:finish(code, reason) end

---Closes the socket, as `<close>` does; without a close frame.
---Raises nothing.
---@see docs/protocols.md, WebSocket
function ws:close() end

return websocket

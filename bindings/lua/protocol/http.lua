-- require "http": HTTP/1.1, as client and as server, after RFC 9110 (semantics) and RFC 9112 (messages).
local _, import = ...

local client = import "http_client"
local connection = import "protocol_connection"
local content = import "http_content"
local encode = import "http_encode"
local errors = import "http_errors"
local nearest = import "nearest"
local server = import "http_server"

local M = {
  ProtocolError = errors.ProtocolError, IncompleteRead = errors.IncompleteRead,
  RemoteDisconnected = errors.RemoteDisconnected,
  encode_content = content.encode, decode_content = content.decode, serve = server.serve,
}

-- client(socket, { host, lenient }) -> a client over this socket.
function M.client(socket, options) return client.client(socket, options, "http.client()") end

-- connect(address, { host, lenient, timeout }) -> a client over a new socket.
function M.connect(address, options)
  local given = connection.check_names(options, client.known, "http.connect()")
  local socket = connection.connect(address, given.timeout)
  local host = given.host or client.host(address)
  return client.client(socket, { host = host, lenient = given.lenient }, "http.connect()")
end

-- server(socket, { lenient, auto_continue }) -> the server's side of a connection.
function M.server(socket, options) return server.server(socket, options, "http.server()") end

-- encode_request(options) -> bytes, as c:send_request() would send them; Host is "localhost" unless told.
function M.encode_request(options)
  local head, body = encode.request(options, "localhost", "encode_request()")
  return head .. body
end

-- encode_response(options) -> bytes, as s:respond() would send them to what is no HEAD.
function M.encode_response(options)
  local head, body = encode.response(options, "encode_response()")
  return head .. body
end

return setmetatable(M, { __index = nearest.strict("module 'http'", M) })

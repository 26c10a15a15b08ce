-- The handshake of WebSocket over HTTP (RFC 6455, 4), on both sides. Extensions are never agreed on.
local core, import = ...

local encode = import "http_encode"
local errors = import "protocol_errors"
local frames = import "websocket_frame"
local http_client = import "http_client"
local http_server = import "http_server"
local message = import "http_message"

local GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
local KEY = "dGhlIHNhbXBsZSBub25jZQ==" -- the one of RFC 6455, each time, for transcripts

local M = {}
-- A handshake that failed: `response` is what the server answered, `request` what the client asked.
M.HandshakeError = errors.class("websocket.HandshakeError", frames.ProtocolError)

local function refuse(what, fields) errors.raise(M.HandshakeError, "the handshake failed: " .. what, fields) end

-- accept_key(key) -> what Sec-WebSocket-Accept says to it (4.2.2).
function M.accept_key(key) return core.base64(core.sha1(key .. GUID)) end

-- The fields, with those of `others` in their place.
local function with(fields, others)
  for name, value in next, others or {} do fields[name] = value end
  return fields
end

-- Whether a list of fields was given, which is sent as it stands.
local function is_list(headers) return headers ~= nil and headers[1] ~= nil end

local function request_fields(options)
  if is_list(options.headers) then return options.headers end
  local fields = {
    Connection = "Upgrade", Upgrade = "websocket", ["Sec-WebSocket-Key"] = options.key or KEY,
    ["Sec-WebSocket-Version"] = 13,
  }
  if options.protocols then fields["Sec-WebSocket-Protocol"] = table.concat(options.protocols, ", ") end
  return with(fields, options.headers)
end

local function is_among(list, wanted)
  for _, one in ipairs(list or {}) do
    if one == wanted then return true end
  end
  return false
end

-- What a client must see in the response (4.1, behind "Once the client's opening handshake has been sent").
local function check_response(response, options)
  local fields = { response = response }
  local headers = response.headers
  if response.status ~= 101 then refuse(("status %d (RFC 6455, 4.1)"):format(response.status), fields) end
  if (headers.upgrade or ""):lower() ~= "websocket" then refuse("no Upgrade: websocket (RFC 6455, 4.1)", fields) end
  if not message.has_token(headers, "connection", "upgrade") then
    refuse("no Connection: Upgrade (RFC 6455, 4.1)", fields)
  end
  if headers["sec-websocket-accept"] ~= M.accept_key(options.key or KEY) then
    refuse("another Sec-WebSocket-Accept than the key wants (RFC 6455, 4.1)", fields)
  end
  if headers["sec-websocket-extensions"] then refuse("an extension that was not asked for (RFC 6455, 4.1)", fields) end
  local protocol = headers["sec-websocket-protocol"]
  if protocol and not is_among(options.protocols, protocol) then
    refuse("a protocol that was not asked for (RFC 6455, 4.1)", fields)
  end
  return protocol
end

-- connect(socket, options) -> response, protocol. Raises HandshakeError.
function M.connect(socket, options)
  local client = http_client.client(socket, { host = options.host }, "websocket.client()")
  local response = client:request { target = options.target or "/", headers = request_fields(options) }
  if options.lenient then return response, response.headers["sec-websocket-protocol"] end
  return response, check_response(response, options)
end

-- What is wrong with a request (4.2.1), and the status that says so; nil where nothing is.
local function problem_of(request)
  local headers = request.headers
  if request.method ~= "GET" then return "a method that is not GET", 405 end
  if request.version == "HTTP/1.0" then return "HTTP/1.0", 400 end
  if not message.has_token(headers, "upgrade", "websocket") then return "no Upgrade: websocket", 426 end
  if not message.has_token(headers, "connection", "upgrade") then return "no Connection: Upgrade", 400 end
  local key = headers["sec-websocket-key"] or ""
  if not key:find("^[%w+/]+==$") or #key ~= 24 then return "no key of 16 bytes", 400 end
  if headers["sec-websocket-version"] ~= "13" then return "another version than 13", 426 end
end

-- The first of the client's protocols that the server has.
local function agreed(request, protocols)
  for word in (request.headers["sec-websocket-protocol"] or ""):gmatch("[^,%s]+") do
    if is_among(protocols, word) then return word end
  end
end

-- answer(request, { protocols, headers }) -> the options of a response: 101, or a status that refuses; and what is
-- wrong with the request.
function M.answer(request, options)
  local what, status = problem_of(request)
  if what and not options.lenient then
    return { status = status, headers = { Connection = "close", ["Sec-WebSocket-Version"] = "13" } }, what
  end
  if is_list(options.headers) then return { status = 101, headers = options.headers } end
  return { status = 101, headers = with({
    Connection = "Upgrade", Upgrade = "websocket", ["Sec-WebSocket-Protocol"] = agreed(request, options.protocols),
    ["Sec-WebSocket-Accept"] = M.accept_key(request.headers["sec-websocket-key"] or ""),
  }, options.headers) }
end

-- accept(socket, options) -> request, protocol. Raises HandshakeError, behind the response that refuses.
function M.accept(socket, options)
  local server = http_server.server(socket, { lenient = options.lenient }, "websocket.accept()")
  local request = server:read_request()
  if not request then errors.raise(errors.IncompleteRead, "the stream ended before a request", { partial = "" }) end
  local answer, what = M.answer(request, options)
  socket:sendall((encode.response(answer, "websocket.accept()")))
  if what then refuse(what .. " (RFC 6455, 4.2.1)", { request = request }) end
  return request, agreed(request, options.protocols)
end

return M

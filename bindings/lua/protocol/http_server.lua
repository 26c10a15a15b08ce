-- The server's side of a connection of HTTP/1.1.
local core, import = ...

local base = import "http_connection"
local connection = import "protocol_connection"
local encode = import "http_encode"
local message = import "http_message"
local parse = import "http_parse"

local M = {}

local known = connection.names { "lenient", "auto_continue" }
local Server, make = connection.class("a server of HTTP", base.Http, base.absent)

-- server(socket, { lenient, auto_continue }, caller) -> a server.
function M.server(socket, options, caller)
  local fields, given = base.fields(socket, options, known, caller)
  fields.auto_continue = given.auto_continue ~= false
  fields.closing, fields.upgraded = false, false
  return make(fields)
end

local function check_host(self, request)
  local count = #request:all("host")
  if self.rules.host or count == 1 or request.version == "HTTP/1.0" and count == 0 then return end
  self.reader:fail(count == 0 and "a request without Host (RFC 9112, 3.2)" or "a second Host (RFC 9112, 3.2)",
    request.headers.host or "")
end

-- read_head() -> the next request without its body; nil where the stream has ended.
function Server:read_head()
  base.begin(self, "a request")
  local method, target, version, headers, said, keeps = parse.whole_head(self.reader, true)
  if not method then
    method, target, version = parse.request_line(self.reader, self.rules)
    if not method then return nil end
    headers, said = message.headers(parse.fields(self.reader, self.rules)), false
  end
  local request = message.request {
    method = method, target = target, version = version, headers = headers,
    keep_alive = nil, expects_continue = nil, body = nil, trailers = nil, -- room for them
  }
  check_host(self, request)
  request.expects_continue = version ~= "HTTP/1.0" and message.has_token(headers, "expect", "100-continue")
  base.follow(self, request, nil, said, keeps)
  self.methods[#self.methods + 1] = method
  return request
end

-- read_request() -> the next request with its body; nil where the stream has ended. To one that expects 100-continue a
-- 100 is sent first, unless auto_continue is false.
function Server:read_request()
  local request = self:read_head()
  if not request then return nil end
  if request.expects_continue and self.auto_continue and self.framing.kind ~= "none" then
    self:respond { status = 100 }
  end
  request.body = self:read_body()
  return request
end

-- respond{ status, reason, version, headers, body, chunked, trailers, ending, line }: answers the oldest request that
-- was read; a HEAD without the body.
function Server:respond(options)
  local head, body = encode.response(options, "respond()")
  local status = math.tointeger(options.status or 200) or 0
  if self.methods[1] == "HEAD" then body = "" end
  self.socket:sendall(head .. body)
  if status >= 100 and status < 200 and status ~= 101 then return end
  local method = base.shift(self.methods)
  self.closing = self.closing or head:lower():find("\nconnection:[ \t]*close") ~= nil
  self.upgraded = self.upgraded or status == 101 or method == "CONNECT" and status >= 200 and status < 300
end

-- serve(socket, fn(request, respond, server), options) -> server: answers each request with what fn returns or
-- responds, as long as the connection is kept. It is left open: by then it may be upgraded.
function M.serve(socket, handle, options)
  if type(handle) ~= "function" then
    core.raise("TypeError", "http.serve() takes a socket, then a function: function(request, respond) ... end")
  end
  local self = M.server(socket, options, "http.serve()")
  local function respond(answer) self:respond(answer) end
  local request = self:read_request()
  while request do
    local answer = handle(request, respond, self)
    if answer ~= nil then self:respond(answer) end
    if self.upgraded or self.closing or not request.keep_alive then break end
    request = self:read_request()
  end
  return self
end

return M

-- The client's side of a connection of HTTP/1.1.
local _, import = ...

local base = import "http_connection"
local connection = import "protocol_connection"
local encode = import "http_encode"
local errors = import "http_errors"
local message = import "http_message"
local parse = import "http_parse"
local raise = import("protocol_errors").raise

local M = { known = connection.names { "host", "lenient", "timeout" } }

local Client, make = connection.class("a client of HTTP", base.Http, base.absent)

-- The socket's peer as a Host names it.
local function host_of(socket)
  local ok, peer = pcall(socket.getpeername, socket)
  if not ok or type(peer) ~= "table" then return "localhost" end
  return M.host(peer)
end

-- host(address) -> what stands in Host: without the port 80, in brackets where it is one of IPv6 (RFC 9110, 7.2).
function M.host(address)
  local name = address[1]:find(":", 1, true) and "[" .. address[1] .. "]" or address[1]
  return address[2] == 80 and name or ("%s:%d"):format(name, address[2])
end

-- client(socket, { host, lenient }, caller) -> a client.
function M.client(socket, options, caller)
  local fields, given = base.fields(socket, options, M.known, caller)
  fields.host = given.host or host_of(socket)
  fields.bare = {}
  return make(fields)
end

local function encoded(self, options, caller)
  local head, body = encode.request(options, self.host, caller)
  self.methods[#self.methods + 1] = options.method or "GET"
  return head, body
end

-- send_request(options): head and body, without waiting for anything.
function Client:send_request(options)
  local head, body = encoded(self, options, "send_request()")
  self.socket:sendall(head .. body)
end

-- send_head(options): the head alone; the body is the script's to send.
function Client:send_head(options) self.socket:sendall((encoded(self, options, "send_head()"))) end

local function is_final(status) return status >= 200 or status == 101 end

-- A head line by line: what parse.whole_head() gives of one that is taken at once.
local function head_by_lines(self)
  local version, status, reason = parse.status_line(self.reader, self.rules)
  if not version then
    raise(errors.RemoteDisconnected, "the stream ended before a response", { partial = "" })
  end
  return version, status, reason, message.headers(parse.fields(self.reader, self.rules)), false
end

local head_options = { method = true }

-- The next head, of a 1xx too. Where that is wanted, and it is there, it has its body, which is the second result then.
local function next_head(self, options, wants_body)
  local given = options ~= nil and connection.check_names(options, head_options, "read_head()").method
  local method = given or self.methods[1]
  base.begin(self, "a response")
  wants_body = wants_body and method ~= "HEAD" and method ~= "CONNECT"
  local version, status, reason, headers, said, keeps, came = parse.whole_head(self.reader, false, wants_body)
  if not version then version, status, reason, headers, said = head_by_lines(self) end
  local head = message.response {
    version = version, status = status, reason = reason, headers = headers, body = came,
    keep_alive = nil, interim = nil, trailers = nil, -- room for them
  }
  base.follow(self, head, method, said, keeps, came)
  if is_final(status) then base.shift(self.methods) end
  return head, came
end

-- read_head({ method }) -> the next head, of a 1xx too, without its body. `method` is that of the request that it
-- answers, where send_request() was not told.
function Client:read_head(options) return (next_head(self, options, false)) end

-- The rest of the response that begins with this head, which may be an interim one, or have its body.
local function finish(self, options, interim, head, came)
  while not is_final(head.status) do
    interim[#interim + 1] = head
    head, came = next_head(self, options, true)
  end
  head.interim = interim
  if came then
    head.trailers = message.headers {}
  else
    head.body = self:read_body()
  end
  return head
end

-- read_response({ method }) -> the next response with its body; the 1xx before it are in `interim`.
function Client:read_response(options) return finish(self, options, {}, next_head(self, options, true)) end

-- Sends the body when a 100 has come; not where another response comes first.
local function expecting(self, options)
  local head, body = encoded(self, options, "request()")
  self.socket:sendall(head)
  local interim, first = {}, self:read_head()
  while not is_final(first.status) do
    interim[#interim + 1] = first
    if first.status == 100 then
      self.socket:sendall(body)
      body = ""
    end
    first = self:read_head()
  end
  return finish(self, nil, interim, first)
end

-- request{ method, target, version, headers, body, chunked, trailers, expect_continue, ending, line } -> the response.
function Client:request(options)
  if type(options) == "table" and options.expect_continue then return expecting(self, options) end
  self:send_request(options)
  return self:read_response()
end

local function with(options, fields)
  for name, value in next, connection.check_names(options, encode.request_options, "request()") do
    if fields[name] == nil then fields[name] = value end
  end
  return fields
end

-- The head of a request of nothing but method and target: that of the one before, where it is the same.
local function bare_head(self, method, target)
  local last = self.bare
  if last.target ~= target or last.method ~= method or last.host ~= self.host then
    last.head = encode.request({ method = method, target = target }, self.host, "send_request()")
    last.method, last.target, last.host = method, target, self.host
  end
  return last.head
end

for _, method in ipairs { "GET", "HEAD", "DELETE", "OPTIONS" } do
  Client[method:lower()] = function(self, target, options)
    if options ~= nil or type(target) ~= "string" then
      return self:request(with(options, { method = method, target = target }))
    end
    local head = bare_head(self, method, target)
    self.methods[#self.methods + 1] = method
    self.socket:sendall(head)
    return self:read_response()
  end
end

for _, method in ipairs { "POST", "PUT", "PATCH" } do
  Client[method:lower()] = function(self, target, body, options)
    return self:request(with(options, { method = method, target = target, body = body }))
  end
end

return M

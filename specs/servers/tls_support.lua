-- TLS for the suites of servers: clients that say how far they got, and bytes of handshakes that come to no end.
local socket = require "socket"
local ssl = require "ssl"

local M = {}

-- A connection over TLS: `to` is an address, or a connection that is plain yet; `context` is an SSLContext, `options` are
-- wrap_socket's. localhost is asked for unless told. It waits 3 s for what it reads, and no longer.
function M.connect(context, to, options)
  local plain = to.fileno and to or socket.create_connection(to)
  plain:settimeout(3)
  local all = { server_hostname = "localhost" }
  for name, value in pairs(options or {}) do all[name] = value end
  return context:wrap_socket(plain, all)
end

-- The error that a client meets in the handshake, or, as TLS 1.3 has it of what the server thinks of the client's
-- certificate, in the read behind it; nil where it meets none. It says nothing itself: that might be answered by a reset.
function M.refusal(context, to, options)
  local connected, s = pcall(M.connect, context, to, options)
  if not connected then return s end
  local read, e = pcall(s.recv, s, 1)
  s:close()
  if read then return nil end
  return not ssl.isinstance(e, socket.timeout) and e or nil
end

-- The subject's common name in the certificate that the server has shown.
function M.name_of(s)
  return s:getpeercert().subject[1][1][2]
end

-- A client that may have TLS 1.1 at the most, at OpenSSL's lowest level of security: what has been forgotten somewhere.
function M.old_client(authority)
  return authority:client_context {
    minimum_version = ssl.TLSVersion.TLSv1, maximum_version = ssl.TLSVersion.TLSv1_1, ciphers = "DEFAULT:@SECLEVEL=0",
  }
end

-- The bytes of a client's first message, as this context has it; they go nowhere.
function M.client_hello(context)
  local a, b = socket.socketpair()
  local ours <close> = b
  a:setblocking(false)
  local s <close> = context:wrap_socket(a, { server_hostname = "localhost", do_handshake_on_connect = false })
  pcall(s.do_handshake, s)
  return ours:recv(4096)
end

return M

-- SSLSocket: Python's class over parley's sockets. It is a socket, with a table of its own (its state) and, once it is
-- wrapped, a session under its descriptor. What it refuses and says is CPython's (Lib/ssl.py of 3.11).
local core, import = ...

local native = import "ssl_native"
local classes = import "ssl_errors"
local constants = import "ssl_constants"
local contexts = import "ssl_context"
local errors = import "exceptions"
local facts = import "ssl_facts"
local names = import "ssl_names"
local nearest = import "nearest"
local sessions = import "ssl_session"

local plain = core.socket.methods
local SOCK_STREAM = core.socket.constants.SOCK_STREAM
local FAILURE, INTERNAL = constants.ALERT_DESCRIPTION_HANDSHAKE_FAILURE, constants.ALERT_DESCRIPTION_INTERNAL_ERROR

local methods = {}
for _, from in ipairs { plain, import "ssl_bytes", facts.methods } do
  for name, fn in next, from do methods[name] = fn end
end
local getters, setters = facts.getters, facts.setters

local function raise_class(class, message) error(class(message), 0) end

local function check_connected(self)
  if not native.is_wrapped(self) then native.check_connected(self) end
end

-- ---- The handshake.

-- What the sni_callback says to the name that a client asks for: nothing, or the number of an alert.
local function ask_callback(self, name)
  local context = native.state(self).context
  local callback = contexts.own(context).sni_callback
  if not callback then return native.choose(self) end
  local ok, answer = pcall(callback, self, name ~= "" and name or nil, context)
  if not ok then
    native.refuse(self, FAILURE)
    native.state(self).callback_error = answer
  elseif answer == nil then
    native.choose(self)
  else
    native.refuse(self, math.type(answer) == "integer" and answer or INTERNAL)
  end
end

-- do_handshake([block]): waits for the handshake to be done. An error of the sni_callback is raised here.
function methods:do_handshake()
  check_connected(self)
  if not native.is_wrapped(self) then
    core.raise("AttributeError", "'NoneType' object has no attribute 'do_handshake'")
  end
  local state = native.state(self)
  local ok, result = pcall(function()
    local name = native.handshake(self)
    while name do
      ask_callback(self, name)
      name = native.handshake(self)
    end
  end)
  if ok then return end
  local cause = state.callback_error
  state.callback_error = nil
  error(cause or result, 0)
end

-- ---- Wrapping.

local function check_sides(sock, context, given)
  if sock.type & SOCK_STREAM == 0 then
    raise_class(classes.NotImplementedError, "only stream sockets are supported")
  end
  if given.server_side then
    if given.server_hostname then
      core.raise("ValueError", "server_hostname can only be specified in client mode")
    elseif given.session then
      core.raise("ValueError", "session can only be specified in client mode")
    end
  end
  if context.check_hostname and not given.server_hostname then
    core.raise("ValueError", "check_hostname requires server_hostname")
  end
end

local function check_hostname(name)
  if name == nil then return end
  if type(name) ~= "string" then
    core.raise("TypeError", ("expected str, bytes or os.PathLike object, not %s"):format(core.type_name(name)))
  end
  if name == "" or name:sub(1, 1) == "." then
    core.raise("ValueError", "server_hostname cannot be an empty string or start with a leading dot.")
  end
end

-- The session under the descriptor begins.
local function begin(self)
  local state = native.state(self)
  native.begin(self, contexts.raw(state.context), state.server_side, state.server_hostname, state.suppress_ragged_eofs)
  if state.session then native.resume(self, sessions.raw(state.session)) end
end

-- The new socket, or an error, after which it is closed, as the one that it was made from.
local function closing(self, ok, e)
  if ok then return self end
  if errors.isinstance(e, { errors.OSError, errors.ValueError }) then self:close() end
  error(e, 0)
end

local function start(self, handshakes)
  begin(self)
  if not handshakes then return end
  if self.timeout == 0 then
    core.raise("ValueError", "do_handshake_on_connect should not be specified for non-blocking sockets")
  end
  methods.do_handshake(self)
end

local wrap_arguments = {
  "sock", "server_side", "do_handshake_on_connect", "suppress_ragged_eofs", "server_hostname", "session",
}

-- context:wrap_socket(sock[, server_side[, do_handshake_on_connect[, suppress_ragged_eofs[, server_hostname[,
-- session]]]]]), all but the first also by name -> an SSLSocket, which has the descriptor of `sock` from now on.
function contexts.methods:wrap_socket(...)
  contexts.raw(self, "wrap_socket")
  local given = names.arguments("SSLContext.wrap_socket()", wrap_arguments, ...)
  local sock = given.sock
  if core.type_name(sock) ~= "socket" and core.type_name(sock) ~= "SSLSocket" then
    core.raise("TypeError", ("wrap_socket() takes a socket, not '%s'"):format(core.type_name(sock)))
  end
  check_sides(sock, self, given)
  check_hostname(given.server_hostname)
  if given.session then sessions.raw(given.session) end
  local wrapped = native.adopt(sock)
  local state = native.state(wrapped)
  state.context, state.session = self, given.session
  state.server_side, state.server_hostname = given.server_side == true, given.server_hostname
  state.do_handshake_on_connect = given.do_handshake_on_connect ~= false
  state.suppress_ragged_eofs = given.suppress_ragged_eofs ~= false
  if not native.is_connected(wrapped) then return wrapped end
  return closing(wrapped, pcall(start, wrapped, state.do_handshake_on_connect))
end

-- accept() -> a wrapped connection, address. A handshake that fails is raised here; that connection is closed.
function methods:accept(...)
  local connection, address = plain.accept(self, ...)
  local state = native.state(self)
  local wrapped = state.context:wrap_socket(connection, {
    server_side = true, do_handshake_on_connect = state.do_handshake_on_connect,
    suppress_ragged_eofs = state.suppress_ragged_eofs,
  })
  return wrapped, address
end

local function check_connectable(self)
  if native.state(self).server_side then core.raise("ValueError", "can't connect in server-side mode") end
  if native.is_wrapped(self) then
    core.raise("ValueError", "attempt to connect already-connected SSLSocket!")
  end
end

local function handshake_if_asked(self)
  if native.state(self).do_handshake_on_connect then methods.do_handshake(self) end
end

-- connect(address): connects, and does the handshake.
function methods:connect(...)
  check_connectable(self)
  plain.connect(self, ...)
  begin(self)
  handshake_if_asked(self)
end

function methods:connect_ex(...)
  check_connectable(self)
  local code = plain.connect_ex(self, ...)
  begin(self)
  if code == 0 then handshake_if_asked(self) end
  return code
end

-- unwrap() -> the socket: both sides say that they are done; from then on it is plain.
function methods:unwrap()
  if not native.is_wrapped(self) then core.raise("ValueError", "No SSL wrapper around " .. tostring(self)) end
  native.shutdown(self)
  return self
end

-- verify_client_post_handshake(): a server asks for the client's certificate now: with what it writes next. The answer
-- is verified with what it reads next. Where context.post_handshake_auth is set on both sides; TLS 1.3.
function methods:verify_client_post_handshake()
  if not native.is_wrapped(self) then core.raise("ValueError", "No SSL wrapper around " .. tostring(self)) end
  native.request_certificate(self)
end

function methods:shutdown(...)
  native.forget(self)
  return plain.shutdown(self, ...)
end

-- detach() -> the descriptor, which is plain from then on.
function methods:detach()
  native.forget(self)
  return plain.detach(self)
end

function methods.dup() raise_class(classes.NotImplementedError, "Can't dup() SSLSocket instances") end

-- __index of the sockets of one shape, of which `shape` has the methods and family, type, proto and timeout.
local strict = nearest.strict("'SSLSocket' object", methods, { timeout = true })

local function indexer(shape)
  return function(self, key)
    local value = rawget(shape, key)
    if value ~= nil then return value end
    if getters[key] then return getters[key](self) end
    return strict(self, key)
  end
end

local meta = { __name = "SSLSocket", __metatable = "SSLSocket" }

function meta.__newindex(self, key, value)
  if setters[key] then return setters[key](self, value) end
  local what = getters[key] and "attribute '%s' of 'SSLSocket' objects is not writable"
    or "'SSLSocket' object has no attribute '%s'"
  core.raise("AttributeError", what:format(tostring(key)))
end

-- Where events are logged, the calls that no plain socket's stand behind are, too.
if core.logs then
  for _, name in ipairs { "do_handshake", "unwrap", "read", "write", "recv", "recv_into", "send", "sendall" } do
    methods[name] = core.logs(methods[name], name)
  end
end

native.set_socket_class(methods, meta, indexer)

-- Attributes beside the methods, for whoever lists names.
local attributes = { family = true, type = true, proto = true, timeout = true }
for name in next, getters do attributes[name] = true end

return { methods = methods, attributes = attributes }

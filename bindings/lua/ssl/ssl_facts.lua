-- What an SSLSocket says of its session, and its attributes.
local core, import = ...

local native = import "ssl_native"
local constants = import "ssl_constants"
local contexts = import "ssl_context"
local sessions = import "ssl_session"

local methods, getters, setters = {}, {}, {}

function methods:version() return native.version(self) end

local function as_tuple(cipher) return { cipher.name, cipher.protocol, cipher.strength_bits } end

-- cipher() -> { name, version, bits }; nil before there is one.
function methods:cipher()
  local cipher = native.current_cipher(self)[1]
  return cipher and as_tuple(cipher) or nil
end

-- shared_ciphers() -> a list of the same: what both sides can, as a server sees it; nil on a client.
function methods:shared_ciphers()
  local list = native.shared_ciphers(self)
  for i, cipher in ipairs(list or {}) do list[i] = as_tuple(cipher) end
  return list
end

function methods:selected_alpn_protocol() return native.alpn(self) end
function methods.selected_npn_protocol() return nil end
function methods.compression() return nil end

-- getpeercert([binary_form]) -> its fields by name, {} where nobody asked for it to be verified, or DER; nil without.
function methods:getpeercert(binary_form)
  if not native.is_wrapped(self) then native.check_connected(self) end
  if not native.established(self) then core.raise("ValueError", "handshake not done yet") end
  if binary_form then return native.peer_certificate_der(self) end
  local fields = native.peer_certificate(self)
  if fields and native.state(self).context.verify_mode == constants.CERT_NONE then return {} end
  return fields
end

-- get_channel_binding([cb_type]) -> bytes, or nil: "tls-unique" is the only type (RFC 5929).
function methods:get_channel_binding(cb_type)
  if cb_type ~= nil and cb_type ~= "tls-unique" then
    core.raise("ValueError", ("'%s' channel binding type not implemented"):format(tostring(cb_type)))
  end
  return native.channel_binding(self)
end

for _, name in ipairs {
  "context", "server_side", "server_hostname", "do_handshake_on_connect", "suppress_ragged_eofs",
} do
  getters[name] = function(self) return native.state(self)[name] end
end

function setters.context(self, context)
  if not contexts.is_context(context) then
    core.raise("TypeError", "The value must be a SSLContext")
  end
  native.state(self).context = context
  native.set_context(self, contexts.raw(context))
end

-- The session to take up: another socket's `session`, set before the handshake.
function getters.session(self)
  if not native.is_wrapped(self) then return nil end
  local raw = native.save(self)
  return raw and sessions.new(raw)
end

function setters.session(self, session)
  local raw = sessions.raw(session)
  if native.state(self).server_side then
    core.raise("ValueError", "Cannot set session for server-side SSLSocket.")
  elseif native.established(self) then
    core.raise("ValueError", "Cannot set session after handshake.")
  end
  native.state(self).session = session
  native.resume(self, raw)
end

function getters.session_reused(self)
  if not native.is_wrapped(self) then return nil end
  return native.resumed(self)
end

return { methods = methods, getters = getters, setters = setters }

-- SSLContext: Python's class over the native contexts. What it takes, refuses and says is CPython's (Lib/ssl.py,
-- Modules/_ssl.c of 3.11).
local core, import = ...

local native = import "ssl_native"
local classes = import "ssl_errors"
local nearest = import "nearest"
local names = import "ssl_names"
local constants = import "ssl_constants"

local Context, getters, setters = {}, {}, {}
local private = setmetatable({}, { __mode = "k" }) -- of each context: `raw`, and what Lua keeps of it
local M = { methods = Context }

local function own(self, method)
  local found = private[self]
  if not found then
    core.raise("TypeError", ("descriptor '%s' for 'SSLContext' objects doesn't apply to a '%s' object (a method is " ..
      "called with a colon)"):format(method, core.type_name(self)))
  end
  return found
end

-- The native context of `self`; for the sockets.
function M.raw(self, method) return own(self, method or "wrap_socket").raw end

-- What the context was told in Lua: sni_callback, keylog_filename.
function M.own(self) return own(self, "context") end

function M.is_context(value) return private[value] ~= nil end

local function number(name)
  getters[name] = function(self) return native.get(own(self, name).raw, name) end
end

local function flag(name)
  getters[name] = function(self) return native.get(own(self, name).raw, name) ~= 0 end
end

for _, name in ipairs { "options", "verify_mode", "verify_flags", "minimum_version", "maximum_version", "num_tickets",
  "security_level", "protocol" } do
  number(name)
end
flag "check_hostname"
flag "post_handshake_auth"

function getters.hostname_checks_common_name() return true end
function getters.keylog_filename(self) return own(self, "keylog_filename").keylog end
function getters.sni_callback(self) return own(self, "sni_callback").sni_callback end

function setters.options(self, value)
  native.set(own(self, "options").raw, "options", names.check_integer(value) & 0xffffffff)
end

function setters.verify_flags(self, value)
  native.set(own(self, "verify_flags").raw, "verify_flags", names.check_integer(value))
end

function setters.verify_mode(self, value)
  value = names.check_integer(value)
  if value < 0 or value > 2 then core.raise("ValueError", "invalid value for verify_mode") end
  if value == constants.CERT_NONE and self.check_hostname then
    core.raise("ValueError", "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.")
  end
  native.set(own(self, "verify_mode").raw, "verify_mode", value)
end

function setters.check_hostname(self, value)
  local raw = own(self, "check_hostname").raw
  if value and self.verify_mode == constants.CERT_NONE then
    native.set(raw, "verify_mode", constants.CERT_REQUIRED)
  end
  native.set(raw, "check_hostname", value and 1 or 0)
end

local versions = {}
for _, version in ipairs { -2, -1, 0x300, 0x301, 0x302, 0x303, 0x304 } do versions[version] = true end

local function set_version(self, name, value)
  value = names.check_integer(value)
  local protocol = self.protocol
  if protocol >= constants.PROTOCOL_TLSv1 and protocol <= constants.PROTOCOL_TLSv1_2 then
    core.raise("ValueError", "The context's protocol doesn't support modification of highest and lowest version.")
  end
  if not versions[value] or not native.set(own(self, name).raw, name, value) then
    core.raise("ValueError", ("Unsupported TLS/SSL version 0x%x"):format(value & 0xffffffff))
  end
end

function setters.minimum_version(self, value) set_version(self, "minimum_version", value) end
function setters.maximum_version(self, value) set_version(self, "maximum_version", value) end

function setters.num_tickets(self, value)
  value = names.check_integer(value)
  if value < 0 then core.raise("ValueError", "value must be non-negative") end
  if self.protocol ~= constants.PROTOCOL_TLS_SERVER then
    core.raise("ValueError", "SSLContext is not a server context.")
  end
  native.set(own(self, "num_tickets").raw, "num_tickets", value)
end

function setters.post_handshake_auth(self, value)
  native.set(own(self, "post_handshake_auth").raw, "post_handshake_auth", value and 1 or 0)
end

-- Lines of the NSS key log format are appended to this file: whoever captures packets can decode them by it.
function setters.keylog_filename(self, path)
  if path ~= nil and type(path) ~= "string" then
    core.raise("TypeError", ("expected str, bytes or os.PathLike object, not %s"):format(core.type_name(path)))
  end
  local context = own(self, "keylog_filename")
  native.set_keylog(context.raw, path)
  context.keylog = path
end

-- A function (socket, server_name or nil, context) that a server calls when it knows which name is asked for; it may
-- set socket.context to another one. What it returns, if anything, is the alert that ends the handshake.
function setters.sni_callback(self, callback)
  local context = own(self, "sni_callback")
  if self.protocol == constants.PROTOCOL_TLS_CLIENT then
    core.raise("ValueError", "sni_callback cannot be set on TLS_CLIENT context")
  end
  if callback ~= nil and type(callback) ~= "function" then core.raise("TypeError", "not a callable object") end
  context.sni_callback = callback
  native.set(context.raw, "has_sni_callback", callback and 1 or 0)
end

function Context:set_servername_callback(callback) self.sni_callback = callback end

local function check_path(value, name)
  if value ~= nil and type(value) ~= "string" then
    core.raise("TypeError", name .. " should be a valid filesystem path")
  end
  return value
end

-- A password, or a function that gives one.
local function password_of(value)
  if type(value) == "function" then value = value() end
  if value == nil or type(value) == "string" then return value end
  core.raise("TypeError", "password should be a string or callable")
end

-- load_cert_chain(certfile[, keyfile[, password]]): PEM files; without a keyfile the key is in certfile.
function Context:load_cert_chain(...)
  local context = own(self, "load_cert_chain")
  local given = names.arguments("load_cert_chain()", { "certfile", "keyfile", "password" }, ...)
  if given.certfile == nil then
    core.raise("TypeError", "load_cert_chain() missing required argument 'certfile' (pos 1)")
  end
  native.load_cert_chain(context.raw, check_path(given.certfile, "certfile"), check_path(given.keyfile, "keyfile"),
    password_of(given.password))
end

-- load_verify_locations([cafile[, capath[, cadata]]]): whom to trust, and revocation lists. cadata is PEM text or DER.
function Context:load_verify_locations(...)
  local context = own(self, "load_verify_locations")
  local given = names.arguments("load_verify_locations()", { "cafile", "capath", "cadata" }, ...)
  if given.cafile == nil and given.capath == nil and given.cadata == nil then
    core.raise("TypeError", "cafile, capath and cadata cannot be all omitted")
  end
  check_path(given.cafile, "cafile")
  check_path(given.capath, "capath")
  if given.cadata ~= nil and type(given.cadata) ~= "string" then
    core.raise("TypeError", "cadata should be an ASCII string or a bytes-like object")
  end
  if given.cadata == "" then core.raise("ValueError", "Empty certificate data") end
  -- Lua has one kind of string: what has a PEM header, or is no DER (a sequence), is text.
  if given.cadata then native.load_verify_data(context.raw, given.cadata, given.cadata:byte() ~= 0x30) end
  if given.cafile or given.capath then native.load_verify_locations(context.raw, given.cafile, given.capath) end
end

function Context:load_default_certs() native.set_default_verify_paths(own(self, "load_default_certs").raw) end
function Context:set_default_verify_paths() self:load_default_certs() end

function Context:set_ciphers(list)
  if type(list) ~= "string" then
    core.raise("TypeError", ("set_ciphers() argument must be str, not %s"):format(core.type_name(list)))
  end
  native.set_ciphers(own(self, "set_ciphers").raw, list)
end

function Context:get_ciphers() return native.get_ciphers(own(self, "get_ciphers").raw) end

function Context:set_ecdh_curve(name)
  if type(name) ~= "string" then
    core.raise("TypeError", ("expected str, bytes or os.PathLike object, not %s"):format(core.type_name(name)))
  end
  native.set_ecdh_curve(own(self, "set_ecdh_curve").raw, name)
end

-- set_alpn_protocols(list), the preferred one first: { "h2", "http/1.1" }.
function Context:set_alpn_protocols(list)
  local context = own(self, "set_alpn_protocols")
  if type(list) ~= "table" then
    core.raise("TypeError", ("'%s' object is not iterable"):format(core.type_name(list)))
  end
  for _, name in ipairs(list) do
    if type(name) ~= "string" then core.raise("TypeError", "encoding without a string argument") end
    if #name == 0 or #name > 255 then error(classes.SSLError("ALPN protocols must be 1 to 255 in length"), 0) end
  end
  native.set_alpn(context.raw, list)
end

function Context:session_stats() return native.session_stats(own(self, "session_stats").raw) end
function Context:cert_store_stats() return native.cert_store_stats(own(self, "cert_store_stats").raw) end

-- get_ca_certs([binary_form]) -> list of the trusted authorities, as getpeercert shows a certificate, or in DER.
function Context:get_ca_certs(binary_form)
  local list = native.ca_certificates(own(self, "get_ca_certs").raw)
  if binary_form then return list end
  for i, der in ipairs(list) do list[i] = native.describe_certificate(der) end
  return list
end

local meta = { __name = "SSLContext", __metatable = "SSLContext" }
local strict = nearest.strict("'SSLContext' object", Context)

function meta.__index(self, key)
  if Context[key] ~= nil then return Context[key] end
  if getters[key] then return getters[key](self) end
  return strict(self, key)
end

function meta.__newindex(self, key, value)
  if setters[key] then return setters[key](self, value) end
  if getters[key] then
    core.raise("AttributeError", ("attribute '%s' of '_ssl._SSLContext' objects is not writable"):format(key))
  end
  local hint = nearest.hint(key, setters)
  core.raise("AttributeError", ("'SSLContext' object has no attribute '%s'%s"):format(
    tostring(key), hint and "; " .. hint or ""))
end

function meta.__tostring() return "<ssl.SSLContext object>" end

local protocols = { [2] = true, [3] = true, [4] = true, [5] = true, [16] = true, [17] = true }

-- SSLContext([protocol]) -> a context: PROTOCOL_TLS_CLIENT, PROTOCOL_TLS_SERVER, or PROTOCOL_TLS for both.
function M.new(protocol)
  if protocol == nil then protocol = constants.PROTOCOL_TLS end
  names.check_integer(protocol)
  if not protocols[protocol] then
    core.raise("ValueError", ("invalid or unsupported protocol version %d"):format(protocol))
  end
  local self = {}
  private[self] = { raw = native.new_context(protocol) }
  return setmetatable(self, meta)
end

-- Attributes beside the methods, for whoever lists names.
M.attributes = {}
for name in next, getters do M.attributes[name] = true end

return M

-- require "ssl": Python's module, on OpenSSL 3, and ssl.authority(), which makes certificates on the spot.
local core, import = ...

local native = import "ssl_native"
local errors = import "ssl_errors"
local constants = import "ssl_constants"
local contexts = import "ssl_context"
local authority = import "ssl_authority"
local names = import "ssl_names"
local nearest = import "nearest"
local pem = import "ssl_pem"
local plain = import "socket"
local sockets = import "ssl_socket"

local M = {}
for name, class in next, import "exceptions" do M[name] = class end
for name, class in next, errors do M[name] = class end
for name, value in next, constants do M[name] = value end

M.CertificateError = errors.SSLCertVerificationError
M.socket_error = M.OSError
M.CHANNEL_BINDING_TYPES = { "tls-unique" }

M.TLSVersion = {
  MINIMUM_SUPPORTED = -2, SSLv3 = 0x300, TLSv1 = 0x301, TLSv1_1 = 0x302, TLSv1_2 = 0x303, TLSv1_3 = 0x304,
  MAXIMUM_SUPPORTED = -1,
}

-- The constants that begin with `prefix`, by the rest of their names, as Python's enumerations have them.
local function enumeration(prefix, keeps_prefix)
  local values = {}
  for name, value in next, constants do
    if name:sub(1, #prefix) == prefix then values[keeps_prefix and name or name:sub(#prefix + 1)] = value end
  end
  return values
end

M.AlertDescription = enumeration "ALERT_DESCRIPTION_"
M.VerifyMode = enumeration("CERT_", true)
M.VerifyFlags = enumeration("VERIFY_", true)
M.Options = enumeration("OP_", true)
M.SSLErrorNumber = enumeration("SSL_ERROR_", true)

local function purpose(name, shortname, longname)
  return setmetatable({ shortname = shortname, longname = longname }, {
    __name = "Purpose", __tostring = function() return "Purpose." .. name end,
  })
end

M.Purpose = {
  SERVER_AUTH = purpose("SERVER_AUTH", "serverAuth", "TLS Web Server Authentication"),
  CLIENT_AUTH = purpose("CLIENT_AUTH", "clientAuth", "TLS Web Client Authentication"),
}

M.OPENSSL_VERSION, M.OPENSSL_VERSION_NUMBER = native.openssl_version()
M.OPENSSL_VERSION_INFO = {
  M.OPENSSL_VERSION_NUMBER >> 28 & 0xff, M.OPENSSL_VERSION_NUMBER >> 20 & 0xff, M.OPENSSL_VERSION_NUMBER >> 12 & 0xff,
  M.OPENSSL_VERSION_NUMBER >> 4 & 0xff, M.OPENSSL_VERSION_NUMBER & 0xf,
}

-- A class that can be called, or not.
local function class(name, methods, call)
  return setmetatable({}, {
    __name = name, __index = methods, __call = call,
    __tostring = function() return ("<class 'ssl.%s'>"):format(name) end,
  })
end

M.SSLContext = class("SSLContext", contexts.methods, function(_, protocol) return contexts.new(protocol) end)
M.SSLSocket = class("SSLSocket", sockets.methods, function()
  core.raise("TypeError", "SSLSocket does not have a public constructor. Instances are returned by " ..
    "SSLContext.wrap_socket().")
end)
M.SSLSession = class("SSLSession", {}, function()
  core.raise("TypeError", "cannot create '_ssl.SSLSession' instances")
end)

-- create_default_context([purpose], {cafile, capath, cadata}) -> a context that verifies: a client's, or a server's for
-- Purpose.CLIENT_AUTH.
function M.create_default_context(...)
  local given = names.arguments("create_default_context()", { "purpose", "cafile", "capath", "cadata" }, ...)
  local chosen = given.purpose or M.Purpose.SERVER_AUTH
  if chosen ~= M.Purpose.SERVER_AUTH and chosen ~= M.Purpose.CLIENT_AUTH then
    core.raise("TypeError", tostring(chosen))
  end
  local is_client = chosen == M.Purpose.SERVER_AUTH
  local context = contexts.new(is_client and M.PROTOCOL_TLS_CLIENT or M.PROTOCOL_TLS_SERVER)
  if given.cafile or given.capath or given.cadata then
    context:load_verify_locations { cafile = given.cafile, capath = given.capath, cadata = given.cadata }
  elseif context.verify_mode ~= M.CERT_NONE then
    context:load_default_certs()
  end
  return context
end

-- get_server_certificate(addr[, ssl_version[, ca_certs[, timeout]]]) -> the certificate that a server shows, as PEM. It
-- is verified only by the authorities in the file `ca_certs`, and its names never are.
function M.get_server_certificate(...)
  local call = "get_server_certificate()"
  local given = names.arguments(call, { "addr", "ssl_version", "ca_certs", "timeout" }, ...)
  if given.addr == nil then core.raise("TypeError", call .. " missing 1 required positional argument: 'addr'") end
  local context = contexts.new(given.ssl_version or M.PROTOCOL_TLS_CLIENT)
  context.check_hostname = false
  context.verify_mode = given.ca_certs and M.CERT_REQUIRED or M.CERT_NONE
  if given.ca_certs then context:load_verify_locations(given.ca_certs) end
  local sock = given.timeout == nil and plain.create_connection(given.addr)
    or plain.create_connection(given.addr, given.timeout)
  local connection <close> = context:wrap_socket(sock, { server_hostname = given.addr[1] })
  return pem.encode(connection:getpeercert(true))
end

-- RAND_bytes(num) -> so many random bytes, for keys.
function M.RAND_bytes(num)
  local size = names.check_integer(num)
  if size < 0 then core.raise("ValueError", "num must be positive") end
  return native.random_bytes(size)
end

-- RAND_status() -> whether there is enough of chance for them.
function M.RAND_status() return native.is_random_seeded() end

M.DER_cert_to_PEM_cert, M.PEM_cert_to_DER_cert = pem.encode, pem.decode
M.cert_time_to_seconds = pem.seconds

local protocol_names = {
  [2] = "PROTOCOL_TLS", [3] = "PROTOCOL_TLSv1", [4] = "PROTOCOL_TLSv1_1", [5] = "PROTOCOL_TLSv1_2",
  [16] = "PROTOCOL_TLS_CLIENT", [17] = "PROTOCOL_TLS_SERVER",
}
function M.get_protocol_name(code) return protocol_names[code] or "<unknown>" end

-- authority([options]) -> whoever signs certificates of a scenario.
function M.authority(options) return authority.new(options) end

return setmetatable(M, { __index = nearest.strict("module 'ssl'", M) })

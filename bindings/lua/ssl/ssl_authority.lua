-- ssl.authority(): whoever signs certificates in a scenario. What it makes lies in tls/ of the scenario's directory.
local core, import = ...

local native = import "ssl_native"
local constants = import "ssl_constants"
local contexts = import "ssl_context"
local nearest = import "nearest"

local DAY = 86400
local LIFE = 3650 * DAY
local default_names = { "localhost", "127.0.0.1", "::1" }

local Authority = {}
local private = setmetatable({}, { __mode = "k" })
local M = {}

local function refuse(call, text, ...) core.raise("TypeError", call .. ": " .. text:format(...)) end

local function check_options(given, known, call)
  if given == nil then return {} end
  if type(given) ~= "table" then refuse(call, "it takes a table of options") end
  for name in next, given do
    if not known[name] then
      local hint = nearest.hint(name, known)
      refuse(call, "unknown option '%s'%s", tostring(name), hint and "; " .. hint or "")
    end
  end
  return given
end

local function set_of(...)
  local set = {}
  for _, list in ipairs { ... } do
    for _, name in ipairs(list) do set[name] = true end
  end
  return set
end

local certificate_names = {
  "names", "common_name", "expired", "not_yet_valid", "not_before", "not_after", "self_signed", "key", "weak", "client",
  "revoked",
}
local context_names = { "certificate", "alpn", "minimum_version", "maximum_version", "ciphers", "crl", "trust" }
local authority_options = set_of { "name", "key", "expired", "not_yet_valid", "not_before", "not_after" }
local certificate_options = set_of(certificate_names)
local server_options = set_of(certificate_names, context_names, { "verify_client" })
local client_options = set_of(context_names, { "check_hostname", "verify" })

-- A list of host names and addresses; one may stand alone.
local function names_of(value, call)
  if value == nil then return default_names end
  if type(value) == "string" then return { value } end
  if type(value) ~= "table" then refuse(call, 'names takes a list: { "localhost", "127.0.0.1" }') end
  for _, name in ipairs(value) do
    if type(name) ~= "string" or name == "" then refuse(call, "names takes host names and addresses, each a string") end
  end
  return value
end

local function check_time(value, name, call)
  if value ~= nil and math.type(value) ~= "integer" then
    refuse(call, "%s takes a time in whole seconds since 1970: os.time() + 60", name)
  end
  return value
end

-- From when and until when: now, unless it is to be expired or not to be valid yet.
local function validity(given, call)
  local now = os.time()
  local from, to = now - DAY, now + LIFE
  if given.expired then from, to = now - 2 * DAY, now - DAY end
  if given.not_yet_valid then from, to = now + DAY, now + LIFE end
  return check_time(given.not_before, "not_before", call) or from, check_time(given.not_after, "not_after", call) or to
end

local kinds = { "ec:P-256", "ec:P-384", "ec:P-521", "rsa:2048", "ed25519" }

local function make_key(kind, call)
  if kind == nil then kind = kinds[1] end
  local bits = type(kind) == "string" and math.tointeger(kind:match("^rsa:(%d+)$"))
  local is_known = bits and bits >= 512 and bits <= 8192
  for _, each in ipairs(kinds) do is_known = is_known or kind == each end
  if not is_known then
    refuse(call, 'key takes "ec:P-256", "ec:P-384", "ec:P-521", "rsa:BITS" from 512 on, or "ed25519", not %s',
      core.quote(tostring(kind)))
  end
  return native.make_key(kind)
end

-- Files of one name get numbers, so that each has its own.
local function file_name(own, name)
  local stem = name:gsub("[^%w%.%-_]", "_")
  local counts = own.counts
  counts[stem] = (counts[stem] or 0) + 1
  return "tls/" .. stem .. (counts[stem] > 1 and "-" .. counts[stem] or "")
end

local function own(self, method)
  local found = private[self]
  if not found then core.raise("TypeError", ("a method is called with a colon: authority:%s(...)"):format(method)) end
  return found
end

-- Signs a certificate; by the authority `issuer`, or by itself where that is nil.
local function sign(issuer, state, plan, names)
  state.serials.last = state.serials.last + 1
  plan.serial = state.serials.last
  if issuer then plan.issuer_certificate, plan.issuer_key = issuer.pem, issuer.key_pem end
  return native.make_certificate(plan, names), plan.serial
end

local meta = { __name = "authority", __index = Authority }
setmetatable(Authority, { __index = nearest.strict("an authority", Authority) })

-- An authority that `parent` signed, or that signed itself.
local function make(parent, given, call)
  local state = { serials = parent and own(parent, call).serials or { last = 0 }, revoked = {},
    counts = parent and own(parent, call).counts or {}, parent = parent }
  local name = given.name or parent and "parley intermediate" or "parley authority"
  if type(name) ~= "string" then refuse(call, "name takes a string") end
  local self = { name = name, key_pem = make_key(given.key, call) }
  local from, to = validity(given, call)
  local plan = { common_name = name, not_before = from, not_after = to, is_authority = 1, key = self.key_pem }
  self.pem, self.serial = sign(parent, state, plan, {})
  self.chain_pem = parent and self.pem .. parent.chain_pem or ""
  local file = file_name(state, name)
  self.cert_file = core.write_file(file .. ".pem", self.pem)
  self.key_file = core.write_file(file .. ".key", self.key_pem)
  private[self] = state
  return setmetatable(self, meta)
end

-- authority:certificate{names, ...} -> a certificate: cert_file (with those of intermediates behind it), key_file, pem,
-- key_pem, serial.
function Authority:certificate(options)
  local call = "authority:certificate()"
  local state = own(self, "certificate")
  local given = check_options(options, certificate_options, call)
  local names = names_of(given.names, call)
  local from, to = validity(given, call)
  local made = { names = names, key_pem = make_key(given.key or given.weak and "rsa:1024" or nil, call) }
  local plan = {
    common_name = given.common_name or names[1] or "parley", not_before = from, not_after = to, key = made.key_pem,
    for_clients = given.client and 1 or 0,
  }
  local hosts = given.client and not given.names and {} or names
  made.pem, made.serial = sign(not given.self_signed and self or nil, state, plan, hosts)
  made.chain_pem = made.pem .. (given.self_signed and "" or self.chain_pem)
  local bits = given.key and given.key:match("^rsa:(%d+)$")
  made.is_weak = given.weak == true or bits ~= nil and math.tointeger(bits) < 2048
  local file = file_name(state, plan.common_name)
  made.cert_file = core.write_file(file .. ".pem", made.chain_pem)
  made.key_file = core.write_file(file .. ".key", made.key_pem)
  if given.revoked then self:revoke(made) end
  return made
end

-- authority:revoke(certificate): the lists that are made from now on have it.
function Authority:revoke(certificate)
  local revoked = own(self, "revoke").revoked
  if type(certificate) ~= "table" or math.type(certificate.serial) ~= "integer" then
    refuse("authority:revoke()", "it takes what authority:certificate() gave")
  end
  revoked[#revoked + 1] = certificate.serial
end

-- authority:crl([{expired}]) -> the path of a list of what it revoked, in PEM.
function Authority:crl(options)
  local state = own(self, "crl")
  local given = check_options(options, { expired = true }, "authority:crl()")
  local now = os.time()
  local text = native.make_revocation_list({
    issuer_certificate = self.pem, issuer_key = self.key_pem,
    last_update = now - (given.expired and 2 * DAY or 3600), next_update = now + (given.expired and -DAY or LIFE),
  }, state.revoked)
  return core.write_file(file_name(state, self.name .. " crl") .. ".pem", text)
end

-- authority:intermediate([options]) -> an authority that this one signed; its certificates come with its own.
function Authority:intermediate(options)
  own(self, "intermediate")
  return make(self, check_options(options, authority_options, "authority:intermediate()"), "authority:intermediate()")
end

-- The root of all trust in this one.
local function root_of(self)
  local parent = private[self].parent
  return parent and root_of(parent) or self
end

local function apply(context, given)
  if given.minimum_version then context.minimum_version = given.minimum_version end
  if given.maximum_version then context.maximum_version = given.maximum_version end
  if given.ciphers then context:set_ciphers(given.ciphers) end
  if given.alpn then context:set_alpn_protocols(given.alpn) end
end

-- Whom the context trusts, and whether it asks for what was revoked.
local function trust(self, context, given)
  local whom = given.trust or self
  context:load_verify_locations(root_of(whom).cert_file)
  if not given.crl then return end
  context:load_verify_locations(type(given.crl) == "string" and given.crl or whom:crl())
  context.verify_flags = context.verify_flags | constants.VERIFY_CRL_CHECK_LEAF
end

-- The context shows `certificate`. OpenSSL does not load a weak one, unless all is allowed.
local function show(context, certificate, ciphers)
  if certificate.is_weak then context:set_ciphers((ciphers or "DEFAULT") .. ":@SECLEVEL=0") end
  context:load_cert_chain(certificate.cert_file, certificate.key_file)
end

local function part_of(given, known)
  local part = {}
  for name, value in next, given do
    if known[name] then part[name] = value end
  end
  return part
end

-- authority:server_context([options]) -> an SSLContext with a certificate: `certificate`, or one that is made by the
-- options that authority:certificate() takes. `verify_client` wants one of the client, too ("optional": if it has one).
function Authority:server_context(options)
  local call = "authority:server_context()"
  own(self, "server_context")
  local given = check_options(options, server_options, call)
  local context = contexts.new(constants.PROTOCOL_TLS_SERVER)
  apply(context, given)
  show(context, given.certificate or self:certificate(part_of(given, certificate_options)), given.ciphers)
  if given.verify_client then
    context.verify_mode = given.verify_client == "optional" and constants.CERT_OPTIONAL or constants.CERT_REQUIRED
    trust(self, context, given)
  end
  return context
end

-- authority:client_context([options]) -> an SSLContext that trusts this authority alone. `certificate` is what it shows
-- itself: what authority:certificate{client = true} gave, or true for a new one.
function Authority:client_context(options)
  own(self, "client_context")
  local given = check_options(options, client_options, "authority:client_context()")
  local context = contexts.new(constants.PROTOCOL_TLS_CLIENT)
  apply(context, given)
  if given.check_hostname == false or given.verify == false then context.check_hostname = false end
  if given.verify == false then context.verify_mode = constants.CERT_NONE else trust(self, context, given) end
  local certificate = given.certificate
  if certificate == true then certificate = self:certificate { client = true, common_name = "client" } end
  if certificate then show(context, certificate, given.ciphers) end
  return context
end

-- authority([options]) -> an authority that signed itself.
function M.new(options)
  return make(nil, check_options(options, authority_options, "ssl.authority()"), "ssl.authority()")
end

-- What an authority has beside its methods.
M.fields = set_of { "name", "cert_file", "key_file", "pem", "key_pem", "chain_pem", "serial" }

return M

-- Contexts: their attributes and what they refuse, in CPython 3.11's words.
local socket = require "socket"
local ssl = require "ssl"

describe("a context", function()
  it("begins as CPython's", function()
    local client = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    expect(client.protocol):equals(ssl.PROTOCOL_TLS_CLIENT)
    expect(client.check_hostname):is_true()
    expect(client.verify_mode):equals(ssl.CERT_REQUIRED)
    expect(client.options):equals(0x82520050)
    expect(client.verify_flags):equals(ssl.VERIFY_X509_TRUSTED_FIRST)
    expect(client.minimum_version):equals(ssl.TLSVersion.TLSv1_2)
    expect(client.maximum_version):equals(ssl.TLSVersion.MAXIMUM_SUPPORTED)
    expect(client.security_level):equals(2)
    expect(client.num_tickets):equals(2)
    expect(client.post_handshake_auth):is_false()
    expect(client.hostname_checks_common_name):is_true()
    expect(client.keylog_filename):is_nil()
    local ciphers = client:get_ciphers()
    expect(#ciphers):equals(17)
    expect(ciphers[1]):equals {
      id = 50336514, name = "TLS_AES_256_GCM_SHA384", protocol = "TLSv1.3", strength_bits = 256, alg_bits = 256,
      description = "TLS_AES_256_GCM_SHA384         TLSv1.3 Kx=any      Au=any   Enc=AESGCM(256)            Mac=AEAD",
      aead = true, symmetric = "aes-256-gcm", kea = "kx-any", auth = "auth-any",
    }
    for _, protocol in ipairs { ssl.PROTOCOL_TLS_SERVER, ssl.PROTOCOL_TLS } do
      local context = ssl.SSLContext(protocol)
      expect(context.check_hostname):is_false()
      expect(context.verify_mode):equals(ssl.CERT_NONE)
      expect(context.sni_callback):is_nil()
    end
    expect(ssl.SSLContext().protocol):equals(ssl.PROTOCOL_TLS)
  end)

  it("counts what it has", function()
    local authority = ssl.authority()
    local context = authority:client_context { crl = true }
    expect(context:cert_store_stats()):equals { x509 = 1, crl = 1, x509_ca = 1 }
    expect(context:get_ca_certs()[1].subject):equals { { { "commonName", "parley authority" } } }
    expect(ssl.DER_cert_to_PEM_cert(context:get_ca_certs(true)[1])):equals(authority.pem)
    expect(context:session_stats()):equals {
      number = 0, connect = 0, connect_good = 0, connect_renegotiate = 0, accept = 0, accept_good = 0,
      accept_renegotiate = 0, hits = 0, misses = 0, timeouts = 0, cache_full = 0,
    }
  end)

  it("sets what it is told", function()
    local context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.check_hostname = true
    expect(context.verify_mode):equals(ssl.CERT_REQUIRED)
    context.options = ssl.OP_NO_TICKET
    expect(context.options):equals(ssl.OP_NO_TICKET)
    context.verify_flags = ssl.VERIFY_CRL_CHECK_LEAF
    expect(context.verify_flags):equals(ssl.VERIFY_CRL_CHECK_LEAF)
    context.num_tickets = 1
    expect(context.num_tickets):equals(1)
    context.minimum_version = ssl.TLSVersion.MAXIMUM_SUPPORTED
    expect(context.minimum_version):equals(ssl.TLSVersion.TLSv1_3)
    context:set_ciphers("ECDHE-ECDSA-AES256-GCM-SHA384")
    context:set_ecdh_curve("prime256v1")
  end)

  local function refused(protocol, class, message, change)
    it("refuses: " .. message, function()
      local context = ssl.SSLContext(protocol)
      expect(function() change(context) end):raises(class, { message = message })
    end)
  end
  local CLIENT, SERVER = ssl.PROTOCOL_TLS_CLIENT, ssl.PROTOCOL_TLS_SERVER
  refused(CLIENT, ssl.ValueError, "Cannot set verify_mode to CERT_NONE when check_hostname is enabled.",
    function(context) context.verify_mode = ssl.CERT_NONE end)
  refused(SERVER, ssl.ValueError, "invalid value for verify_mode", function(context) context.verify_mode = 7 end)
  refused(SERVER, ssl.TypeError, "'str' object cannot be interpreted as an integer",
    function(context) context.verify_mode = "x" end)
  refused(CLIENT, ssl.ValueError, "Unsupported TLS/SSL version 0x5", function(context) context.minimum_version = 5 end)
  refused(ssl.PROTOCOL_TLSv1_2, ssl.ValueError,
    "The context's protocol doesn't support modification of highest and lowest version.",
    function(context) context.minimum_version = ssl.TLSVersion.TLSv1 end)
  refused(CLIENT, ssl.ValueError, "SSLContext is not a server context.", function(context) context.num_tickets = 3 end)
  refused(SERVER, ssl.ValueError, "value must be non-negative", function(context) context.num_tickets = -3 end)
  refused(SERVER, ssl.TypeError, "not a callable object", function(context) context.sni_callback = 5 end)
  refused(CLIENT, ssl.ValueError, "sni_callback cannot be set on TLS_CLIENT context",
    function(context) context.sni_callback = print end)
  refused(CLIENT, ssl.SSLError, "No cipher can be selected.", function(context) context:set_ciphers("nope") end)
  refused(CLIENT, ssl.TypeError, "set_ciphers() argument must be str, not int",
    function(context) context:set_ciphers(5) end)
  refused(CLIENT, ssl.SSLError, "ALPN protocols must be 1 to 255 in length",
    function(context) context:set_alpn_protocols { "" } end)
  refused(CLIENT, ssl.TypeError, "cafile, capath and cadata cannot be all omitted",
    function(context) context:load_verify_locations() end)
  refused(CLIENT, ssl.SSLError, "no start line: cadata does not contain a certificate",
    function(context) context:load_verify_locations { cadata = "x" } end)
  refused(SERVER, ssl.TypeError, "load_cert_chain() missing required argument 'certfile' (pos 1)",
    function(context) context:load_cert_chain() end)
  refused(SERVER, ssl.ValueError, "unknown elliptic curve name 'nope'",
    function(context) context:set_ecdh_curve("nope") end)
  refused(SERVER, ssl.AttributeError,
    "'SSLContext' object has no attribute 'verify_mod'; did you mean 'verify_mode'?",
    function(context) context.verify_mod = 1 end)

  it("refuses files that are not there", function()
    local context = ssl.SSLContext(SERVER)
    for _, change in ipairs {
      function() context:load_verify_locations("/nope") end, function() context:load_cert_chain("/nope") end,
      function() context.keylog_filename = "/nope/x" end,
    } do
      expect(change):raises(ssl.FileNotFoundError, { message = "No such file or directory", errno = 2 })
    end
  end)

  it("refuses a file without a certificate, a key that is another's, and a weak one", function(t)
    local context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    local junk = t:write("junk.pem", "hello\n")
    expect(function() context:load_cert_chain(junk) end):raises(ssl.SSLError, { message = "[SSL] PEM lib" })
    expect(function() context:load_verify_locations(junk) end):raises(ssl.SSLError, {
      message = "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found" })
    local authority = ssl.authority()
    local one, other, weak = authority:certificate(), authority:certificate(), authority:certificate { weak = true }
    expect(function() context:load_cert_chain(one.cert_file, other.key_file) end):raises(ssl.SSLError, {
      message = "[X509: KEY_VALUES_MISMATCH] key values mismatch", reason = "KEY_VALUES_MISMATCH", library = "X509" })
    expect(function() context:load_cert_chain(weak.cert_file, weak.key_file) end):raises(ssl.SSLError, {
      message = "[SSL: EE_KEY_TOO_SMALL] ee key too small" })
  end)

  it("wraps only what can be wrapped", function()
    local client, server = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    local a, b = socket.socketpair()
    expect(function() server:wrap_socket(a, { server_side = true, server_hostname = "x" }) end):raises(ssl.ValueError, {
      message = "server_hostname can only be specified in client mode" })
    expect(function() client:wrap_socket(a) end):raises(ssl.ValueError, {
      message = "check_hostname requires server_hostname" })
    expect(function() client:wrap_socket(5, { server_hostname = "x" }) end):raises(ssl.TypeError)
    expect(function() client:wrap_socket(a, { server_hostnam = "x" }) end):raises(ssl.TypeError, {
      message = "SSLContext.wrap_socket() got an unexpected keyword argument 'server_hostnam'; " ..
        "did you mean 'server_hostname'?" })
    local datagram <close> = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    expect(function() client:wrap_socket(datagram, { server_hostname = "x" }) end):raises(ssl.NotImplementedError, {
      message = "only stream sockets are supported" })
    expect(function() server:wrap_socket(b) end):raises(ssl.SSLError, {
      message = "Cannot create a client socket with a PROTOCOL_TLS_SERVER context" })
    expect(b:fileno()):equals(-1)
    a:setblocking(false)
    expect(function() client:wrap_socket(a, { server_hostname = "x" }) end):raises(ssl.ValueError, {
      message = "do_handshake_on_connect should not be specified for non-blocking sockets" })
    expect(a:fileno()):equals(-1)
    datagram:close()
    expect(function() ssl.SSLSocket() end):raises(ssl.TypeError)
    expect(function() ssl.SSLContext(99) end):raises(ssl.ValueError, {
      message = "invalid or unsupported protocol version 99" })
  end)

  it("writes the secrets of its sessions to a file", function(t)
    local support = require "support"
    local authority = ssl.authority()
    local contexts = { server = authority:server_context(), client = authority:client_context() }
    local path = t:tempdir() .. "/keys"
    contexts.client.keylog_filename = path
    expect(contexts.client.keylog_filename):equals(path)
    support.talk(t, contexts, function() end, function() end)
    expect(t:read("keys")):matches("CLIENT_TRAFFIC_SECRET_0 %x+ %x+\n")
  end)
end)

describe("a default context", function()
  it("verifies, as a client or as a server", function()
    local client = ssl.create_default_context()
    expect(client.protocol):equals(ssl.PROTOCOL_TLS_CLIENT)
    expect(client.verify_mode):equals(ssl.CERT_REQUIRED)
    expect(ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).protocol):equals(ssl.PROTOCOL_TLS_SERVER)
    local authority = ssl.authority()
    expect(ssl.create_default_context({ cafile = authority.cert_file }):cert_store_stats().x509_ca):equals(1)
    expect(ssl.create_default_context({ cadata = authority.pem }):cert_store_stats().x509_ca):equals(1)
    local der = ssl.PEM_cert_to_DER_cert(authority.pem)
    expect(ssl.create_default_context({ cadata = der }):cert_store_stats().x509_ca):equals(1)
  end)
end)

describe("the module", function()
  it("has Python's names", function()
    expect(ssl.OPENSSL_VERSION):matches("^OpenSSL 3%.")
    expect(ssl.OPENSSL_VERSION_INFO[1]):equals(3)
    expect(ssl.HAS_SNI and ssl.HAS_ALPN and ssl.HAS_TLSv1_3):is_true()
    expect(ssl.AlertDescription.UNKNOWN_CA):equals(48)
    expect(ssl.VerifyMode.CERT_REQUIRED):equals(2)
    expect(rawequal(ssl.CertificateError, ssl.SSLCertVerificationError)):is_true()
    expect(tostring(ssl.SSLSocket)):equals("<class 'ssl.SSLSocket'>")
    expect(tostring(ssl.Purpose.SERVER_AUTH)):equals("Purpose.SERVER_AUTH")
    expect(ssl.get_protocol_name(ssl.PROTOCOL_TLS_CLIENT)):equals("PROTOCOL_TLS_CLIENT")
    expect(ssl.cert_time_to_seconds("Jan  5 09:34:43 2018 GMT")):equals(1515144883)
    expect(ssl.DER_cert_to_PEM_cert(("hello"):rep(20))):equals(
      "-----BEGIN CERTIFICATE-----\naGVsbG9oZWxsb2hlbGxvaGVsbG9oZWxsb2hlbGxvaGVsbG9oZWxsb2hlbGxvaGVs\n" ..
      "bG9oZWxsb2hlbGxvaGVsbG9oZWxsb2hlbGxvaGVsbG9oZWxsb2hlbGxvaGVsbG9o\nZWxsbw==\n-----END CERTIFICATE-----\n")
    expect(function() ssl.PEM_cert_to_DER_cert("x") end):raises(ssl.ValueError, {
      message = "Invalid PEM encoding; must start with -----BEGIN CERTIFICATE-----" })
    expect(function() return ssl.wrap_sockets end):raises(ssl.AttributeError)
  end)

  it("has random bytes, others each time", function()
    expect(ssl.RAND_status()):is_true()
    expect(#ssl.RAND_bytes(40)):equals(40)
    expect(ssl.RAND_bytes(16)):not_equals(ssl.RAND_bytes(16))
    expect(ssl.RAND_bytes(0)):equals("")
    expect(function() ssl.RAND_bytes(-1) end):raises(ssl.ValueError, { message = "num must be positive" })
    expect(function() ssl.RAND_bytes("x") end):raises(ssl.TypeError, {
      message = "'str' object cannot be interpreted as an integer" })
  end)
end)

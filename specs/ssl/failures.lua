-- Every way in which a handshake fails is a line: what each side raises, and what the transcript says.
local ssl = require "ssl"
local support = require "support"

-- Plays a handshake that both sides refuse, or one of them. Returns what each raised; nil where it did not.
local function failing(t, contexts, name)
  local errors = {}
  support.meet(t, function(plain)
    local _
    _, errors.server = pcall(function()
      local connection <close> = contexts.server:wrap_socket(plain, { server_side = true })
      connection:recv(100)
    end)
  end, function(plain)
    local _
    _, errors.client = pcall(function()
      local connection <close> = contexts.client:wrap_socket(plain, { server_hostname = name or "localhost" })
      connection:recv(100)
    end)
  end)
  return errors
end

local function check(e, class, reason, message)
  expect(ssl.isinstance(e, class)):is_true()
  expect(e.reason):equals(reason)
  expect(tostring(e)):equals(message)
end

describe("a client refuses", function()
  local refusals = {
    { what = "an expired certificate", options = { expired = true }, code = 10, alert = "certificate_expired",
      reason = "SSLV3_ALERT_CERTIFICATE_EXPIRED", words = "certificate has expired" },
    { what = "one that is not valid yet", options = { not_yet_valid = true }, code = 9, alert = "bad_certificate",
      reason = "SSLV3_ALERT_BAD_CERTIFICATE", words = "certificate is not yet valid" },
    { what = "one that signed itself", options = { self_signed = true }, code = 18, alert = "unknown_ca",
      reason = "TLSV1_ALERT_UNKNOWN_CA", words = "self-signed certificate" },
    { what = "one of another host", options = { names = "elsewhere.example" }, code = 62, alert = "bad_certificate",
      reason = "SSLV3_ALERT_BAD_CERTIFICATE",
      words = "Hostname mismatch, certificate is not valid for 'localhost'." },
    { what = "a weak key", options = { weak = true }, code = 66, alert = "bad_certificate",
      reason = "SSLV3_ALERT_BAD_CERTIFICATE", words = "EE certificate key too weak" },
    { what = "one that was revoked", options = { revoked = true }, crl = true, code = 23,
      alert = "certificate_revoked", reason = "SSLV3_ALERT_CERTIFICATE_REVOKED", words = "certificate revoked" },
  }
  for _, each in ipairs(refusals) do
    it(each.what, function(t)
      local authority = ssl.authority()
      local contexts = { server = authority:server_context(each.options), client = nil }
      contexts.client = authority:client_context { crl = each.crl }
      local errors = failing(t, contexts)
      local client = errors.client
      check(client, ssl.SSLCertVerificationError, "CERTIFICATE_VERIFY_FAILED",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: " .. each.words)
      expect(client.verify_code):equals(each.code)
      expect(client.verify_message):equals(each.words)
      expect(client.errno):equals(ssl.SSL_ERROR_SSL)
      expect(client.library):equals("SSL")
      expect(ssl.isinstance(client, ssl.ValueError)):is_true()
      expect(errors.server.reason):equals(each.reason)
      expect(t):exchanged(([[
        client > server  tcp 127.0.0.1:443
          > alert %s
          ! do_handshake CERTIFICATE_VERIFY_FAILED: %s
          > EOF
          ! server do_handshake %s
          < EOF
      ]]):format(each.alert, each.words, each.reason))
    end)
  end

  it("an authority that it does not know", function(t)
    local errors = failing(t, {
      server = ssl.authority():server_context(), client = ssl.authority { name = "another" }:client_context(),
    })
    check(errors.client, ssl.SSLCertVerificationError, "CERTIFICATE_VERIFY_FAILED",
      "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate")
    expect(errors.client.verify_code):equals(20)
    expect(errors.server.reason):equals("TLSV1_ALERT_UNKNOWN_CA")
  end)

  it("an address that is not the certificate's", function(t)
    local authority = ssl.authority()
    local contexts = { server = authority:server_context { names = "localhost" }, client = authority:client_context() }
    local errors = failing(t, contexts, "127.0.0.1")
    expect(errors.client.verify_code):equals(64)
    expect(errors.client.verify_message):equals("IP address mismatch, certificate is not valid for '127.0.0.1'.")
  end)

  it("a revocation list that is too old", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context(), client = authority:client_context { crl = authority:crl { expired = true } },
    }
    expect(failing(t, contexts).client.verify_message):equals("CRL has expired")
  end)

  it("a certificate for clients", function(t)
    local authority = ssl.authority()
    local certificate = authority:certificate { client = true, names = "localhost" }
    local contexts = {
      server = authority:server_context { certificate = certificate }, client = authority:client_context(),
    }
    expect(failing(t, contexts).client.verify_message):equals("unsuitable certificate purpose")
  end)
end)

describe("a server refuses", function()
  it("a client without a certificate, in TLS 1.3 after the client's handshake", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context { verify_client = true }, client = authority:client_context(),
    }
    local errors = failing(t, contexts)
    check(errors.server, ssl.SSLError, "PEER_DID_NOT_RETURN_A_CERTIFICATE",
      "[SSL: PEER_DID_NOT_RETURN_A_CERTIFICATE] peer did not return a certificate")
    check(errors.client, ssl.SSLError, "TLSV13_ALERT_CERTIFICATE_REQUIRED",
      "[SSL: TLSV13_ALERT_CERTIFICATE_REQUIRED] tlsv13 alert certificate required")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        < alert certificate_required
        ! recv TLSV13_ALERT_CERTIFICATE_REQUIRED
        > EOF
        ! server do_handshake PEER_DID_NOT_RETURN_A_CERTIFICATE
        < EOF
    ]]
  end)

  it("a client without a certificate, in TLS 1.2 within it", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context { verify_client = true, maximum_version = ssl.TLSVersion.TLSv1_2 },
      client = authority:client_context(),
    }
    local errors = failing(t, contexts)
    expect(errors.server.reason):equals("PEER_DID_NOT_RETURN_A_CERTIFICATE")
    expect(errors.client.reason):equals("SSLV3_ALERT_HANDSHAKE_FAILURE")
  end)

  it("a version that it does not have", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context { minimum_version = ssl.TLSVersion.TLSv1_3 },
      client = authority:client_context { maximum_version = ssl.TLSVersion.TLSv1_2 },
    }
    local errors = failing(t, contexts)
    expect(errors.server.reason):equals("UNSUPPORTED_PROTOCOL")
    check(errors.client, ssl.SSLError, "TLSV1_ALERT_PROTOCOL_VERSION",
      "[SSL: TLSV1_ALERT_PROTOCOL_VERSION] tlsv1 alert protocol version")
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        < alert protocol_version
        ! do_handshake TLSV1_ALERT_PROTOCOL_VERSION
        > EOF
        ! server do_handshake UNSUPPORTED_PROTOCOL
        < EOF
    ]]
  end)

  it("ciphers that it does not have", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context {
        ciphers = "ECDHE-ECDSA-AES128-GCM-SHA256", maximum_version = ssl.TLSVersion.TLSv1_2,
      },
      client = authority:client_context { ciphers = "ECDHE-ECDSA-AES256-GCM-SHA384" },
    }
    local errors = failing(t, contexts)
    check(errors.server, ssl.SSLError, "NO_SHARED_CIPHER", "[SSL: NO_SHARED_CIPHER] no shared cipher")
    expect(errors.client.reason):equals("SSLV3_ALERT_HANDSHAKE_FAILURE")
  end)

  it("nothing where no protocol of ALPN is shared: there is none then, as in CPython", function(t)
    local authority = ssl.authority()
    support.talk(t, {
      server = authority:server_context { alpn = { "h2" } },
      client = authority:client_context { alpn = { "http/1.1" } },
    }, function(connection)
      expect(connection:selected_alpn_protocol()):is_nil()
    end, function(connection)
      expect(connection:selected_alpn_protocol()):is_nil()
    end)
  end)
end)

-- A client's certificate that is asked for behind the handshake (RFC 8446, 4.6.2), and one that is only looked at.
local socket = require "socket"
local ssl = require "ssl"
local support = require "support"

-- Contexts in which a server may ask later; `options` are client_context's.
local function contexts_of(options, server)
  local authority = ssl.authority()
  local contexts = {
    server = authority:server_context(server or { verify_client = true }), client = authority:client_context(options),
  }
  for _, context in next, contexts do context.post_handshake_auth = true end
  return contexts, authority
end

describe("a server that asks for a certificate later", function()
  it("has none before, and one behind what it writes and reads next", function(t)
    support.talk(t, contexts_of { certificate = true }, function(connection)
      expect(connection:recv_exactly(5)):equals("hello")
      expect(connection:getpeercert()):is_nil()
      connection:verify_client_post_handshake()
      connection:sendall("who are you?")
      expect(connection:recv_exactly(2)):equals("me")
      expect(connection:getpeercert().subject):equals { { { "commonName", "client" } } }
    end, function(connection)
      connection:sendall("hello")
      expect(connection:recv_exactly(12)):equals("who are you?")
      connection:sendall("me")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        > "hello"
        < "who are you?"
        > "me"
        > EOF
        < EOF
    ]]
  end)

  it("refuses a client that has none then", function(t)
    support.talk(t, contexts_of(), function(connection)
      connection:verify_client_post_handshake()
      connection:sendall("who are you?")
      expect(function() connection:recv(1) end):raises(ssl.SSLError, { reason = "PEER_DID_NOT_RETURN_A_CERTIFICATE" })
    end, function(connection)
      expect(connection:recv_exactly(12)):equals("who are you?")
      expect(function() connection:recv(1) end):raises(ssl.SSLError, { reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED" })
    end)
  end)

  it("cannot ask who has not said that it may, or in TLS 1.2, or as a client, or without TLS", function(t)
    local contexts, authority = contexts_of()
    local function refused(connection, reason)
      expect(function() connection:verify_client_post_handshake() end):raises(ssl.SSLError, { reason = reason })
    end
    contexts.client.post_handshake_auth = false
    support.talk(t, contexts, function(connection) refused(connection, "EXTENSION_NOT_RECEIVED") end, function(connection)
      refused(connection, "NOT_SERVER")
      local plain = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT):wrap_socket(socket.socket(), { server_hostname = "x" })
      expect(function() plain:verify_client_post_handshake() end):raises(ssl.ValueError, {
        message = "No SSL wrapper around " .. tostring(plain) })
    end)
    contexts.client = authority:client_context { maximum_version = ssl.TLSVersion.TLSv1_2, certificate = true }
    support.talk(t, contexts, function(connection) refused(connection, "WRONG_SSL_VERSION") end, function() end)
  end)
end)

describe("a server's certificate", function()
  -- A server that shows a certificate of the authority `times` times, and does not mind whom it is for.
  local function show(t, authority, options, times)
    local context, listener = authority:server_context(options), socket.create_server(support.address)
    t:background("server", function()
      for _ = 1, times do
        pcall(function()
          local connection <close> = context:wrap_socket(listener:accept(), { server_side = true })
          connection:recv(1)
        end)
      end
    end)
  end

  it("is got whoever it is for, and verified only by whom is named", function(t)
    local authority = ssl.authority()
    local certificate = authority:certificate { names = "elsewhere.test" }
    show(t, authority, { certificate = certificate }, 4)
    expect(ssl.get_server_certificate(support.address)):equals(certificate.pem)
    expect(ssl.get_server_certificate(support.address, { ca_certs = authority.cert_file, timeout = 2 })):equals(
      certificate.pem)
    expect(ssl.get_server_certificate(support.address, ssl.PROTOCOL_TLS, authority.cert_file)):equals(certificate.pem)
    expect(function()
      ssl.get_server_certificate(support.address, { ca_certs = ssl.authority({ name = "x" }).cert_file })
    end):raises(ssl.SSLCertVerificationError)
  end)

  it("is not got from nobody, nor for ever", function()
    expect(function() ssl.get_server_certificate(support.address) end):raises(ssl.ConnectionRefusedError)
    local listener <close> = socket.create_server(support.address)
    expect(function() ssl.get_server_certificate(support.address, { timeout = 0.01 }) end):raises(ssl.TimeoutError)
    expect(function() ssl.get_server_certificate() end):raises(ssl.TypeError, {
      message = "get_server_certificate() missing 1 required positional argument: 'addr'" })
    expect(function() ssl.get_server_certificate(support.address, { ca_cert = "x" }) end):raises(ssl.TypeError, {
      message = "get_server_certificate() got an unexpected keyword argument 'ca_cert'; did you mean 'ca_certs'?" })
  end)
end)

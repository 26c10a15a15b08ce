-- Handshakes that succeed: what both sides agree on, and what the transcript says of it.
local socket = require "socket"
local ssl = require "ssl"
local support = require "support"

describe("a handshake", function()
  -- A stream that ends without close_notify is an error of the one who meets it: OpenSSL 3 tells the peer.
  it("makes a conversation of plain text", function(t)
    local authority = ssl.authority()
    local contexts = { server = authority:server_context(), client = authority:client_context() }
    support.talk(t, contexts, function(connection)
      connection:sendall(connection:recv_exactly(5):upper())
    end, function(connection)
      connection:sendall("hello")
      expect(connection:recv_exactly(5)):equals("HELLO")
      expect(connection:recv(1024)):equals("")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        > "hello"
        < "HELLO"
        > alert decode_error
        < EOF
        > EOF
    ]]
  end)

  it("agrees on a version, a cipher, a name and a protocol", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context { alpn = { "h2", "http/1.1" } },
      client = authority:client_context { alpn = { "http/1.1", "h2" }, maximum_version = ssl.TLSVersion.TLSv1_2 },
    }
    local function check(connection, is_server)
      expect(connection:version()):equals("TLSv1.2")
      expect(connection:cipher()):equals { "ECDHE-ECDSA-AES256-GCM-SHA384", "TLSv1.2", 256 }
      expect(connection:selected_alpn_protocol()):equals("h2")
      expect(connection.server_side):equals(is_server)
      expect(connection:compression()):is_nil()
      expect(connection.session_reused):is_false()
    end
    support.talk(t, contexts, function(connection)
      check(connection, true)
      expect(#connection:shared_ciphers()):at_least(5)
      expect(connection:getpeercert()):is_nil()
    end, function(connection)
      check(connection, false)
      expect(connection.server_hostname):equals("localhost")
      expect(connection:shared_ciphers()):is_nil()
      expect(connection.context):equals(contexts.client)
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.2 ECDHE-ECDSA-AES256-GCM-SHA384, name "localhost", alpn "h2"
        > EOF
        < EOF
    ]]
  end)

  it("shows the server's certificate", function(t)
    local authority = ssl.authority { name = "the authority" }
    local certificate = authority:certificate { names = { "www.example.org", "192.0.2.7", "::1" } }
    local contexts = {
      server = authority:server_context { certificate = certificate }, client = authority:client_context(),
    }
    support.talk(t, contexts, function() end, function(connection)
      local fields = connection:getpeercert()
      expect(fields.subject):equals { { { "commonName", "www.example.org" } } }
      expect(fields.issuer):equals { { { "commonName", "the authority" } } }
      expect(fields.subjectAltName):equals {
        { "DNS", "www.example.org" }, { "IP Address", "192.0.2.7" }, { "IP Address", "0:0:0:0:0:0:0:1" },
      }
      expect(fields.version):equals(3)
      expect(ssl.cert_time_to_seconds(fields.notAfter)):at_least(os.time())
      expect(ssl.DER_cert_to_PEM_cert(connection:getpeercert(true))):equals(certificate.pem)
    end, "www.example.org")
  end)

  it("verifies a client that must have a certificate", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context { verify_client = true },
      client = authority:client_context {
        certificate = authority:certificate { client = true, common_name = "alice" },
      },
    }
    support.talk(t, contexts, function(connection)
      expect(connection:getpeercert().subject):equals { { { "commonName", "alice" } } }
      connection:sendall("welcome")
    end, function(connection)
      expect(connection:recv_exactly(7)):equals("welcome")
    end)
  end)

  it("is made by connect() and accept() of wrapped sockets", function(t)
    local authority = ssl.authority()
    t:run("server", function()
      local listener <close> = authority:server_context():wrap_socket(
        socket.create_server(support.address), { server_side = true })
      local connection <close>, address = listener:accept()
      expect(address[1]):equals("127.0.0.1")
      expect(connection:recv_exactly(4)):equals("ping")
    end, "client", function()
      local connection <close> = authority:client_context():wrap_socket(socket.socket(), {
        server_hostname = "localhost" })
      expect(connection:version()):is_nil()
      connection:connect(support.address)
      connection:sendall("ping")
      expect(connection:recv(100)):equals("")
    end)
  end)

  it("goes by an intermediate authority", function(t)
    local authority = ssl.authority()
    local intermediate = authority:intermediate { name = "in between" }
    local contexts = { server = intermediate:server_context(), client = authority:client_context() }
    support.talk(t, contexts, function() end, function(connection)
      expect(connection:getpeercert().issuer):equals { { { "commonName", "in between" } } }
    end)
  end)
end)

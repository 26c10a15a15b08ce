-- PostgreSQL over TLS: the request for it, who has to use it, client certificates in the place of passwords, a renewal.
local pg = require "postgres_client"
local postgres = require "postgres_support"
local process = require "process"
local ssl = require "ssl"
local tls = require "tls_support"

local setup = [[
CREATE ROLE careful LOGIN
CREATE ROLE alice LOGIN
CREATE ROLE scrambled LOGIN PASSWORD 'secret'
]]

describe("PostgreSQL > TLS", { tags = { "servers" }, requires = postgres.requires, timeout = 20 }, function()
  local server, authority, revoked, crl

  -- The lines of a configuration with TLS that shows this certificate. Keys that others may read are refused.
  local function lines(certificate)
    process.start({ command = { "chmod", "600", certificate.key_file } }):wait()
    return ([[
ssl = on
ssl_min_protocol_version = 'TLSv1.2'
ssl_ciphers = 'HIGH'
ssl_cert_file = '%s'
ssl_key_file = '%s'
ssl_ca_file = '%s'
ssl_crl_file = '%s'
]]):format(certificate.cert_file, certificate.key_file, authority.cert_file, crl)
  end

  before_all(function(t)
    authority = ssl.authority()
    revoked = authority:certificate { client = true, common_name = "alice", revoked = true }
    crl = authority:crl()
    postgres.initialize(t, setup)
    server = postgres.start(t, lines(authority:certificate()))
  end)

  -- A client that has asked for TLS and may begin with it.
  local function ask(address)
    local c = pg.dial(address)
    c:send(pg.ssl_request)
    expect(c.socket:recv_exactly(1)):equals("S")
    return c
  end

  -- A client that is in it; it has not said who it is.
  local function dial(context, address)
    local c = ask(address)
    c.socket = tls.connect(context or authority:client_context(), c.socket)
    return c
  end

  -- The message of the error that a user with this certificate gets; nil where it is let in.
  local function error_of(certificate, user)
    local c <close> = dial(authority:client_context { certificate = certificate })
    local r = c:start { user = user }
    return r.error and r.error.message
  end

  -- The alert by which the handshake of a client with this certificate ends.
  local function alert_of(certificate)
    local e = tls.refusal(authority:client_context { certificate = certificate }, ask().socket)
    return e and e.reason
  end

  it("happy path: it is agreed on by one letter, and the session says that it is there", function()
    local c <close> = dial()
    expect(c:start().status):equals("I")
    expect(c:query("SELECT ssl, version, cipher FROM pg_stat_ssl WHERE pid = pg_backend_pid()").rows):equals {
      { "t", "TLSv1.3", "TLS_AES_256_GCM_SHA384" } }
    expect(c:value("SELECT repeat('x', 100000)") == ("x"):rep(100000)):is_true()
    expect(server):logs("connection authorized: user=postgres .*SSL enabled %(protocol=TLSv1.3, ")
  end)

  it("what came in the clear behind the request for TLS is refused, not taken for encrypted", {
    segment = false, -- what comes later is taken for the handshake
  }, function()
    local c <close> = pg.dial()
    c:send(pg.ssl_request .. pg.startup { user = "postgres" } .. pg.query("SELECT 'injected'"))
    expect(c.socket:recv_exactly(1)):equals("S")
    c.socket = tls.connect(authority:client_context(), c.socket)
    expect(c:read_result().kinds):matches("^E?$")
    expect(server):logs("received unencrypted data after SSL request")
  end)

  it("who has to use it is not let in without", function()
    local plain <close> = pg.dial()
    local e = plain:start({ user = "careful" }).error
    expect(e and e.code):equals("28000")
    expect(e.message):contains('user "careful", database "postgres", no encryption')
    local c <close> = dial()
    expect(c:start({ user = "careful" }).status):equals("I")
  end)

  it("a client's certificate stands for a password, and for its own name only", function()
    local alice = authority:certificate { client = true, common_name = "alice" }
    local bob = authority:certificate { client = true, common_name = "bob" }
    expect(error_of(alice, "alice")):is_nil()
    expect(error_of(bob, "alice")):equals('certificate authentication failed for user "alice"')
    expect(server):logs('provided user name %(alice%) and authenticated user name %(bob%) do not match')
    expect(error_of(nil, "alice")):equals("connection requires a valid client certificate")
  end)

  it("a client's certificate that is revoked, or of another authority, is refused whoever it is for", function()
    expect(alert_of(revoked)):equals("SSLV3_ALERT_CERTIFICATE_REVOKED")
    expect(server):logs("could not accept SSL connection: certificate verify failed")
    expect(alert_of(ssl.authority { name = "stranger" }:certificate { client = true })):equals("TLSV1_ALERT_UNKNOWN_CA")
  end)

  it("a version that is too old is refused, and the log says which ones there are", function()
    expect(function() dial(tls.old_client(authority)) end):raises(ssl.SSLError, {
      reason = "TLSV1_ALERT_PROTOCOL_VERSION" })
    expect(server):logs("could not accept SSL connection: unsupported protocol")
    expect(server):logs("HINT: .* does not support any SSL protocol version between TLSv1.2 and TLSv1.3")
  end)

  it("an expired certificate is renewed by a reload, and sessions go on", function(t)
    local function show(certificate)
      postgres.configure(t, lines(certificate))
      server:reload()
      expect(server):logs('parameter "ssl_cert_file" changed to')
    end
    show(authority:certificate { expired = true })
    expect(dial):raises(ssl.SSLCertVerificationError, { verify_code = 10 })
    local old <close> = dial(authority:client_context { verify = false })
    expect(old:start().status):equals("I")
    show(authority:certificate { common_name = "renewed" })
    local c <close> = dial()
    expect(tls.name_of(c.socket)):equals("renewed")
    expect(old:value("SELECT 1")):equals("1")
  end)

  it("a password may be bound to the channel, and only where there is one", function()
    local plain <close> = pg.dial()
    expect(plain:start({ user = "scrambled" }).mechanisms):equals { "SCRAM-SHA-256" }
    local c <close> = dial()
    expect(c:start({ user = "scrambled" }).mechanisms):equals { "SCRAM-SHA-256-PLUS", "SCRAM-SHA-256" }
  end)

  it("a client that is cut anywhere in its handshake hurts nobody", function(t)
    local client = authority:client_context()
    t:cut { to = pg.address, cap = 12, play = function(_, cut)
      pcall(function()
        local c <close> = dial(client, cut.address)
        c:start { application_name = "cut" }
      end)
    end }
    local c <close> = dial()
    expect(c:start().status):equals("I")
  end)
end)

-- Redis over TLS: who gets in, what its port without TLS does meanwhile, a renewal while it runs, and its replica.
local redis = require "redis_support"
local resp = require "resp"
local socket = require "socket"
local ssl = require "ssl"
local tls = require "tls_support"

local address = { "127.0.0.1", 6443 }

-- Lines for a server at port 6443 that shows this certificate and trusts that authority; `more` stands behind them.
local function lines(authority, certificate, more)
  return ([[
    tls-port %d
    tls-cert-file %s
    tls-key-file %s
    tls-ca-cert-file %s
    %s
  ]]):format(address[2], certificate.cert_file, certificate.key_file, authority.cert_file, more or "")
end

-- A client over TLS.
local function connect(context, to)
  return resp.client(tls.connect(context, to or address))
end

describe("redis TLS", redis.suite, function()
  it("a client shows a certificate of the authority, or is refused by an alert", function(t)
    local authority = ssl.authority()
    local server = redis.start(t, lines(authority, authority:certificate(), "loglevel verbose"))
    local c <close> = connect(authority:client_context { certificate = true })
    expect(c:call("PING")):equals("PONG")
    expect(tls.refusal(authority:client_context(), address).reason):equals("TLSV13_ALERT_CERTIFICATE_REQUIRED")
    expect(server):logs("Error accepting a client connection: .*peer did not return a certificate")
    local stranger = ssl.authority { name = "stranger" }:certificate { client = true }
    expect(tls.refusal(authority:client_context { certificate = stranger }, address).reason):equals(
      "TLSV1_ALERT_UNKNOWN_CA")
    expect(server):logs("Error accepting a client connection: .*certificate verify failed")
  end)

  it("what is said over TLS is the same protocol, and the port without it can be closed", {
    segment = false,
  }, function(t)
    local authority = ssl.authority()
    redis.start(t, lines(authority, authority:certificate(), "tls-auth-clients no\nport 0"))
    expect(function() redis.connect(redis.origin(t)) end):raises(socket.ConnectionRefusedError)
    local c <close> = connect(authority:client_context())
    local value = ("0123456789abcdef"):rep(1 << 14)
    expect(c:call("SET", "k", value)):equals("OK")
    expect(c:call("GET", "k") == value):is_true()
    for n = 1, 3 do c:send("INCR", "n" .. n // 3) end
    expect({ c:read(), c:read(), c:read() }):equals { 1, 2, 1 }
  end)

  it("versions and ciphers that are too old are refused", function(t)
    local authority = ssl.authority()
    redis.start(t, lines(authority, authority:certificate(), [[
      tls-auth-clients no
      tls-protocols "TLSv1.2 TLSv1.3"
      tls-ciphers ECDHE-ECDSA-AES256-GCM-SHA384
    ]]))
    expect(tls.refusal(tls.old_client(authority), address).reason):equals("TLSV1_ALERT_PROTOCOL_VERSION")
    local weak = authority:client_context {
      maximum_version = ssl.TLSVersion.TLSv1_2, ciphers = "ECDHE-ECDSA-AES128-SHA256" }
    expect(tls.refusal(weak, address).reason):equals("SSLV3_ALERT_HANDSHAKE_FAILURE")
  end)

  it("an expired certificate is renewed while it runs, and who is connected stays so", function(t)
    local authority = ssl.authority()
    redis.start(t, lines(authority, authority:certificate { expired = true }, "tls-auth-clients no"))
    local client = authority:client_context()
    expect(tls.refusal(client, address).verify_code):equals(10)
    local old <close> = connect(authority:client_context { verify = false })
    local new = authority:certificate { common_name = "renewed" }
    expect(old:call("CONFIG", "SET", "tls-cert-file", new.cert_file, "tls-key-file", new.key_file)):equals("OK")
    local s <close> = tls.connect(client, address)
    expect(tls.name_of(s)):equals("renewed")
    expect(old:call("PING")):equals("PONG")
    local wrong = authority:certificate()
    expect(function() old:call("CONFIG", "SET", "tls-cert-file", wrong.cert_file) end):raises(
      "ERR CONFIG SET failed (possibly related to argument 'tls-cert-file')") -- its key is another one
    local again <close> = tls.connect(client, address)
    expect(tls.name_of(again)):equals("renewed")
  end)

  it("a session is taken up again", function(t)
    local authority = ssl.authority()
    redis.start(t, lines(authority, authority:certificate(), "tls-auth-clients no"))
    local client = authority:client_context()
    local first <close> = tls.connect(client, address)
    expect(resp.client(first):call("PING")):equals("PONG")
    local second <close> = tls.connect(client, address, { session = first.session })
    expect(resp.client(second):call("PING")):equals("PONG")
    expect(second.session_reused):is_true()
  end)

  it("plain text at the TLS port is refused, and logged", function(t)
    local authority = ssl.authority()
    local server = redis.start(t, lines(authority, authority:certificate(), "tls-auth-clients no\nloglevel verbose"))
    local plain <close> = redis.connect(address)
    local answered, e = pcall(plain.call, plain, "PING") -- with an alert, or a reset that overtakes it
    expect(answered or socket.isinstance(e, socket.timeout)):is_false()
    expect(server):logs("Error accepting a client connection: .*wrong version number")
    local c <close> = connect(authority:client_context())
    expect(c:call("PING")):equals("PONG")
  end)

  it("a client that is cut anywhere in its handshake takes no other one with it", function(t)
    local authority = ssl.authority()
    redis.start(t, lines(authority, authority:certificate(), "tls-auth-clients no"))
    local client = authority:client_context()
    local other <close> = connect(client)
    t:cut { to = address, cap = 16, play = function(_, cut)
      local fine, answer = pcall(function()
        local c <close> = connect(client, cut.address)
        return c:call("INCR", "n")
      end)
      if fine then expect(other:call("GET", "n")):equals(tostring(answer)) end
    end }
    expect(other:call("PING")):equals("PONG")
  end)

  it("a replica copies over TLS, and shows its own certificate for it", function(t)
    local authority = ssl.authority()
    local main = redis.pair(t, lines(authority, authority:certificate(), "repl-diskless-sync-delay 0"))
    main:call("SET", "before", 1)
    local shown = authority:certificate { client = true, common_name = "replica" }
    local own = ("tls-replication yes\ntls-client-cert-file %s\ntls-client-key-file %s"):format(
      shown.cert_file, shown.key_file)
    local second = redis.start(t, lines(authority, authority:certificate(), own):gsub("6443", "6444"), {
      port = 6380, name = "replica" })
    local replica = redis.connect { "127.0.0.1", 6380 }
    replica:call("REPLICAOF", "127.0.0.1", address[2])
    expect(second):logs("MASTER <%-> REPLICA sync: Finished with success")
    main:call("SET", "behind", 2)
    expect(main:call("WAIT", 1, 4000)):equals(1)
    expect(replica:call("MGET", "before", "behind")):equals { "1", "2" }
  end)
end)

-- memcached over TLS: whom it refuses, the listener that stays without, and a renewal while it runs. What it counts as
-- ssl_handshake_errors is left alone: a failure counts only where its bytes came before the connection was accepted.
local lines = require "lines"
local memcached = require "memcached_support"
local socket = require "socket"
local ssl = require "ssl"
local tls = require "tls_support"

-- A server that shows a certificate of the authority; `more` are arguments behind those, `options` the certificate's,
-- `ready` what is waited for if not its first listener. Gives the server, and where it listens itself: what a proxy of a
-- variant changes is nothing for TLS.
local function start(t, authority, more, options, ready)
  local certificate = authority:certificate(options)
  t:write("shown.pem", certificate.chain_pem)
  t:write("shown.key", certificate.key_pem)
  local arguments = { "-Z", "-o", ("ssl_chain_cert=%s/shown.pem,ssl_key=%s/shown.key"):format(t:tempdir(), t:tempdir()) }
  table.move(more or {}, 1, #(more or {}), #arguments + 1, arguments)
  return memcached.start(t, arguments, ready), memcached.origin(t)
end

-- A client over TLS.
local function connect(context, to, options)
  return lines.memcached.client(tls.connect(context, to, options))
end

describe("memcached over TLS", memcached.suite, function()
  it("is the same protocol, large values too", { segment = false }, function(t)
    local authority = ssl.authority()
    local _, address = start(t, authority)
    local c <close> = connect(authority:client_context(), address)
    local value = ("0123456789abcdef"):rep(1 << 14)
    expect(c:set("k", value)):equals("STORED")
    expect(c:get("k") == value):is_true()
    expect(c:stats("settings").ssl_enabled):equals("yes")
  end)

  it("has listeners without it beside, where they are told so", function(t)
    local authority = ssl.authority()
    start(t, authority, { "-l", "127.0.0.1:11311,notls:127.0.0.1:11312" }, {}, { tcp = { "127.0.0.1", 11312 } })
    local secret <close> = connect(authority:client_context(), { "127.0.0.1", 11311 })
    local plain <close> = lines.memcached.connect({ "127.0.0.1", 11312 }, { timeout = 3 })
    expect(plain:set("k", "v")):equals("STORED")
    expect(secret:get("k")):equals("v")
  end)

  it("refuses versions that are too old", function(t)
    local authority = ssl.authority()
    local _, address = start(t, authority)
    expect(tls.refusal(tls.old_client(authority), address).reason):equals("TLSV1_ALERT_PROTOCOL_VERSION")
    local c <close> = connect(authority:client_context { maximum_version = ssl.TLSVersion.TLSv1_2 }, address)
    expect(c:command("mn")):equals("MN")
  end)

  it("asks clients for a certificate", function(t)
    local authority = ssl.authority()
    local _, address = start(t, authority, { "-o", "ssl_verify_mode=2,ssl_ca_cert=" .. authority.cert_file })
    local c <close> = connect(authority:client_context { certificate = true }, address)
    expect(c:command("mn")):equals("MN")
    expect(tls.refusal(authority:client_context(), address).reason):equals("TLSV13_ALERT_CERTIFICATE_REQUIRED")
    local stranger = ssl.authority { name = "stranger" }:certificate { client = true }
    expect(tls.refusal(authority:client_context { certificate = stranger }, address).reason):equals(
      "TLSV1_ALERT_UNKNOWN_CA")
  end)

  it("takes a renewed certificate by a command, and keeps who is connected", function(t)
    local authority = ssl.authority()
    local _, address = start(t, authority, {}, { expired = true })
    local client = authority:client_context()
    expect(tls.refusal(client, address).verify_code):equals(10)
    local old <close> = connect(authority:client_context { verify = false }, address)
    local new = authority:certificate { common_name = "renewed" }
    t:write("shown.pem", new.chain_pem)
    expect(old:command("refresh_certs")):matches("^Error loading the key: .*key values mismatch")
    t:write("shown.key", new.key_pem)
    expect(old:command("refresh_certs")):equals("OK")
    local s <close> = tls.connect(client, address)
    expect(tls.name_of(s)):equals("renewed")
    expect(old:command("mn")):equals("MN")
  end)

  it("takes up sessions again, where it is told to", function(t)
    local authority = ssl.authority()
    local _, address = start(t, authority, { "-o", "ssl_session_cache" })
    local client = authority:client_context()
    local first <close> = tls.connect(client, address)
    expect(lines.memcached.client(first):command("mn")):equals("MN")
    local second <close> = tls.connect(client, address, { session = first.session })
    expect(lines.memcached.client(second):command("mn")):equals("MN")
    expect(second.session_reused):is_true()
  end)

  it("sends away who speaks plain text", function(t)
    local authority = ssl.authority()
    local _, address = start(t, authority)
    local plain <close> = lines.memcached.connect(address, { timeout = 3 })
    local answered, e = pcall(plain.command, plain, "version")
    expect(answered and e or socket.isinstance(e, socket.timeout)):is_false()
    local c <close> = connect(authority:client_context(), address)
    expect(c:command("mn")):equals("MN")
  end)

  it("is not held up by a client that stops in its handshake", function(t)
    local authority = ssl.authority()
    local _, address = start(t, authority, { "-t", "1" })
    local half <close> = lines.memcached.connect(address)
    half:send_raw(tls.client_hello(authority:client_context()):sub(1, 100))
    local c <close> = connect(authority:client_context(), address)
    expect(c:command("mn")):equals("MN")
  end)
end)

-- HAProxy and TLS on both of its sides: what clients are shown and refused, what it takes from the servers behind it.
local haproxy = require "haproxy_support"
local http = require "http"
local proxy_protocol = require "proxy_protocol"
local socket = require "socket"
local ssl = require "ssl"
local tls = require "tls_support"

-- The path of a file with a certificate and its key, as `crt` takes it.
local function bundle(t, name, certificate)
  return t:write(name, certificate.chain_pem .. certificate.key_pem)
end

-- HAProxy with a frontend for TLS that shows these certificates; `options` stand behind them, `lines` are as of
-- haproxy.start. What it is asked is answered by itself.
local function start(t, certificates, options, lines)
  local all = {
    bind = "127.0.0.1:80 ssl ssl-min-ver TLSv1.2",
    frontend = 'http-request return status 200 content-type text/plain lf-string "%[ssl_c_s_dn(CN)]" if { path /who }',
    defaults = "error-log-format \"%ci refused: %[ssl_fc_err_str] %[ssl_c_err]\"",
  }
  for name, value in pairs(lines or {}) do all[name] = value end
  for _, crt in ipairs(certificates) do all.bind = all.bind .. " crt " .. crt end
  all.bind = all.bind .. " " .. (options or "")
  return haproxy.start(t, all)
end

-- The response to a request for `target` over a TLS connection of its own.
local function get(context, target)
  local s <close> = tls.connect(context, haproxy.address)
  return http.client(s):get(target or "/who")
end

describe("HAProxy > TLS", { tags = { "servers" }, requires = { "private", "command:haproxy" }, timeout = 15 }, function()
  scenario("each name has its certificate, and one that has none is refused", function(t)
    local authority = ssl.authority()
    start(t, {
      bundle(t, "one.pem", authority:certificate { names = "one.test" }),
      bundle(t, "two.pem", authority:certificate { names = "*.two.test" }),
    }, "strict-sni")
    local client = authority:client_context()
    for asked, shown in pairs { ["one.test"] = "one.test", ["a.two.test"] = "*.two.test" } do
      local s <close> = tls.connect(client, haproxy.address, { server_hostname = asked })
      expect(tls.name_of(s)):equals(shown)
    end
    local refused = tls.refusal(client, haproxy.address, { server_hostname = "three.test" })
    expect(refused.reason):equals("TLSV1_UNRECOGNIZED_NAME")
  end)

  scenario("versions and ciphers that are not shared are refused, each by its alert", function(t)
    local authority = ssl.authority()
    local server = start(t, { bundle(t, "crt.pem", authority:certificate()) },
      "ciphers ECDHE-ECDSA-AES256-GCM-SHA384")
    expect(tls.refusal(tls.old_client(authority), haproxy.address).reason):equals("TLSV1_ALERT_PROTOCOL_VERSION")
    local weak = authority:client_context {
      maximum_version = ssl.TLSVersion.TLSv1_2, ciphers = "ECDHE-ECDSA-AES128-SHA256" }
    expect(tls.refusal(weak, haproxy.address).reason):equals("SSLV3_ALERT_HANDSHAKE_FAILURE")
    expect(server):logs("refused: .*unsupported protocol")
    expect(server):logs("refused: .*no shared cipher")
  end)

  scenario("a client without a good certificate is refused within the handshake", function(t)
    local authority = ssl.authority()
    local good = authority:certificate { client = true, common_name = "alice" }
    local revoked = authority:certificate { client = true, revoked = true }
    local server = start(t, { bundle(t, "crt.pem", authority:certificate()) },
      ("verify required ca-file %s crl-file %s"):format(authority.cert_file, authority:crl()))
    local function refusal(certificate)
      local e = tls.refusal(authority:client_context { certificate = certificate }, haproxy.address)
      return e and e.reason
    end
    expect(get(authority:client_context { certificate = good }).body):equals("alice")
    expect(refusal(nil)):equals("TLSV13_ALERT_CERTIFICATE_REQUIRED")
    expect(refusal(revoked)):equals("SSLV3_ALERT_CERTIFICATE_REVOKED")
    expect(refusal(ssl.authority { name = "x" }:certificate { client = true })):equals("TLSV1_ALERT_UNKNOWN_CA")
    expect(server):logs("refused: .* 23$") -- X509_V_ERR_CERT_REVOKED
  end)

  scenario("an expired certificate is renewed by the operator, without a reload, and no connection is cut", function(t)
    local authority = ssl.authority()
    local file = bundle(t, "crt.pem", authority:certificate { expired = true })
    local server = start(t, { file })
    local client = authority:client_context()
    expect(tls.refusal(client, haproxy.address).verify_code):equals(10)
    expect(server):logs("refused: .*alert certificate expired")
    local old <close> = tls.connect(authority:client_context { verify = false }, haproxy.address)
    local new = authority:certificate { common_name = "renewed" }
    expect(haproxy.command(t, ("set ssl cert %s <<\n%s%s\n"):format(file, new.chain_pem, new.key_pem))):contains(
      "Transaction created for certificate")
    expect(tls.refusal(client, haproxy.address).verify_code):equals(10)
    expect(haproxy.command(t, "commit ssl cert " .. file)):contains("Success!")
    local s <close> = tls.connect(client, haproxy.address)
    expect(tls.name_of(s)):equals("renewed")
    expect(http.client(old):get("/who").status):equals(200)
  end)

  scenario("a session is taken up again after a reload, where the keys of tickets are kept", function(t)
    local authority = ssl.authority()
    local keys = t:write("ticket.keys", ("QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2\n"):rep(3))
    local server = start(t, { bundle(t, "crt.pem", authority:certificate()) }, "tls-ticket-keys " .. keys)
    local client = authority:client_context()
    local first = tls.connect(client, haproxy.address)
    expect(http.client(first):get("/who").status):equals(200)
    local session = first.session
    first:close()
    expect(server):logs("Loading success")
    server:reload()
    expect(server):logs("Proxy front stopped") -- by the old worker
    local second <close> = tls.connect(client, haproxy.address, { session = session })
    expect(http.client(second):get("/who").status):equals(200)
    expect(second.session_reused):is_true()
  end)

  scenario("the servers behind it have to prove who they are", function(t)
    local authority = ssl.authority()
    local server = haproxy.start(t, { servers = ("server one 127.0.0.1:9001 ssl verify required ca-file %s " ..
      "verifyhost one.test sni str(one.test) alpn http/1.1"):format(authority.cert_file) })
    local listener = socket.create_server { "127.0.0.1", 9001 }
    -- What a client gets while the server behind shows this certificate.
    local function answer(options)
      options.alpn = { "http/1.1" }
      local context, status = authority:server_context(options), nil
      t:run("one", function()
        local wrapped, s = pcall(context.wrap_socket, context, listener:accept(), { server_side = true })
        if not wrapped then return end
        expect(s:selected_alpn_protocol()):equals("http/1.1")
        http.serve(s, function() return { headers = { Connection = "close" } } end)
        s:close()
      end, "client", function() status = haproxy.request().status end)
      return status
    end
    expect(answer { names = "one.test" }):equals(200)
    expect(answer { names = "two.test" }):equals(503)
    expect(answer { names = "one.test", expired = true }):equals(503)
    expect(answer { names = "one.test", self_signed = true }):equals(503)
    expect(server):logs("^503 SC GET / behind/one")
  end)

  scenario("a server behind learns by PROXY what was agreed on, and whose certificate it was", function(t)
    local authority = ssl.authority()
    start(t, { bundle(t, "crt.pem", authority:certificate()) }, "alpn http/1.1 verify optional ca-file " ..
      authority.cert_file, { frontend = "", servers =
      "server one 127.0.0.1:9001 send-proxy-v2-ssl-cn proxy-v2-options authority,crc32c" })
    local listener = socket.create_server { "127.0.0.1", 9001 }
    t:run("one", function()
      local conn <close> = listener:accept()
      local told = proxy_protocol.read(conn).tlvs
      expect({ told.authority, told.alpn, told.ssl.version, told.ssl.cn, told.ssl.verify }):equals {
        "localhost", "http/1.1", "TLSv1.3", "alice", 0 }
      http.serve(conn, function() return { headers = { Connection = "close" } } end)
    end, "client", function()
      local alice = authority:certificate { client = true, common_name = "alice" }
      local client = authority:client_context { certificate = alice, alpn = { "http/1.1" } }
      expect(get(client).status):equals(200)
    end)
  end)

  scenario("an answer that is cut does not end like one that is whole", function(t)
    local authority = ssl.authority()
    start(t, { bundle(t, "crt.pem", authority:certificate()) }, "", { frontend = "" })
    local listener = socket.create_server { "127.0.0.1", 9001 }
    t:background("one", function()
      while true do
        local conn <close> = listener:accept()
        http.server(conn):read_request()
        conn:sendall("HTTP/1.0 200 OK\r\n\r\n" .. ("x"):rep(20000)) -- its end is the connection's
      end
    end)
    local function read(to)
      local s <close> = tls.connect(authority:client_context(), to, { suppress_ragged_eofs = false })
      s:sendall("GET / HTTP/1.0\r\n\r\n")
      return #s:recv_all():match("\r\n\r\n(.*)")
    end
    expect(read(haproxy.address)):equals(20000)
    local way = t:proxy { to = haproxy.address, toxics = { limit_data = { bytes = 10000, stream = "down" } } }
    expect(function() read(way.address) end):raises(ssl.SSLEOFError)
  end)
end)

-- HAProxy's reg-test ssl/ssl_client_auth: certificates of clients, as HAProxy checks them in front and shows them behind.
local http = require "http"
local regtest = require "regtest_support"
local socket = require "socket"
local ssl = require "ssl"

-- clear shows three certificates in turn, and lenient says in a field what it found; strict refuses, and behind is a
-- server of the scenario's.
local configuration = [[
defaults
  mode http
  timeout client 5s
  timeout server 5s
  timeout connect 5s
listen clear
  bind {{clear}}
  balance roundrobin
  server s1 127.0.0.1:8002 ssl verify none crt ok.pem
  server s2 127.0.0.1:8002 ssl verify none crt expired.pem
  server s3 127.0.0.1:8002 ssl verify none crt revoked.pem
listen lenient
  bind {{lenient}} ssl crt server.pem ca-file {{ca}} verify optional crt-ignore-err all crl-file {{crl}}
  http-response add-header X-SSL Ok if { ssl_c_used } { ssl_c_verify 0 }
  http-response add-header X-SSL Expired if { ssl_c_verify 10 }
  http-response add-header X-SSL Revoked if { ssl_c_verify 23 }
  http-response add-header X-Name %[ssl_c_s_dn(cn)]
  server s1 127.0.0.1:9001
listen strict
  option httplog
  log 127.0.0.1:5140 local0
  bind {{strict}} ssl crt server.pem ca-file {{ca}} verify required crl-file {{crl}} ssl-max-ver TLSv1.2
  server s1 127.0.0.1:9001
listen to_verifier
  bind {{to_verifier}}
  server v 127.0.0.1:9444 ssl verify required ca-file {{ca}} verifyhost localhost crt ok.pem
]]

local fronts = { "clear", "lenient", "strict", "to_verifier" }

-- HAProxy, and whose certificates these are: { authority, ok, expired, revoked }.
local function start(t)
  local authority, made = ssl.authority(), {}
  made.authority = authority
  for name, options in pairs { ok = {}, expired = { expired = true }, revoked = { revoked = true } } do
    options.client, options.common_name = true, name
    made[name] = authority:certificate(options)
    t:write(name .. ".pem", made[name].pem .. made[name].key_pem)
  end
  local server = authority:certificate()
  t:write("server.pem", server.pem .. server.key_pem)
  local _, at = regtest.start(t, configuration, fronts, { ca = authority.cert_file, crl = authority:crl() })
  return made, at
end

local function serve(t) regtest.serve(t, "s1", 9001, regtest.says "") end

-- A TLS connection that shows this certificate, or none.
local function connect(made, address, certificate)
  local context = made.authority:client_context { certificate = certificate }
  return context:wrap_socket(socket.create_connection(address), { server_hostname = "localhost" })
end

local function fields(r) return { r.status, r.headers["X-SSL"] or "none", r.headers["X-Name"] } end

local verdicts = {
  ok = { 200, "Ok", "ok" }, expired = { 200, "Expired", "expired" }, revoked = { 200, "Revoked", "revoked" },
}

describe("reg-tests > ssl/ssl_client_auth", regtest.options, function()
  scenario("HAProxy shows the certificates of its servers' lines to HAProxy, which says what it thinks of them", function(t)
    local _, at = start(t)
    serve(t)
    for _, name in ipairs { "ok", "expired", "revoked" } do
      local c <close> = http.connect(at.clear)
      expect(fields(c:get("/"))):equals(verdicts[name])
    end
  end)

  scenario("what clients show is judged, and taken all the same where errors are ignored", function(t)
    local made, at = start(t)
    serve(t)
    for _, name in ipairs { "ok", "expired", "revoked", "none" } do
      local c <close> = http.client(connect(made, at.lenient, made[name]))
      expect(fields(c:get("/"))):equals(verdicts[name] or { 200, "none", "" })
    end
  end)

  scenario("what clients show is refused in the handshake where errors are none to ignore", function(t)
    local made, at = start(t)
    local log = regtest.syslog(5140)
    serve(t)
    for _, case in ipairs {
      { "expired", "CERTIFICATE_EXPIRED", "SSL client certificate not trusted" },
      { "revoked", "CERTIFICATE_REVOKED", "SSL client certificate not trusted" },
      { "none", "HANDSHAKE_FAILURE", "SSL handshake failure" },
    } do
      local name, reason, words = table.unpack(case)
      expect(function() connect(made, at.strict, made[name]) end):raises(ssl.SSLError, { reason = "SSLV3_ALERT_" .. reason })
      expect((regtest.parse(log:recv(1000)))):matches("^127.0.0.1:%d+ %[.*%] strict/1: " .. words .. "$")
    end
    local c <close> = http.client(connect(made, at.strict, made.ok))
    expect(c:get("/").status):equals(200)
  end)

  scenario("a server that wants a certificate is shown the one that is meant for it", function(t)
    local made, at = start(t)
    local context = made.authority:server_context { verify_client = true }
    local listener = socket.create_server { "127.0.0.1", 9444 }
    t:run("v", function()
      local conn <close> = context:wrap_socket(listener:accept(), { server_side = true })
      expect(conn:getpeercert().serialNumber):equals(("%02X"):format(made.ok.serial))
      http.serve(conn, function() return { headers = { Connection = "close" }, body = "seen" } end)
    end, "client", function()
      local c <close> = http.connect(at.to_verifier)
      expect(c:get("/").body):equals("seen")
    end)
  end)
end)

-- nginx over TLS: whom it shows which certificate, whom it refuses and how it says so, and a renewal while it runs.
local http = require "http"
local nginx = require "nginx_support"
local socket = require "socket"
local ssl = require "ssl"
local tls = require "tls_support"

local address = { "127.0.0.1", 443 }

-- A server at port 443 with that certificate, and these lines.
local function serves(certificate, lines)
  return ("listen 127.0.0.1:443 ssl; ssl_certificate %s; ssl_certificate_key %s; ssl_protocols TLSv1.2 TLSv1.3;\n%s")
    :format(certificate.cert_file, certificate.key_file, lines or "")
end

-- The response to a request for `target` over a TLS connection of its own.
local function get(context, target, options)
  local s <close> = tls.connect(context, address, options)
  return http.client(s):get(target or "/")
end

describe("nginx > TLS", { tags = { "servers" }, requires = { "private", "command:nginx" }, timeout = 15 }, function()
  scenario("each name has its certificate, and who names none that is known gets the default", function(t)
    local authority = ssl.authority()
    local function of(name)
      return ("server_name %s; %s"):format(name, serves(authority:certificate { names = name }))
    end
    nginx.start(t, { server = of "one.test", http = "server { " .. of "default.test" .. " }" ..
      "server { " .. of "*.two.test" .. " }" })
    local client = authority:client_context { check_hostname = false }
    local function shown(name)
      local s <close> = tls.connect(client, address, { server_hostname = name })
      return tls.name_of(s)
    end
    expect({ shown "one.test", shown "a.two.test", shown "unknown.test" }):equals {
      "one.test", "*.two.test", "default.test" }
  end)

  scenario("a version of TLS that is too old is refused by an alert, and logged", function(t)
    local authority = ssl.authority()
    local server = nginx.start(t, { server = serves(authority:certificate()), direct = true })
    expect(tls.refusal(tls.old_client(authority), address).reason):equals("TLSV1_ALERT_PROTOCOL_VERSION")
    expect(t:conversation("main")):exchanged [[
      main > nginx  tcp 127.0.0.1:443
        < alert protocol_version
        ! do_handshake TLSV1_ALERT_PROTOCOL_VERSION
        > EOF
    ]]
    expect(server):logs("%[info%] .*unsupported protocol.* while SSL handshaking, client: 127.0.0.1")
  end)

  scenario("a client is asked for a certificate, and what is wrong with it is told over HTTP", function(t)
    local authority, stranger = ssl.authority(), ssl.authority { name = "stranger" }
    local good = authority:certificate { client = true, common_name = "alice" }
    local revoked = authority:certificate { client = true, revoked = true }
    nginx.start(t, { server = serves(authority:certificate(), ([[
      ssl_verify_client on; ssl_client_certificate %s; ssl_crl %s;
      location /who { return 200 "$ssl_client_s_dn $ssl_client_verify"; }
      error_page 495 496 =400 @bad;
      location @bad { return 400 $ssl_client_verify; }
    ]]):format(authority.cert_file, authority:crl())) })
    local function answer(certificate)
      local response = get(authority:client_context { certificate = certificate }, "/who")
      return response.status .. " " .. response.body
    end
    expect(answer(good)):equals("200 CN=alice SUCCESS")
    expect(answer(nil)):equals("400 NONE")
    expect(answer(revoked)):equals("400 FAILED:certificate revoked")
    expect(answer(stranger:certificate { client = true })):equals(
      "400 FAILED:unable to verify the first certificate")
    expect(answer(authority:certificate { client = true, expired = true })):equals("400 FAILED:certificate has expired")
  end)

  scenario("a session is taken up again, for the name that it was begun with", function(t)
    local authority = ssl.authority()
    nginx.start(t, { server = serves(authority:certificate(), [[
      ssl_session_cache shared:all:1m; ssl_session_tickets off;
      location / { return 200 "$ssl_session_reused"; }
    ]]) })
    for _, version in ipairs { ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3 } do
      local client = authority:client_context { maximum_version = version }
      local first <close> = tls.connect(client, address)
      expect(http.client(first):get("/").body):equals(".")
      expect(get(client, "/", { session = first.session }).body):equals("r")
    end
  end)

  scenario("a protocol is agreed on by ALPN, and none that is not spoken", function(t)
    local authority = ssl.authority()
    nginx.start(t, { server = serves(authority:certificate()) })
    local s <close> = tls.connect(authority:client_context { alpn = { "h2", "http/1.1" } }, address)
    expect(s:selected_alpn_protocol()):equals("http/1.1")
    expect(http.client(s):get("/").body):equals("Hello\n")
    local refused = tls.refusal(authority:client_context { alpn = { "h2" } }, address)
    expect(refused.reason):equals("TLSV1_ALERT_NO_APPLICATION_PROTOCOL")
  end)

  scenario("an expired certificate is renewed by a reload, and what runs meanwhile is not cut", function(t)
    local authority = ssl.authority()
    local up = "location /up { proxy_pass http://127.0.0.1:9000; }"
    local server = nginx.start(t, { server = serves(authority:certificate { expired = true }, up) })
    local client = authority:client_context()
    local refused = tls.refusal(client, address)
    expect({ refused.verify_code, refused.verify_message }):equals { 10, "certificate has expired" }
    expect(server):logs("alert certificate expired.* while SSL handshaking")

    local listener = socket.create_server { "127.0.0.1", 9000 }
    t:run("upstream", function()
      local conn <close> = listener:accept()
      local s = http.server(conn)
      s:read_request()
      nginx.configure(t, { server = serves(authority:certificate { common_name = "renewed" }, up) })
      server:reload()
      expect(server):logs("gracefully shutting down")
      local new <close> = tls.connect(client, address)
      expect(tls.name_of(new)):equals("renewed")
      if nginx.leaves_alone(conn) then s:respond { body = "late" } end -- else the client says so
    end, "client", function()
      local answered, response = pcall(get, authority:client_context { verify = false }, "/up")
      expect(answered and response.body or response.message):equals("late")
    end)
  end)

  scenario("plain text at the TLS port: HTTP is told so, anything else is closed", function(t)
    local authority = ssl.authority()
    local server = nginx.start(t, { server = serves(authority:certificate()) })
    local c <close> = http.connect(address)
    local response = c:get("/")
    expect(response.status):equals(400)
    expect(response.body):contains("The plain HTTP request was sent to HTTPS port")
    local s <close> = socket.create_connection(address)
    s:sendall("\x16\x03\x01\x00\x05hello") -- a record of TLS with no handshake in it
    s:settimeout(2)
    expect(s:recv_all()):equals("\x15\x03\x03\x00\x02\x02\x0a") -- fatal, unexpected_message
    expect(server):logs("while SSL handshaking")
    expect(get(authority:client_context()).status):equals(200)
  end)

  scenario("a handshake may come byte by byte, but one that stops is given up", function(t)
    local authority = ssl.authority()
    local lines = serves(authority:certificate())
    local impatient = "server { client_header_timeout 50ms; " .. lines:gsub(":443", ":444") .. "}"
    local server = nginx.start(t, { server = lines, http = impatient })
    local way = t:proxy { to = address, toxics = { slicer = { average_size = 1, stream = "up" } } }
    local s <close> = tls.connect(authority:client_context(), way.address)
    expect(http.client(s):get("/").body):equals("Hello\n")
    local half <close> = socket.create_connection { "127.0.0.1", 444 }
    half:sendall(tls.client_hello(authority:client_context()):sub(1, 100))
    half:settimeout(1)
    expect({ ended = pcall(half.recv, half, 1) }):equals { ended = true }
    expect(server):logs("client timed out .* while SSL handshaking")
  end)
end)

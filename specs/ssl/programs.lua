-- A program under test at the other end: OpenSSL's own, of which only one side of the conversation is seen.
local process = require "process"
local socket = require "socket"
local ssl = require "ssl"

local needs = { requires = { "command:openssl" }, timeout = 20 }

local function start_server(certificate, ...)
  return process.start {
    command = { "openssl", "s_server", "-accept", "127.0.0.1:443", "-cert", certificate.cert_file, "-key",
      certificate.key_file, "-cert_chain", certificate.cert_file, "-quiet", "-naccept", "1", ... },
    name = "s_server", stdin = process.PIPE, ready = { tcp = { "127.0.0.1", 443 } },
  }
end

local function start_client(authority, ...)
  return process.start {
    command = { "openssl", "s_client", "-connect", "127.0.0.1:443", "-CAfile", authority.cert_file,
      "-verify_return_error", "-servername", "localhost", "-quiet", "-no_ign_eof", ... },
    name = "s_client", stdin = process.PIPE,
  }
end

describe("openssl s_server", needs, function()
  it("talks to a client of ours", function(t)
    local authority = ssl.authority()
    local server = start_server(authority:certificate())
    t:run("client", function()
      local connection <close> = authority:client_context():wrap_socket(
        socket.create_connection { "127.0.0.1", 443 }, { server_hostname = "localhost" })
      connection:sendall("to the program\n")
      server:write("to the client\n")
      expect(connection:recv_line()):equals("to the client\n")
      connection:unwrap()
    end)
    server:wait()
    expect(server:output()):contains("to the program\n")
    expect(t):exchanged [[
      client > s_server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        > "to the program\n"
        < "to the client\n"
        > alert close_notify
        < alert close_notify
        > EOF
    ]]
  end)

  it("wants a certificate that the client has not", function(t)
    local authority = ssl.authority()
    start_server(authority:certificate(), "-Verify", "1", "-CAfile", authority.cert_file)
    t:run("client", function()
      local connection <close> = authority:client_context():wrap_socket(
        socket.create_connection { "127.0.0.1", 443 }, { server_hostname = "localhost" })
      expect(function() connection:recv(1) end):raises(ssl.SSLError, { reason = "TLSV13_ALERT_CERTIFICATE_REQUIRED" })
    end)
    expect(t):exchanged [[
      client > s_server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        < alert certificate_required
        ! recv TLSV13_ALERT_CERTIFICATE_REQUIRED
        > EOF
    ]]
  end)
end)

describe("openssl s_client", needs, function()
  it("talks to a server of ours", function(t)
    local authority = ssl.authority()
    local context = authority:server_context()
    local listener <close> = socket.create_server { "127.0.0.1", 443 }
    local client = start_client(authority)
    t:run("server", function()
      local connection <close> = context:wrap_socket(listener:accept(), { server_side = true })
      client:write("question\n")
      expect(connection:recv_line()):equals("question\n")
      connection:sendall("answer\n")
      client:wait_for_output("answer\n")
      client:close_stdin()
      expect(connection:recv(1)):equals("")
      connection:unwrap()
    end)
    client:wait()
    expect(t):exchanged [[
      s_client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        > "question\n"
        < "answer\n"
        > alert close_notify
        < alert close_notify
        < EOF
    ]]
  end)

  it("refuses an expired certificate", function(t)
    local authority = ssl.authority()
    local context = authority:server_context { expired = true }
    local listener <close> = socket.create_server { "127.0.0.1", 443 }
    local client = start_client(authority)
    t:run("server", function()
      local plain = listener:accept()
      expect(function() context:wrap_socket(plain, { server_side = true }) end):raises(ssl.SSLError, {
        reason = "SSLV3_ALERT_CERTIFICATE_EXPIRED" })
    end)
    client:wait()
    expect(t):exchanged [[
      s_client > server  tcp 127.0.0.1:443
        > alert certificate_expired
        ! server do_handshake SSLV3_ALERT_CERTIFICATE_EXPIRED
        < EOF
    ]]
  end)
end)

describe("nginx", { requires = { "command:nginx" }, timeout = 20 }, function()
  local function start(t, certificate)
    t:write("nginx.conf", [[
      user root;
      daemon off;
      master_process off;
      pid {{directory}}/nginx.pid;
      events {}
      http {
        access_log off;
        server_tokens off;
        client_body_temp_path {{directory}}/a; proxy_temp_path {{directory}}/b; fastcgi_temp_path {{directory}}/c;
        uwsgi_temp_path {{directory}}/d;
        scgi_temp_path {{directory}}/e;
        server {
          listen 127.0.0.1:443 ssl;
          ssl_certificate {{certificate}};
          ssl_certificate_key {{key}};
          ssl_protocols TLSv1.3;
          location / { return 200 "hello\n"; }
        }
      }
    ]], { certificate = certificate.cert_file, key = certificate.key_file })
    return process.start {
      command = { "nginx", "-c", t:tempdir() .. "/nginx.conf", "-e", "stderr" }, ready = { tcp = { "127.0.0.1", 443 } },
    }
  end

  it("answers a request over TLS", function(t)
    local authority = ssl.authority()
    start(t, authority:certificate())
    t:run("client", function()
      local connection <close> = authority:client_context { alpn = { "http/1.1" } }:wrap_socket(
        socket.create_connection { "127.0.0.1", 443 }, { server_hostname = "localhost" })
      connection:sendall("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
      expect(connection:recv_all()):matches("^HTTP/1.1 200 OK\r\n.*hello\n$")
    end)
    expect(t):exchanged [[
      client > nginx  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost", alpn "http/1.1"
        > "GET / HTTP/1.1\r\n"
        > "Host: localhost\r\n"
        > "Connection: close\r\n"
        > "\r\n"
        < "HTTP/1.1 200 OK\r\n"
        < "Server: nginx\r\n"
        < "Date: {date}\r\n"
        < "Content-Type: text/plain\r\n"
        < "Content-Length: 6\r\n"
        < "Connection: close\r\n"
        < "\r\n"
        < "hello\n"
        < alert close_notify
        > EOF
    ]]
  end)
end)

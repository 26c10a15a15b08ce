-- How a stream over TLS ends, and a handshake that comes to no end.
local socket = require "socket"
local ssl = require "ssl"
local support = require "support"

local function contexts_of(options)
  local authority = ssl.authority()
  return { server = authority:server_context(options), client = authority:client_context(options) }
end

describe("the end of a stream", function()
  it("is close_notify, both ways, by unwrap()", function(t)
    support.talk(t, contexts_of(), function(connection)
      expect(connection:recv(10)):equals("")
      connection:unwrap()
    end, function(connection)
      connection:unwrap()
      expect(function() connection:unwrap() end):raises(ssl.ValueError)
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        > alert close_notify
        < alert close_notify
        > EOF
        < EOF
    ]]
  end)

  it("leaves a plain connection behind", function(t)
    support.meet(t, function(plain)
      expect(plain:recv_line()):equals("STARTTLS\n")
      plain:sendall("go ahead\n")
      local contexts = ssl.authority { name = "late" }:server_context()
      local secret = contexts:wrap_socket(plain, { server_side = true })
      expect(secret:recv_exactly(6)):equals("secret")
      local back <close> = secret:unwrap()
      expect(back:recv_exactly(11)):equals("plain again")
      back:sendall("bye")
    end, function(plain)
      plain:sendall("STARTTLS\n")
      expect(plain:recv_line()):equals("go ahead\n")
      local context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
      context.check_hostname = false
      context.verify_mode = ssl.CERT_NONE
      local secret <close> = context:wrap_socket(plain)
      secret:sendall("secret")
      local back = secret:unwrap()
      expect(rawequal(back, secret)):is_true()
      expect(back:version()):is_nil()
      back:sendall("plain again")
      expect(back:recv_exactly(3)):equals("bye")
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        > "STARTTLS\n"
        < "go ahead\n"
        = TLSv1.3 TLS_AES_256_GCM_SHA384
        > "secret"
        > alert close_notify
        < alert close_notify
        > "plain again"
        < "bye"
        > EOF
        < EOF
    ]]
  end)

  it("is an error without it, where that is wanted", function(t)
    local contexts = contexts_of()
    support.meet(t, function(plain)
      local connection <close> = contexts.server:wrap_socket(plain, { server_side = true })
      expect(connection:version()):equals("TLSv1.3")
    end, function(plain)
      local connection <close> = contexts.client:wrap_socket(plain, {
        server_hostname = "localhost", suppress_ragged_eofs = false })
      expect(function() connection:recv(1) end):raises(ssl.SSLEOFError, {
        message = "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol",
        reason = "UNEXPECTED_EOF_WHILE_READING", errno = ssl.SSL_ERROR_EOF,
      })
    end)
  end)

  it("is a reset where bytes of the peer's were left unread", { segment = false }, function(t)
    support.talk(t, contexts_of(), function(connection)
      connection:sendall("never read")
      expect(function() connection:recv(1) end):raises(ssl.ConnectionResetError)
    end, function(connection)
      connection:settimeout(1)
      require("select").select({ connection }, {}, {})
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"
        > RST
        < unread "never read"
        ! server recv ECONNRESET
        < EOF
    ]]
  end)
end)

-- What OpenSSL would still say to what it finds unread when it closes: a peer that has gone says nothing more.
describe("a close sends nothing of its own", { segment = false }, function()
  it("to bytes that are no TLS", function(t)
    local contexts, come = contexts_of(), t:event()
    support.talk(t, contexts, function(connection)
      local plain <close> = socket.socket { fileno = connection:detach() }
      plain:sendall("\x17\x03\x03\x00\x14" .. ("x"):rep(20)) -- a record that nobody can decode
      come:set()
      expect(plain:recv_all()):equals("")
    end, function() come:wait() end)
  end)

  it("to the question for a certificate", function(t)
    local authority = ssl.authority()
    local contexts = {
      server = authority:server_context { verify_client = "optional" },
      client = authority:client_context { certificate = true },
    }
    for _, context in next, contexts do context.post_handshake_auth = true end
    local asked = t:event()
    support.talk(t, contexts, function(connection)
      connection:verify_client_post_handshake()
      connection:do_handshake() -- which sends it
      asked:set()
      expect(connection:recv(1)):equals("")
      expect(connection:getpeercert()):is_nil()
    end, function() asked:wait() end)
  end)
end)

describe("a handshake that comes to no end", function()
  it("because the peer says nothing", function(t)
    local contexts, done = contexts_of(), t:event()
    support.meet(t, function() done:wait() end, function(plain)
      plain:settimeout(0.01)
      expect(function() support.wrap(contexts, plain) end):raises(ssl.TimeoutError, {
        message = "The handshake operation timed out" })
      expect(plain:fileno()):equals(-1)
      done:set()
    end)
    expect(t):exchanged [[
      client > server  tcp 127.0.0.1:443
        ! do_handshake timeout
        > unread 517 bytes
        > EOF
        < RST
    ]]
  end)

  it("because the peer is gone", function(t)
    local contexts = contexts_of()
    support.meet(t, function() end, function(plain)
      plain:recv(1)
      expect(function() support.wrap(contexts, plain) end):raises(ssl.OSError)
    end)
  end)

  it("because the peer ends the stream", function(t)
    local contexts = contexts_of()
    support.meet(t, function(plain)
      plain:shutdown(socket.SHUT_WR)
      plain:recv(10000)
    end, function(plain)
      expect(function() support.wrap(contexts, plain) end):raises(ssl.SSLEOFError, {
        message = "[SSL: UNEXPECTED_EOF_WHILE_READING] EOF occurred in violation of protocol" })
    end)
  end)

  it("because the peer resets it", function(t)
    local contexts = contexts_of()
    support.meet(t, function(plain)
      plain:recv(1)
    end, function(plain)
      expect(function() support.wrap(contexts, plain) end):raises(
        ssl.ConnectionResetError)
    end)
  end)

  it("because the peer speaks plain text", function(t)
    local contexts = contexts_of()
    support.meet(t, function(plain)
      expect(function() contexts.server:wrap_socket(plain, { server_side = true }) end):raises(ssl.SSLError, {
        message = "[SSL: HTTP_REQUEST] http request", reason = "HTTP_REQUEST" })
    end, function(plain)
      plain:sendall("GET / HTTP/1.0\r\n\r\n")
      plain:recv_all()
    end)
  end)

  it("because nobody listens for TLS", { segment = false }, function(t)
    local contexts = contexts_of()
    support.meet(t, function(plain)
      plain:sendall("220 mail.example\r\n")
      plain:recv(1000)
    end, function(plain)
      expect(function() support.wrap(contexts, plain) end):raises(ssl.SSLError, {
        message = "[SSL: WRONG_VERSION_NUMBER] wrong version number" })
    end)
  end)

  it("at once, where it does not block: then by steps", function(t)
    local contexts = contexts_of()
    support.meet(t, function(plain)
      local connection <close> = contexts.server:wrap_socket(plain, { server_side = true })
      expect(connection:recv(10)):equals("x")
    end, function(plain)
      local select = require "select"
      plain:setblocking(false)
      local connection <close> = contexts.client:wrap_socket(plain, {
        server_hostname = "localhost", do_handshake_on_connect = false })
      local waits = 0
      while true do
        local ok, e = pcall(connection.do_handshake, connection)
        if ok then break end
        expect(ssl.isinstance(e, ssl.SSLWantReadError)):is_true()
        waits = waits + 1
        select.select({ connection }, {}, {})
      end
      expect(waits):at_least(1)
      connection:sendall("x")
    end)
  end)
end)

-- SMTP: the extension STARTTLS, RFC 3207, and what may not pass from the time before TLS into the time behind it.
local lines = require "lines"
local smtp = require "smtp_support"
local ssl = require "ssl"
local tls = require "tls_support"

-- A server that has TLS with a certificate of the authority, and these lines.
local function start(t, authority, config, options)
  local certificate = authority:certificate(options)
  return smtp.start(t, ("tls %s %s\nuser ada secret\n%s"):format(certificate.cert_file, certificate.key_file, config or ""))
end

-- What the client `c` goes on with once the server has said that it is ready.
local function secure(c, context, options)
  return lines.smtp.client(tls.connect(context, c.socket, options))
end

-- A client that has said STARTTLS and is in TLS.
local function begin_tls(context)
  local c = smtp.session()
  expect(c:command("STARTTLS").code):equals(220)
  return secure(c, context)
end

local function extensions(c)
  local known = {}
  for _, line in ipairs(c:command("EHLO client.example.test").lines) do known[line:match("^%S+")] = true end
  return { tls = known.STARTTLS or false, auth = known.AUTH or false }
end

describe("smtp over TLS", smtp.suite, function()
  it("is offered before and not within, and a password is asked for only within", {
    covers = { "RFC 3207 4", "RFC 3207 4.2", "RFC 4954 4" },
  }, function(t)
    local authority = ssl.authority()
    start(t, authority)
    local c = smtp.connect()
    expect(extensions(c)):equals { tls = true, auth = false }
    expect(c:command("AUTH PLAIN AGFkYQBzZWNyZXQ=").code):equals(538)
    expect(c:command("STARTTLS").code):equals(220)
    local s <close> = secure(c, authority:client_context(), { suppress_ragged_eofs = false })
    expect(extensions(s)):equals { tls = false, auth = true }
    expect(s:command("AUTH PLAIN AGFkYQBzZWNyZXQ=").code):equals(235)
    expect(smtp.send(s, "ada@example.test", { "bob@example.test" }, "secret").code):equals(250)
    expect(s:command("QUIT").code):equals(221)
    expect(s.socket:recv(1)):equals("") -- by close_notify: an end that nobody has forged
  end)

  it("has forgotten all that the client has said before: it greets again", { covers = { "RFC 3207 4.2" } }, function(t)
    local authority = ssl.authority()
    start(t, authority, "relay")
    local c = smtp.session()
    expect(c:command("MAIL FROM:<before@example.test>").code):equals(250)
    expect(c:command("STARTTLS").code):equals(220)
    local s <close> = secure(c, authority:client_context())
    expect(smtp.ask(s, "RCPT TO:<bob@example.test>")):equals("503 Error: send HELO first")
    s:command("EHLO client.example.test")
    expect(smtp.ask(s, "RCPT TO:<bob@example.test>")):equals("503 Error: need MAIL command")
  end)

  it("takes no command that came behind STARTTLS in the clear", {
    segment = false, covers = { "RFC 3207 6" }, -- what comes later is taken for the handshake
  }, function(t)
    local authority = ssl.authority()
    start(t, authority)
    local c = smtp.session()
    c:send("STARTTLS\r\nEHLO injected.example.test\r\nQUIT\r\n")
    expect(c:read_reply().code):equals(220)
    local s <close> = secure(c, authority:client_context())
    expect(smtp.ask(s, "NOOP")):equals("250 OK") -- the first answer is to this one
    expect(smtp.ask(s, "MAIL FROM:<a@example.test>")):equals("503 Error: send HELO first")
  end)

  it("is not begun twice", {
    covers = { "RFC 3207 4.2" }, fails = "aiosmtpd 1.4 says that it is ready for TLS within TLS",
  }, function(t)
    local authority = ssl.authority()
    start(t, authority)
    local s <close> = begin_tls(authority:client_context())
    s:command("EHLO client.example.test")
    expect(s:command("STARTTLS").code):equals(503)
  end)

  it("is demanded before anything else, where the operator wants it so", { covers = { "RFC 3207 4" } }, function(t)
    local authority = ssl.authority()
    start(t, authority, "tls_only\nrelay")
    local c = smtp.session()
    expect(c:command("MAIL FROM:<a@example.test>").code):equals(530)
    expect({ c:command("NOOP").code, c:command("STARTTLS now").code }):equals { 250, 501 }
    local s <close> = begin_tls(authority:client_context())
    s:command("EHLO client.example.test")
    expect(smtp.send(s, "a@example.test", { "b@example.test" }, "x").code):equals(250)
  end)

  it("shows a certificate that a reload renews, and who is in a session stays in it", function(t)
    local authority = ssl.authority()
    local server = start(t, authority, "", { expired = true })
    local client = authority:client_context()
    local before <close> = begin_tls(authority:client_context { verify = false })
    expect(function() begin_tls(client) end):raises(ssl.SSLCertVerificationError, { verify_code = 10 })
    local new = authority:certificate()
    smtp.configure(t, ("tls %s %s"):format(new.cert_file, new.key_file))
    server:reload()
    expect(server):logs("reloaded")
    local behind <close> = begin_tls(client)
    for _, s in ipairs { before, behind } do expect(s:command("NOOP").code):equals(250) end
  end)

  it("fails for one client alone, where its handshake is none or comes to no end", {
    covers = { "RFC 3207 4.1" },
  }, function(t)
    local authority = ssl.authority()
    start(t, authority)
    local other, plain, half = smtp.session(), smtp.session(), smtp.session()
    for _, c in ipairs { plain, half } do expect(c:command("STARTTLS").code):equals(220) end
    plain:send("EHLO ")
    smtp.expect_end(plain)
    half:send_raw(tls.client_hello(authority:client_context()):sub(1, 50))
    expect(other:command("NOOP").code):equals(250)
    smtp.reset(half)
    expect(other:command("STARTTLS").code):equals(220)
    local s <close> = secure(other, authority:client_context())
    expect(s:command("EHLO client.example.test").code):equals(250)
  end)

  it("wants a certificate of the client, where the operator wants it so", { covers = { "RFC 3207 4.1" } }, function(t)
    local authority = ssl.authority()
    local server = start(t, authority, "client_ca " .. authority.cert_file)
    local s <close> = begin_tls(authority:client_context { certificate = true })
    expect(s:command("EHLO client.example.test").code):equals(250)
    smtp.expect_end(begin_tls(authority:client_context()))
    expect(server):logs("peer did not return a certificate")
  end)
end)

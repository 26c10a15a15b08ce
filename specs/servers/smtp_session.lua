-- SMTP: what each command answers, and what becomes of a message.
local smtp = require "smtp_support"

describe("smtp session", smtp.suite, function()
  local server
  before_all(function(t) server = smtp.start(t) end)

  it("happy path: a message is taken and stored", {
    covers = { "RFC 5321 3.3", "RFC 5321 4.1.1.2", "RFC 5321 4.1.1.3", "RFC 5321 4.1.1.4", "RFC 5321 4.1.1.10" },
  }, function(t)
    local c = smtp.connect()
    expect(c:command("HELO client.example.test").code):equals(250)
    expect(smtp.send(c, "ada@example.test", { "bob@example.test" }, "Subject: hi\r\n\r\nhello").code):equals(250)
    expect(c:command("QUIT").code):equals(221)
    smtp.expect_end(c)
    expect(expect(server):logs("stored from ada@example.test for (%S+)")):equals("bob@example.test")
    expect(t:conversation("main")):exchanged [[
      main > aiosmtpd  tcp 127.0.0.1:25
        < "220 mx.example.test ESMTP\r\n"
        > "HELO client.example.test\r\n"
        < "250 mx.example.test\r\n"
        > "MAIL FROM:<ada@example.test>\r\n"
        < "250 OK\r\n"
        > "RCPT TO:<bob@example.test>\r\n"
        < "250 2.1.5 OK\r\n"
        > "DATA\r\n"
        < "354 End data with <CR><LF>.<CR><LF>\r\n"
        > "Subject: hi\r\n"
        > "\r\n"
        > "hello\r\n"
        > ".\r\n"
        < "250 2.0.0 stored\r\n"
        > "QUIT\r\n"
        < "221 Bye\r\n"
        < EOF
    ]]
  end)

  it("the greeting begins with the name of the server", { covers = { "RFC 5321 3.1", "RFC 5321 4.2" } }, function()
    local c = smtp.connect()
    expect(smtp.ask(c, "HELO client.example.test")):equals("250 mx.example.test")
  end)

  it("EHLO is answered with the extensions, a line each", {
    covers = { "RFC 5321 4.1.1.1", "RFC 1870 4", "RFC 6152 2" },
  }, function()
    local c = smtp.connect()
    local extensions = c:command("EHLO client.example.test").lines
    expect(extensions[1]):equals("mx.example.test")
    expect(extensions):contains("SIZE 33554432")
    expect(extensions):contains("8BITMIME")
  end)

  it("HELO, of the time before extensions, is answered with one line", { covers = { "RFC 5321 4.1.1.1" } }, function()
    expect(smtp.connect():command("HELO client.example.test").lines):has_length(1)
  end)

  it("verbs may be of any case", { covers = { "RFC 5321 2.4" } }, function()
    local c = smtp.session()
    expect(smtp.ask(c, "mail from:<a@example.test>")):equals("250 OK")
    expect(smtp.ask(c, "rcPT tO:<b@example.test>")):equals("250 2.1.5 OK")
  end)

  it("NOOP does nothing, whatever stands behind it", { covers = { "RFC 5321 4.1.1.9" } }, function()
    local c = smtp.session()
    c:command("MAIL FROM:<a@example.test>")
    expect(smtp.ask(c, "NOOP RSET")):equals("250 OK")
    expect(c:command("RCPT TO:<b@example.test>").code):equals(250)
  end)

  it("RSET forgets sender and recipients, and keeps the session", { covers = { "RFC 5321 4.1.1.5" } }, function()
    local c = smtp.session()
    c:command("MAIL FROM:<a@example.test>")
    c:command("RCPT TO:<b@example.test>")
    expect(smtp.ask(c, "RSET")):equals("250 OK")
    expect(c:command("DATA").code):equals(503)
    expect(smtp.send(c, "c@example.test", { "d@example.test" }, "x").code):equals(250)
  end)

  it("EHLO within a message begins anew", { covers = { "RFC 5321 4.1.4" } }, function()
    local c = smtp.session()
    c:command("MAIL FROM:<a@example.test>")
    expect(c:command("EHLO client.example.test").code):equals(250)
    expect(c:command("RCPT TO:<b@example.test>").code):equals(503)
  end)

  it("two messages of a session are both stored, each for its own", { covers = { "RFC 5321 3.3" } }, function()
    local c = smtp.session()
    smtp.send(c, "one@example.test", { "a@example.test" }, "first")
    smtp.send(c, "two@example.test", { "b@example.test" }, "second")
    expect(expect(server):logs("stored from one@example.test for (.*)")):equals([[a@example.test b'first\r\n']])
    expect(expect(server):logs("stored from two@example.test for (.*)")):equals([[b@example.test b'second\r\n']])
  end)

  it("lines that begin with a dot come as they were sent", { covers = { "RFC 5321 4.5.2" } }, function()
    local c = smtp.session()
    smtp.send(c, "dots@example.test", { "a@example.test" }, ".one\r\n..two\r\n.\r\nend")
    local stored = expect(server):logs("stored from dots@example.test for %S+ (.*)")
    expect(stored):equals([[b'.one\r\n..two\r\n.\r\nend\r\n']])
  end)

  it("bytes above 127 come as they were sent", { covers = { "RFC 6152 3" } }, function()
    local c = smtp.session()
    expect(c:command("MAIL FROM:<eight@example.test> BODY=8BITMIME").code):equals(250)
    c:command("RCPT TO:<a@example.test>")
    c:data("Gda\197\132sk")
    expect(expect(server):logs("stored from eight@example.test for %S+ (.*)")):equals([[b'Gda\xc5\x84sk\r\n']])
  end)

  it("a hundred recipients get one message", { covers = { "RFC 5321 4.5.3.1.8" } }, function()
    local c, recipients = smtp.session(), {}
    for i = 1, 100 do recipients[i] = "r" .. i .. "@example.test" end
    smtp.send(c, "many@example.test", recipients, "x")
    expect(expect(server):logs("stored from many@example.test for (%S+)")):equals(table.concat(recipients, ","))
  end)

  it("a sender that is nobody, as of bounces, is taken", { covers = { "RFC 5321 4.5.5" } }, function()
    expect(smtp.ask(smtp.session(), "MAIL FROM:<>")):equals("250 OK")
  end)

  it("a local part may be quoted, with a blank", { covers = { "RFC 5321 4.1.2" } }, function()
    local c = smtp.session()
    c:command("MAIL FROM:<quoted@example.test>")
    expect(smtp.ask(c, [[RCPT TO:<"b o b"@example.test>]])):equals("250 2.1.5 OK")
    c:data("x")
    expect(server):logs([[stored from quoted@example.test for "b o b"@example.test]])
  end)

  it("postmaster needs no domain", { covers = { "RFC 5321 4.5.1" } }, function()
    local c = smtp.session()
    c:command("MAIL FROM:<a@example.test>")
    expect(c:command("RCPT TO:<Postmaster>").code):equals(250)
  end)

  it("VRFY says neither yes nor no, and HELP something", {
    covers = { "RFC 5321 4.1.1.6", "RFC 5321 4.1.1.8" },
  }, function()
    local c = smtp.session()
    expect(c:command("VRFY bob").code):equals(252)
    expect(c:command("HELP").code):equals(250)
    expect(c:command("HELP MAIL").lines[1]):contains("MAIL FROM: <address>")
  end)

  it("EXPN is not done, and says so", { covers = { "RFC 5321 4.1.1.7", "RFC 5321 4.2.4" } }, function()
    expect(smtp.session():command("EXPN staff").code):equals(502)
  end)

  it("QUIT closes the connection, behind its answer", { covers = { "RFC 5321 4.1.1.10" } }, function()
    local c = smtp.session()
    expect(smtp.ask(c, "QUIT")):equals("221 Bye")
    smtp.expect_end(c)
  end)
end)

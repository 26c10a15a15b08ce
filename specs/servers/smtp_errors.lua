-- SMTP: commands that are wrong, or come at the wrong time: what is answered, and that the session goes on.
local smtp = require "smtp_support"

describe("smtp errors", smtp.suite, function()
  local server
  before_all(function(t) server = smtp.start(t, "refuse nobody@example.test") end)

  it("a command that is none is a 500, and the session goes on", { covers = { "RFC 5321 4.2.4" } }, function()
    local c = smtp.session()
    expect(smtp.ask(c, "FLY me")):equals('500 Error: command "FLY" not recognized')
    expect(c:command("NOOP").code):equals(250)
  end)

  it("a client that does nothing else is sent away", function()
    local c, code = smtp.session(), 500
    for _ = 1, 20 do
      if code == 500 then code = c:command("FLY").code end
    end
    expect(code):equals(502)
    smtp.expect_end(c)
  end)

  it("nothing is sent before EHLO", { covers = { "RFC 5321 4.1.4" } }, function()
    expect(smtp.ask(smtp.connect(), "MAIL FROM:<a@example.test>")):equals("503 Error: send HELO first")
  end)

  it("RCPT and DATA need a MAIL before them, DATA a recipient", {
    covers = { "RFC 5321 3.3", "RFC 5321 4.1.4" },
  }, function()
    local c = smtp.session()
    expect(c:command("RCPT TO:<b@example.test>").code):equals(503)
    c:command("MAIL FROM:<a@example.test>")
    expect(smtp.ask(c, "DATA")):equals("503 Error: need RCPT command")
  end)

  it("a MAIL within another one is refused, and the first one stands", { covers = { "RFC 5321 4.1.4" } }, function()
    local c = smtp.session()
    c:command("MAIL FROM:<first@example.test>")
    expect(smtp.ask(c, "MAIL FROM:<second@example.test>")):equals("503 Error: nested MAIL command")
    c:command("RCPT TO:<b@example.test>")
    c:data("x")
    expect(server):logs("stored from first@example.test")
  end)

  it("MAIL and RCPT without FROM: or TO: and an address are refused", {
    covers = { "RFC 5321 4.1.1.2", "RFC 5321 4.1.1.3" },
  }, function()
    local c = smtp.session()
    for _, line in ipairs { "MAIL", "MAIL FROM", "MAIL TO:<a@example.test>" } do
      expect(smtp.ask(c, line)):equals("501 Syntax: MAIL FROM: <address> [SP <mail-parameters>]")
    end
    c:command("MAIL FROM:<a@example.test>")
    expect(c:command("RCPT TO:").code):equals(501)
  end)

  it("a parameter that nobody has offered is a 555", { covers = { "RFC 5321 4.1.1.11" } }, function()
    local c = smtp.session()
    expect(c:command("MAIL FROM:<a@example.test> COLOUR=red").code):equals(555)
    expect(c:command("MAIL FROM:<a@example.test> BODY=9BIT").code):equals(501)
    expect(c:command("MAIL FROM:<a@example.test>").code):equals(250)
  end)

  it("a recipient that is unknown is refused, and the others get the message", {
    covers = { "RFC 5321 3.3" },
  }, function()
    local c = smtp.session()
    c:command("MAIL FROM:<mixed@example.test>")
    expect(c:command("RCPT TO:<a@example.test>").code):equals(250)
    expect(c:command("RCPT TO:<nobody@example.test>")):equals {
      code = 550, enhanced = "5.1.1", lines = { "5.1.1 nobody@example.test is unknown here" },
    }
    expect(c:command("RCPT TO:<b@example.test>").code):equals(250)
    c:data("x")
    expect(expect(server):logs("stored from mixed@example.test for (%S+)")):equals("a@example.test,b@example.test")
  end)

  it("commands that take no argument refuse one", { covers = { "RFC 5321 4.1.1.4", "RFC 5321 4.1.1.10" } }, function()
    local c = smtp.session()
    expect({ c:command("QUIT now").code, c:command("RSET all").code }):equals { 501, 501 }
    smtp.ask(c, "MAIL FROM:<a@example.test>")
    smtp.ask(c, "RCPT TO:<b@example.test>")
    expect(c:command("DATA now").code):equals(501)
    expect(c:command("EHLO").code):equals(501)
  end)

  it("a command line has 512 bytes and no more", { covers = { "RFC 5321 4.5.3.1.4" } }, function()
    local c = smtp.session()
    expect(c:command("NOOP " .. ("x"):rep(505)).code):equals(250)
    expect(smtp.ask(c, "NOOP " .. ("x"):rep(508))):equals("500 Command line too long")
    expect(smtp.ask(c, "NOOP " .. ("x"):rep(5000))):equals("500 Command line too long")
    expect(c:command("NOOP").code):equals(250)
  end)

  it("addresses beyond ASCII are refused where nobody has offered SMTPUTF8", { covers = { "RFC 6531 3.2" } }, function()
    local c = smtp.session()
    expect(smtp.ask(c, "MAIL FROM:<zo\195\171@example.test>")):equals("500 Error: strict ASCII mode")
    expect(c:command("MAIL FROM:<a@example.test> SMTPUTF8").code):equals(501)
  end)

  it("no other end than CRLF . CRLF ends a message: none is smuggled in by it", {
    covers = { "RFC 5321 2.3.8", "RFC 5321 4.1.1.4" },
    cases = { ["LF . LF"] = "\n.\n", ["LF . CRLF"] = "\n.\r\n", ["CRLF . LF"] = "\r\n.\n", ["CR . CR"] = "\r.\r" },
  }, function(_, ending)
    local c = smtp.session()
    c:command("MAIL FROM:<honest@example.test>")
    c:command("RCPT TO:<a@example.test>")
    c:command("DATA")
    c:send("x" .. ending .. "MAIL FROM:<smuggled@example.test>\r\n.\r\n")
    expect(smtp.ask(c, "NOOP")):equals("250 2.0.0 stored")
    expect(c:read_reply().lines):equals { "OK" }
    expect(expect(server):logs("stored from honest@example.test for %S+ (.*)")):contains("MAIL FROM:<smuggled@")
  end)
end)

-- SMTP: who may send: the extension for authentication, RFC 4954.
local smtp = require "smtp_support"

describe("smtp authentication", smtp.suite, function()
  before_all(function(t) smtp.start(t, "user ada secret") end)

  it("without a login nothing is sent", { covers = { "RFC 4954 6" } }, function()
    expect(smtp.ask(smtp.session(), "MAIL FROM:<ada@example.test>")):equals("530 5.7.0 Authentication required")
  end)

  it("a login in one line is enough to send", { covers = { "RFC 4954 4" } }, function()
    local c = smtp.session()
    expect(smtp.ask(c, "AUTH PLAIN AGFkYQBzZWNyZXQ=")):equals("235 2.7.0 Authentication successful") -- \0ada\0secret
    expect(smtp.send(c, "ada@example.test", { "bob@example.test" }, "x").code):equals(250)
  end)

  it("a login by question and answer", { covers = { "RFC 4954 4" } }, function(t)
    local c = smtp.session()
    c:command("AUTH LOGIN")
    c:command("YWRh")
    expect(c:command("c2VjcmV0").code):equals(235)
    expect(t:conversation("main")):contains([[
  > "AUTH LOGIN\r\n"
  < "334 VXNlciBOYW1lAA==\r\n"
  > "YWRh\r\n"
  < "334 UGFzc3dvcmQA\r\n"
  > "c2VjcmV0\r\n"
  < "235 2.7.0 Authentication successful\r\n"
]])
  end)

  it("a wrong password and an unknown name are told alike, and may be tried again", {
    covers = { "RFC 4954 6" },
  }, function()
    local c = smtp.session()
    expect(smtp.ask(c, "AUTH PLAIN AGFkYQBndWVzcw==")):equals("535 5.7.8 Authentication credentials invalid")
    expect(smtp.ask(c, "AUTH PLAIN AGV2ZQBzZWNyZXQ=")):equals("535 5.7.8 Authentication credentials invalid")
    expect(c:command("AUTH PLAIN AGFkYQBzZWNyZXQ=").code):equals(235)
  end)

  it("a client may think better of it", { covers = { "RFC 4954 4" } }, function()
    local c = smtp.session()
    expect(c:command("AUTH LOGIN").code):equals(334)
    expect(c:command("*").code):equals(501)
    expect(c:command("NOOP").code):equals(250)
  end)

  it("what is no base64 is told", { covers = { "RFC 4954 4" } }, function()
    local c = smtp.session()
    expect(c:command("AUTH PLAIN not+base64!").enhanced):equals("5.5.2")
    expect(c:command("AUTH PLAIN AGFkYQ==").enhanced):equals("5.5.2") -- \0ada
  end)

  it("a way to log in that nobody has offered is a 504", { covers = { "RFC 4954 4" } }, function()
    expect(smtp.session():command("AUTH CRAM-MD5").code):equals(504)
  end)

  it("who has logged in does not do it twice", { covers = { "RFC 4954 4" } }, function()
    local c = smtp.session()
    c:command("AUTH PLAIN AGFkYQBzZWNyZXQ=")
    expect(c:command("AUTH PLAIN AGFkYQBzZWNyZXQ=").code):equals(503)
  end)
end)

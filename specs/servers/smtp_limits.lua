-- SMTP: sizes, times and counts that a server sets, and what a client beyond them is told.
local smtp = require "smtp_support"

local MiB = 1 << 20

describe("smtp limits", smtp.suite, function()
  it("a message of 1 MiB is stored whole", { segment = false, covers = { "RFC 5321 4.5.3.1.7" } }, function(t)
    local server = smtp.start(t)
    local c = smtp.session()
    local line = ("x"):rep(62) .. "\r\n"
    expect(smtp.text(smtp.send(c, "big@example.test", { "a@example.test" }, line:rep(MiB // 64)))):equals("250 2.0.0 stored")
    local stored = expect(server):logs("stored from big@example.test for %S+ b'(.*)'$")
    expect(#(stored:gsub("\\r\\n", "\r\n"))):equals(MiB)
  end)

  it("a message that says it is too large is refused before it is sent", { covers = { "RFC 1870 6.1" } }, function(t)
    smtp.start(t, "size 1000")
    local c = smtp.session()
    expect(c:command("MAIL FROM:<a@example.test> SIZE=1001").code):equals(552)
    expect(c:command("MAIL FROM:<a@example.test> SIZE=1000").code):equals(250)
  end)

  it("a message that is too large and has not said so is refused behind its end, and nothing is stored", {
    covers = { "RFC 1870 6.3", "RFC 5321 4.5.3.1.9" },
  }, function(t)
    local server = smtp.start(t, "size 1000")
    local c = smtp.session()
    expect(smtp.send(c, "long@example.test", { "a@example.test" }, ("x\r\n"):rep(400)).code):equals(552)
    expect(smtp.send(c, "short@example.test", { "a@example.test" }, "x").code):equals(250)
    expect(server):logs("stored from short@example.test")
    expect(server:output():find("long@example.test", 1, true)):is_nil()
  end)

  it("a line of a message has 1000 bytes and no more", { covers = { "RFC 5321 4.5.3.1.6" } }, function(t)
    smtp.start(t)
    local c = smtp.session()
    expect(smtp.send(c, "a@example.test", { "b@example.test" }, ("x"):rep(998)).code):equals(250)
    expect(smtp.send(c, "a@example.test", { "b@example.test" }, ("x"):rep(1100))):equals {
      code = 500, lines = { "Line too long (see RFC5321 4.5.3.1.6)" },
    }
    expect(smtp.send(c, "a@example.test", { "b@example.test" }, "x").code):equals(250)
  end)

  it("a client that says nothing is let go", { covers = { "RFC 5321 4.5.3.2.7" } }, function(t)
    smtp.start(t, "timeout 0.2")
    local c = smtp.session()
    smtp.expect_end(c)
  end)

  it("a client that is let go in the middle of its message has sent none", {
    covers = { "RFC 5321 4.5.3.2.5" },
  }, function(t)
    local server = smtp.start(t, "timeout 0.2")
    local c = smtp.session()
    c:command("MAIL FROM:<half@example.test>")
    c:command("RCPT TO:<a@example.test>")
    c:command("DATA")
    c:send("half a mess")
    smtp.expect_end(c)
    expect(smtp.send(smtp.session(), "whole@example.test", { "a@example.test" }, "x").code):equals(250)
    expect(server):logs("stored from whole@example.test")
    expect(server:output():find("half@example.test", 1, true)):is_nil()
  end)

  it("a command given too often ends the session with a 421", { covers = { "RFC 5321 3.8" } }, function(t)
    smtp.start(t, "calls 3")
    local c = smtp.session()
    for _ = 1, 3 do expect(c:command("NOOP").code):equals(250) end
    expect(smtp.ask(c, "NOOP")):equals("421 4.7.0 NOOP sent too many times")
    smtp.expect_end(c)
  end)
end)

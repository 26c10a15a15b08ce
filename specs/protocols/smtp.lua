-- lines.smtp: replies, commands and mail, both ways.
local both = require "both"
local lines = require "lines"

local smtp = lines.smtp

-- A server that takes one mail; gives the commands and the message.
local function one_mail(conn)
  local s, seen = smtp.server(conn), {}
  s:reply(220, "mx.example.test ESMTP")
  local command = s:read_command()
  while command do
    seen[#seen + 1] = command.line
    if command.verb == "EHLO" then
      s:reply(250, { "mx.example.test", "PIPELINING", "ENHANCEDSTATUSCODES" })
    elseif command.verb == "DATA" then
      s:reply(354, "go on")
      seen.message = s:read_data()
      s:reply(250, "2.0.0 taken")
    else
      s:reply(command.verb == "QUIT" and 221 or 250, "2.1.0 " .. (command.argument or "bye"))
    end
    command = command.verb ~= "QUIT" and s:read_command() or nil
  end
  return seen
end

describe("smtp", function()
  it("takes a mail", function(t)
    local seen
    both.play(t, 25, function(conn) seen = one_mail(conn) end, function(s)
      local c = smtp.client(s)
      expect(c:read_reply()):equals { code = 220, lines = { "mx.example.test ESMTP" } }
      expect(c:command("EHLO me")):equals {
        code = 250, lines = { "mx.example.test", "PIPELINING", "ENHANCEDSTATUSCODES" },
      }
      expect(c:command("mail FROM:<a@example.test>").enhanced):equals("2.1.0")
      expect(c:data("Subject: dots\r\n\r\n.one\r\n..two\r\nthree")):equals {
        code = 250, lines = { "2.0.0 taken" }, enhanced = "2.0.0",
      }
      expect(c:command("QUIT").code):equals(221)
    end)
    expect(seen):equals {
      "EHLO me", "mail FROM:<a@example.test>", "DATA", "QUIT", message = "Subject: dots\r\n\r\n.one\r\n..two\r\nthree\r\n",
    }
    expect(t:conversation("client")):matches('> "%.%.one\\r\\n"')
    expect(t:conversation("client")):matches('> "%.%.%.two\\r\\n"')
  end)

  it("tells replies that are none", function(t)
    local function read(s) smtp.client(s):read_reply() end
    local wrong = {
      ["250-a\r\n251 b\r\n"] = [[the code changes from 250 to 251 within a reply at byte 7 of a reply: "251 b"]],
      ["hello\r\n"] = [[no line of a reply at byte 0 of a reply: "hello"]],
      ["250ok\r\n"] = [[no line of a reply at byte 0 of a reply: "250ok"]],
      ["650 a\r\n"] = [[no line of a reply at byte 0 of a reply: "650 a"]],
      ["250 5.1.1 a\r\n"] = [[the enhanced status 5.1.1 is of another class than 250 at byte 0 of a reply: "5.1.1 a"]],
      ["250 a\n"] = [[a line that does not end with "\r\n" at byte 0 of a reply: "250 a\n"]],
    }
    for bytes, message in pairs(wrong) do
      expect(both.raised(t, bytes, smtp.ProtocolError, read).message):equals(message)
    end
    expect(both.raised(t, "250-a\r\n250", smtp.IncompleteRead, read).partial):equals("250-a\r\n250")
  end)

  it("sends what is malformed as it is told", function()
    expect(smtp.encode_reply(250, { "a", "b" }, "\n")):equals("250-a\n250 b\n")
    expect(smtp.encode_reply("2x0", "a")):equals("2x0 a\r\n")
    expect(smtp.stuff(".")):equals("..\r\n")
    expect(smtp.stuff("")):equals("")
    expect(smtp.unstuff("..a\r\nb\r\n..\r\n")):equals(".a\r\nb\r\n.\r\n")
  end)

  it("does not take the end of a message that is smuggled by a bare LF", function(t)
    local e = both.raised(t, "a\r\n\n.\r\nMAIL FROM:<x>\r\n", smtp.ProtocolError, function(s) smtp.server(s):read_data() end)
    expect(e.offset):equals(3)
    both.play(t, 4001, function(conn) conn:sendall("a\n.\nMAIL FROM:<x>\n") end, function(s)
      local lenient = smtp.server(s, { lenient = true })
      expect(lenient:read_data()):equals("a\n")
      expect(lenient:read_command().verb):equals("MAIL")
    end)
  end)
end)

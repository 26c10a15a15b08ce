-- HAProxy's reg-test checks/smtp-check: a server of mail is up where it greets, takes HELO or EHLO, and says goodbye.
local regtest = require "regtest_support"
local smtp = require("lines").smtp

local greeting = "mail.test SMTP Server"

-- A server that greets and answers HELO or EHLO, which has to be `hello`, by such a reply.
local function answers(hello, code, text)
  return function(conn)
    local s = smtp.server(conn)
    s:reply(220, greeting)
    expect(conn:recv_line()):equals(hello .. "\r\n")
    s:reply(code, text)
    if code ~= 250 then return end
    expect(conn:recv_line()):equals("QUIT\r\n")
    s:reply(221, "mail.test closing")
  end
end

-- One that says this and no more.
local function says(bytes)
  return function(conn) conn:sendall(bytes) end
end

local passed = 'succeeded, reason: Layer7 check passed, code: 221, info: "mail.test closing"'

describe("reg-tests > checks/smtp-check", regtest.options, function()
  scenario("a session to its end is up; a wrong greeting and a refused HELO are down", {
    segment = false, -- HAProxy takes the first bytes that come for the whole reply
  }, function(t)
    regtest.health_checks(t, {
      { option = "option smtpchk", play = answers("HELO localhost", 250, "mail.test"), up = passed },
      {
        option = "option smtpchk EHLO domain.tld", up = passed,
        play = answers("EHLO domain.tld", 250, { "mail.test", "KEYWORD", "LAST KEYWORD" }),
      },
      {
        option = "option smtpchk", play = says "I'm not a SMTP server\r\n",
        down = [[failed, reason: Layer7 invalid response, info: "I'm not a SMTP server"]],
      },
      {
        option = "option smtpchk", play = says "421 Try again later\r\n",
        down = 'failed, reason: Layer7 wrong status, code: 421, info: "Try again later"',
      },
      {
        option = "option smtpchk EHLO domain.tld", play = answers("EHLO domain.tld", 512, "DNS error"),
        down = 'failed, reason: Layer7 wrong status, code: 512, info: "DNS error"',
      },
    })
  end)
end)

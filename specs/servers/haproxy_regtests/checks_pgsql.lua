-- HAProxy's reg-test checks/pgsql-check: a server of PostgreSQL is up where it asks whoever comes for a password, or for none.
local regtest = require "regtest_support"

local option = "option pgsql-check user postgres"

-- PostgreSQL, Frontend/Backend Protocol, Message Formats: a startup of version 3.0, without a type, and an answer with one.
-- Lengths count themselves.
local request = "\0\0\0\x17\0\3\0\0user\0postgres\0\0"
local function encoded(kind, body) return kind .. string.pack(">I4", #body + 4) .. body end

-- A server that takes the request, which has to be this one, and answers.
local function answers(bytes)
  return function(conn)
    expect(conn:recv_exactly(#request)):equals(request)
    conn:sendall(bytes)
  end
end

local passed = 'succeeded, reason: Layer7 check passed, code: 0, info: "PostgreSQL server is ok"'

describe("reg-tests > checks/pgsql-check", regtest.options, function()
  scenario("AuthenticationOk and a request for SASL are up; an error and what is no answer are down", function(t)
    regtest.health_checks(t, {
      { option = option, play = answers(encoded("R", "\0\0\0\0")), up = passed },
      {
        option = option, play = answers(encoded("E", "SFATAL\0")),
        down = 'failed, reason: Layer7 invalid response, info: "FATAL"',
      },
      {
        option = option, play = answers "Not a PostgreSQL response",
        down = 'failed, reason: Layer7 wrong status, code: 0, info: "PostgreSQL unknown error"',
      },
      { option = option, play = answers(encoded("R", "\0\0\0\10SCRAM-SHA-256\0\0")), up = passed },
    })
  end)
end)

-- HAProxy's reg-test checks/ldap-check: a server of LDAP is up where it lets whoever comes bind without a name.
local b = require "binary"
local regtest = require "regtest_support"

local option = "option ldap-check"

-- LDAPMessage of RFC 4511: a bind of version 3 with neither name nor password, 4.2, and its answer, 4.1.9 and 4.2.2.
local function message(tag, operation)
  return b.ber_sequence { { "id", b.ber_integer }, { "operation", b.ber(tag, operation) } }
end

local bind = message(0x60, b.record {
  { "version", b.ber_integer }, { "name", b.ber_string }, { "password", b.ber(0x80, b.rest) },
}):encode { id = 1, operation = { version = 3, name = "", password = "" } }

local result = b.record { { "code", b.ber_enumerated }, { "matched", b.ber_string }, { "text", b.ber_string } }

local function answer(tag, code)
  return message(tag, result):encode { id = 1, operation = { code = code, matched = "", text = "" } }
end

-- A server that takes the request, which has to be this one, and answers.
local function answers(bytes)
  return function(conn)
    expect(conn:recv_exactly(#bind)):equals(bind)
    conn:sendall(bytes)
  end
end

-- One that answers as Active Directory does, by long lengths, and in two parts that HAProxy takes one by one.
local function answers_in_parts(t)
  return function(conn)
    answers "\x30\x84\0\0\0\x10\2\1\1\x61\x84\0\0\0\7\x0a\1"(conn)
    regtest.await_taken(t)
    conn:sendall("\0\4\0\4\0")
  end
end

local passed = 'succeeded, reason: Layer7 check passed, code: 0, info: "Success"'

describe("reg-tests > checks/ldap-check", regtest.options, function()
  scenario("an answer to the bind is up, also with long lengths and in parts; another one and a refusal are down", function(t)
    regtest.health_checks(t, {
      { option = option, play = answers(answer(0x61, 0)), up = passed },
      {
        option = option, play = answers(answer(0x60, 0)),
        down = 'failed, reason: Layer7 invalid response, info: "Not LDAPv3 protocol"',
      },
      {
        option = option, play = answers(answer(0x61, 1)),
        down = 'failed, reason: Layer7 wrong status, code: 1, info: "See RFC: http://tools.ietf.org/html/rfc4511#section-4.1.9"',
      },
      { option = option, play = answers_in_parts(t), up = passed },
    })
  end)
end)

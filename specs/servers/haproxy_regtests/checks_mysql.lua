-- HAProxy's reg-test checks/mysql-check: a server of MySQL is up where it greets, and takes the user that the check names.
local regtest = require "regtest_support"

-- MySQL, Client/Server Protocol: a packet has its length in three bytes, the lowest first, and a number.
local function packet(number, payload) return string.pack("<I3 B", #payload, number) .. payload end

-- A handshake of version 10, of a server 8.0.19, which offers caching_sha2_password.
local greeting = packet(0, string.pack("<B z I4", 10, "8.0.19", 10) .. "o<\2^bIA\r\0" .. string.pack("<I2 B I2 I2 B", 0xffff, 255,
  2, 0xc7ff, 21) .. ("\0"):rep(10) .. "|\24!Y\16n'aD2\"\0" .. "caching_sha2_password\0")
local quit = packet(0, "\1")
local unsupported = "Client does not support authentication protocol requested by server; consider upgrading MySQL client"
local refusal = packet(2, string.pack("<B I2", 0xff, 1251) .. unsupported)

-- The response to a handshake before and since 4.1: what the client can, how long a packet may be, and who it is. HAProxy
-- says goodbye in the same breath.
local function old_login(user) return packet(1, string.pack("<I2 I3 z B", 0x8000, 0x10000, user, 0)) .. quit end
local function new_login(user)
  return packet(1, string.pack("<I4 I4 B", 0x8200, 0x1008000, 33) .. ("\0"):rep(23) .. string.pack("z B", user, 0)) .. quit
end

-- A server that greets, takes this login and answers.
local function answers(login, bytes)
  return function(conn)
    conn:sendall(greeting)
    expect(conn:recv_exactly(#login)):equals(login)
    conn:sendall(bytes)
  end
end

local function says(bytes)
  return function(conn) conn:sendall(bytes) end
end

local passed = 'succeeded, reason: Layer7 check passed, code: 0, info: "8.0.19"'
local refused = ('failed, reason: Layer7 wrong status, code: 1251, info: "%s"'):format(unsupported)

describe("reg-tests > checks/mysql-check", regtest.options, function()
  scenario("a greeting, and an OK for a user, are up; a refused user and half a greeting are down", function(t)
    regtest.health_checks(t, {
      { option = "option mysql-check", play = says(greeting), up = passed },
      { option = "option mysql-check user user pre-41", play = answers(old_login "user", packet(2, "\0\0\0")), up = passed },
      { option = "option mysql-check user user", play = answers(new_login "user", packet(2, "\0\0\0\2\0\0\0")), up = passed },
      { option = "option mysql-check user pouet", play = answers(new_login "pouet", refusal), down = refused },
      { option = "option mysql-check user pouet pre-41", play = answers(old_login "pouet", refusal), down = refused },
      { option = "option mysql-check user pouet post-41", play = answers(new_login "pouet", refusal), down = refused },
      { option = "option mysql-check", play = says(greeting:sub(1, -2)), down = "failed, reason: Layer7 invalid response" },
    })
  end)
end)

-- HAProxy's reg-test checks/redis-check: a server of Redis is up where it answers PING by PONG.
local regtest = require "regtest_support"

local option, ping = "option redis-check", "*1\r\n$4\r\nPING\r\n"

-- A server that takes the request, which has to be this one, and answers.
local function answers(bytes)
  return function(conn)
    expect(conn:recv_exactly(#ping)):equals(ping)
    conn:sendall(bytes)
  end
end

describe("reg-tests > checks/redis-check", regtest.options, function()
  scenario("PONG is up; an error, something else and silence are down", function(t)
    regtest.health_checks(t, {
      {
        option = option, play = answers "+PONG\r\n",
        up = 'succeeded, reason: Layer7 check passed, code: 0, info: "Redis server is ok"',
      },
      {
        option = option, play = answers "-Error message\r\n",
        down = 'failed, reason: Layer7 wrong status, code: 0, info: "-Error message"',
      },
      {
        option = option, play = answers "$4\r\nPONG\r\n", -- the right word, but not as a status
        down = 'failed, reason: Layer7 wrong status, code: 0, info: "$4"',
      },
      {
        option = option, play = answers "",
        down = 'failed, reason: Layer7 wrong status, code: 0, info: "TCPCHK got an empty response at step 2"',
      },
    })
  end)
end)

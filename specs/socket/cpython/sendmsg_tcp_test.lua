-- After SendmsgTCPTest of CPython's test_socket: sendmsg() on a connection.
local support = require "support"

local error_of = support.error_of
local tests, message = support.tests_of "SendmsgTCPTest", support.message

-- Each of the calls sendmsg(arguments...) raises a TypeError, and nothing is sent.
local function refuses(calls)
  local client, accepted = support.connected()
  for i, arguments in ipairs(calls) do
    local said = error_of(client.sendmsg, client, table.unpack(arguments))
    expect({ i, said:match("^%a+") }):equals { i, "TypeError" }
  end
  client:send("done")
  expect(accepted:recv_exactly(4)):equals("done")
end

describe("sendmsg()", function()
  it("takes items of three parts: two integers and bytes", {
    covers = tests("testSendmsgBadCmsg", "testSendmsgBadMultiCmsg"),
  }, function()
    local object, good = print, { 0, 0, "" }
    local bad = {
      object, { object, 0, "data" }, { 0, object, "data" }, { 0, 0, object }, { 0, 0 }, { 0, 0, "data", 42 },
    }
    local calls = { { { message }, { 0, 0, "" } } }
    for _, item in ipairs(bad) do
      calls[#calls + 1] = { { message }, { item } }
      calls[#calls + 1] = { { message }, { good, item } }
    end
    refuses(calls)
  end)
end)

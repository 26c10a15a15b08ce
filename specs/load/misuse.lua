-- Options of t:load that make no sense are named, with what would.
local socket = require "socket"

local function each() end

local wrong = {
  { {}, "t:load(): each takes a function, one request: function(c, number) ... end" },
  { { each = each },
    "t:load(): when does it end? requests says how many there are, duration says for how many seconds they begin" },
  { { each = each, requests = 0 }, "t:load(): requests takes an integer from 1 to 9007199254740992" },
  { { each = each, duration = -1 }, "t:load(): duration takes a number of seconds above 0" },
  { { each = each, duration = "1" }, "t:load(): duration takes a number of seconds above 0" },
  { { each = each, requests = 1, rate = 0 }, "t:load(): rate takes a number of requests a second above 0" },
  { { each = each, requests = 1, connections = 1.5 }, "t:load(): connections takes an integer from 1 to 100000" },
  { { each = each, requests = 1, conections = 2 }, "t:load(): unknown option 'conections'; did you mean 'connections'?" },
  { { each = each, requests = 1, name = "" }, "t:load(): name takes what reports call the load: a string" },
  { { each = each, requests = 1, to = "127.0.0.1:80" },
    't:load(): to takes an address, { "127.0.0.1", 80 }; connect is for all else' },
  { { each = each, requests = 1, connect = 1 }, "t:load(): connect takes a function: function(number) return client end" },
  { { each = each, requests = 1, to = { "127.0.0.1", 80 }, connect = each },
    "t:load(): to and connect are two ways to say the same: one of them" },
}

scenario("wrong options", function(t)
  for _, case in ipairs(wrong) do
    local e = expect(function() t:load(case[1]) end):raises(socket.TypeError)
    expect(e.message):equals(case[2])
  end
  local e = expect(function() t:load() end):raises(socket.TypeError)
  expect(e.message):equals("t:load(): it takes a table: "
    .. 't:load { to = { "127.0.0.1", 80 }, requests = 1000, each = function(c) ... end }')
end)

scenario("a load that cannot end in time", { timeout = 2 }, function(t)
  local e = expect(function() t:load { duration = 10, each = each } end):raises(socket.ValueError)
  expect(e.message):matches("^t:load%(%): duration is 10 s, and the scenario has [12]%.%d s left: give it the option timeout$")
end)

scenario("names of a result that are misspelt", function(t)
  local result = t:load { requests = 1, each = each }
  local e = expect(function() return result.latancy end):raises(socket.AttributeError)
  expect(e.message):equals("the result of a load has no attribute 'latancy'; did you mean 'latency'?")
  e = expect(function() return result.latency.p9999 end):raises(socket.AttributeError)
  expect(e.message):equals("the latency of a load has no attribute 'p9999'; did you mean 'p999'?")
  expect(function() return result.latency:percentile(101) end):raises(socket.TypeError)
end)

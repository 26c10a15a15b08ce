-- A thousand trivial scenarios, each with a server, a client and a private network of its own.
local exchange = require "exchange"

for number = 1, 1000 do scenario("trivial " .. number, exchange) end

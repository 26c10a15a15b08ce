-- Ten trivial scenarios, each with a server, a client and a private network of its own.
local exchange = require "exchange"

for number = 1, 10 do scenario("trivial " .. number, exchange) end

---@meta _
-- Loads: how many requests a server answers, and how fast. See docs/load.md.

---@class parley.LoadOptions
---@field each fun(c: any, number: integer) One request; returns when it is answered. `number` counts from 1.
---@field to? parley.Address Each connection is a TCP socket to there, with TCP_NODELAY.
---@field connect? fun(number: integer): any Makes a connection, in place of `to`: whatever `each` is to be given.
---@field connections? integer How many there are, from 1 to 100000; 1 unless told.
---@field requests? integer How many requests in all. This or `duration` is needed; of both, what ends first.
---@field duration? number For how many seconds requests are begun.
---@field rate? number Requests that fall due in a second, whether a connection is free or not: the open model.
---@field processes? integer How many processes share it, from 1 to 256; 1 unless told: the scenario's own.
---@field name? string What reports call it; "load" unless told.

---Lengths of time in seconds. Each percentile is right to a thousandth of itself.
---@class parley.LoadLatency
---@field min number
---@field mean number
---@field stddev number
---@field p50 number
---@field p90 number
---@field p95 number
---@field p99 number
---@field p999 number
---@field max number
local latency = {}

---What so many of a hundred answers did not exceed.
---Raises TypeError for what is no number from 0 to 100.
---@param percent number 99.9
---@return number seconds
---@see docs/load.md
function latency:percentile(percent) end

---@class parley.LoadResult
---@field requests integer How many were answered; the latencies are theirs.
---@field failed integer How many were not.
---@field errors table<string, integer> Of these: class of the error -> how many.
---@field dropped integer How many fell due in the open model and found no connection free until the end.
---@field duration number Seconds from the first request to the end of the last one.
---@field throughput number Answered requests a second.
---@field latency parley.LoadLatency

---@meta time
-- require "time": Python's clocks, and a sleep that lets the other tasks run. All seconds are floats, all _ns integers.

---@class parley.timelib
local time = {}

---At least so long; the other tasks run meanwhile.
---Raises ValueError for a negative length, OverflowError for one that no clock counts.
---@param seconds number
---@see clock_nanosleep(2), Python time.sleep
function time.sleep(seconds) end

---The clock on the wall.
---Raises nothing.
---@return number seconds since 1970
---@see clock_gettime(2), Python time.time
function time.time() end

---The clock on the wall.
---Raises nothing.
---@return integer nanoseconds since 1970
---@see clock_gettime(2), Python time.time_ns
function time.time_ns() end

---A clock that only goes forward.
---Raises nothing.
---@return number seconds of the clock that timeouts are kept by
---@see clock_gettime(2), Python time.monotonic
function time.monotonic() end

---A clock that only goes forward.
---Raises nothing.
---@return integer
---@see clock_gettime(2), Python time.monotonic_ns
function time.monotonic_ns() end

---A clock that only goes forward.
---Raises nothing.
---@return number seconds, of the same clock as monotonic()
---@see clock_gettime(2), Python time.perf_counter
function time.perf_counter() end

---A clock that only goes forward.
---Raises nothing.
---@return integer
---@see clock_gettime(2), Python time.perf_counter_ns
function time.perf_counter_ns() end

---How long the scenario's process has computed.
---Raises nothing.
---@return number seconds that the scenario's process has computed
---@see clock_gettime(2), Python time.process_time
function time.process_time() end

---How long the scenario's process has computed.
---Raises nothing.
---@return integer
---@see clock_gettime(2), Python time.process_time_ns
function time.process_time_ns() end

---A date in words.
---Raises nothing else.
---@param seconds? number Since 1970; now unless told.
---@return string "Thu Jan  1 00:00:00 1970"
---@see ctime(3), Python time.ctime
function time.ctime(seconds) end

---The present local time in words.
---Raises an error for a conversion that strftime(3) does not have.
---@param format string strftime(3)'s.
---@return string
---@see strftime(3), Python time.strftime
function time.strftime(format) end

return time

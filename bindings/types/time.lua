---@meta time
-- require "time": Python's clocks, and a sleep that lets the other tasks run. All seconds are floats, all _ns integers.

---@class parley.timelib
local time = {}

---At least so long. Raises ValueError for a negative length, TypeError for what is no number.
---@param seconds number
function time.sleep(seconds) end

---@return number seconds since 1970
function time.time() end

---@return integer nanoseconds since 1970
function time.time_ns() end

---@return number seconds of the clock that timeouts are kept by
function time.monotonic() end

---@return integer
function time.monotonic_ns() end

---@return number seconds, of the same clock as monotonic()
function time.perf_counter() end

---@return integer
function time.perf_counter_ns() end

---@return number seconds that the scenario's process has computed
function time.process_time() end

---@return integer
function time.process_time_ns() end

---@param seconds? number Since 1970; now unless told.
---@return string "Thu Jan  1 00:00:00 1970"
function time.ctime(seconds) end

---The present local time in words.
---@param format string strftime(3)'s.
---@return string
function time.strftime(format) end

return time

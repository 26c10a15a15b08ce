-- require "time": Python's clocks, and a sleep that lets the other tasks run.
local core, import = ...

local nearest = import "nearest"
local native = core.select

local M = {}

-- time() -> seconds since 1970; time_ns() -> nanoseconds.
function M.time_ns() return native.wall_clock() end
function M.time() return native.wall_clock() / 1e9 end

-- monotonic(), perf_counter() -> seconds of the clock that timeouts are kept by; it only goes forward.
function M.monotonic_ns() return native.clock() end
function M.monotonic() return native.clock() / 1e9 end
M.perf_counter, M.perf_counter_ns = M.monotonic, M.monotonic_ns

-- process_time() -> seconds that the scenario's process has computed.
function M.process_time_ns() return native.cpu_clock() end
function M.process_time() return native.cpu_clock() / 1e9 end

local function check_number(value)
  if type(value) == "number" then return end
  core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(value)))
end

-- sleep(seconds): at least so long. The other tasks run meanwhile.
function M.sleep(...)
  if select("#", ...) ~= 1 then
    core.raise("TypeError", ("time.sleep() takes exactly one argument (%d given)"):format(select("#", ...)))
  end
  local seconds = ...
  check_number(seconds)
  if seconds ~= seconds then core.raise("ValueError", "Invalid value NaN (not a number)") end
  if seconds < 0 then core.raise("ValueError", "sleep length must be non-negative") end
  if seconds > 9e9 then core.raise("OverflowError", "timestamp out of range for platform time_t") end
  native.poll({}, {}, math.ceil(seconds * 1e9), "time.sleep")
end

-- ctime([seconds]) -> "Thu Jan  1 00:00:00 1970"; of now unless told.
function M.ctime(seconds)
  if seconds == nil then seconds = M.time() end
  check_number(seconds)
  return os.date("%a %b %e %H:%M:%S %Y", seconds // 1 | 0)
end

-- strftime(format) -> the present local time in words; the format is that of strftime(3).
function M.strftime(format) return os.date(format) end

return setmetatable(M, { __index = nearest.strict("module 'time'", M) })

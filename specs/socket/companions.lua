-- The other modules that programs with sockets lean on: require "errno" and require "time".
local errno = require "errno"
local socket = require "socket"
local support = require "support"
local time = require "time"

local error_of = support.error_of

describe("errno", function()
  it("has numbers by name, those of the errors that sockets raise", function()
    local client = support.tcp()
    local e = expect(function() client:connect { support.host, support.refusing_port() } end):raises(socket.OSError)
    expect(e.errno):equals(errno.ECONNREFUSED)
    expect({ errno.EAGAIN, errno.EWOULDBLOCK, errno.EINPROGRESS, errno.ENOTSUP }):equals { 11, 11, 115, 95 }
  end)

  it("has names by number, and Python's where there are two", function()
    local names = {}
    for _, number in ipairs { 1, 11, 35, 95, 111, 132 } do names[#names + 1] = errno.errorcode[number] end
    expect(names):equals { "EPERM", "EAGAIN", "EDEADLOCK", "ENOTSUP", "ECONNREFUSED", "ERFKILL" }
    local count = 0
    for number, name in pairs(errno.errorcode) do
      count = count + 1
      expect(errno[name]):equals(number)
    end
    expect(count):equals(130)
  end)

  it("tells a name that is misspelt", function()
    expect(function() return errno.ECONREFUSED end):raises("did you mean 'ECONNREFUSED'?")
  end)
end)

describe("time", function()
  it("sleeps while the others run, and as long as it was told at least", function(t)
    local order, begin = {}, time.monotonic()
    t:run("sleeper", function()
      time.sleep(0.03)
      order[#order + 1] = "sleeper"
    end, "other", function() order[#order + 1] = "other" end)
    expect(time.monotonic() - begin):at_least(0.03)
    expect(order):equals { "other", "sleeper" }
  end)

  it("has clocks that go forward, in seconds and nanoseconds", function()
    for _, name in ipairs { "time", "monotonic", "perf_counter", "process_time" } do
      local before, exact = time[name](), time[name .. "_ns"]()
      expect({ math.type(before), math.type(exact) }):equals { "float", "integer" }
      expect(exact):at_least(math.floor(before * 1e9) - 1000)
      expect(time[name]()):at_least(before)
    end
    expect(time.time()):at_least(os.time() - 2)
    expect(time.time()):at_most(os.time() + 2)
  end)

  it("writes dates", function()
    expect(time.ctime(0)):matches("^%u%l%l %u%l%l [ %d]%d %d%d:%d%d:%d%d 19[67]%d$")
    expect(time.strftime("%Y-%m-%d")):matches("^%d%d%d%d%-%d%d%-%d%d$")
  end)

  it("refuses in Python's words", function()
    expect(error_of(time.sleep, -1)):equals("ValueError: sleep length must be non-negative")
    expect(error_of(time.sleep, 0 / 0)):equals("ValueError: Invalid value NaN (not a number)")
    expect(error_of(time.sleep, "x")):equals("TypeError: 'str' object cannot be interpreted as an integer")
    expect(error_of(time.sleep)):equals("TypeError: time.sleep() takes exactly one argument (0 given)")
    expect(error_of(time.sleep, 1e30)):equals("OverflowError: timestamp out of range for platform time_t")
  end)
end)

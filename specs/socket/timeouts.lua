-- settimeout and setblocking: what they set, what they refuse, and what becomes of a call that would wait.
local socket = require "socket"
local support = require "support"

local error_of, tcp, connected = support.error_of, support.tcp, support.connected

local function state(s) return { s:gettimeout() or "None", s.timeout or "None", s:getblocking() } end

describe("the timeout of a socket", function()
  it("is none at first, and what it is set to after that", { covers = {
    "timeout.default", "timeout.set_int", "timeout.set_float", "timeout.set_none", "setblocking.false",
    "setblocking.true", "cpython:NonBlockingTCPTests.testSetBlocking",
    "cpython:NonBlockingTCPTests.testSetBlocking_overflow",
  } }, function()
    local s = tcp()
    expect(state(s)):equals { "None", "None", true }
    local changes = {
      { "settimeout", 5, { 5.0, 5.0, true } },
      { "settimeout", 0.125, { 0.125, 0.125, true } },
      { "settimeout", 0, { 0.0, 0.0, false } },
      { "settimeout", nil, { "None", "None", true } },
      { "setblocking", false, { 0.0, 0.0, false } },
      { "setblocking", true, { "None", "None", true } },
      { "setblocking", 0, { 0.0, 0.0, false } },
      { "setblocking", 1 << 40, { "None", "None", true } },
    }
    for _, change in ipairs(changes) do
      local method, value, wanted = table.unpack(change, 1, 3)
      expect(s[method](s, value)):is_nil()
      expect(state(s)):equals(wanted)
      expect(math.type(s:gettimeout() or 0.0)):equals("float")
    end
    s:settimeout(3)
    s:setblocking(true)
    expect(s:gettimeout()):is_nil()
  end)

  it("of a number leaves a socket that blocks, on a descriptor that does not", {
    covers = { "timeout.positive_fd_is_nonblocking" },
  }, function(t)
    local s = tcp()
    s:settimeout(5)
    local flags = t:read("/proc/self/fdinfo/" .. s:fileno()):match("flags:%s*(%d+)") -- proc_pid_fdinfo(5), in octal
    local nonblocking = 2048 -- O_NONBLOCK
    expect({ s:getblocking(), tonumber(flags, 8) & nonblocking }):equals { true, nonblocking }
  end)

  it("is rounded up to a nanosecond", function()
    local s = tcp()
    s:settimeout(1e-10)
    expect(s:gettimeout()):equals(1e-9)
  end)

  it("is a number that is not negative and not too large", { covers = {
    "timeout.negative_small", "timeout.str", "timeout.inf", "timeout.huge",
  } }, function()
    local s = tcp()
    local cases = {
      { -1, "ValueError: Timeout value out of range" },
      { -1e-9, "ValueError: Timeout value out of range" },
      { 0 / 0, "ValueError: Invalid value NaN (not a number)" },
      { "5", "TypeError: 'str' object cannot be interpreted as an integer" },
      { {}, "TypeError: 'tuple' object cannot be interpreted as an integer" },
    }
    for _, case in ipairs(cases) do expect(error_of(s.settimeout, s, case[1])):equals(case[2]) end
    for value, kind in pairs { [1.5] = "float", ["1"] = "str" } do
      expect(error_of(s.setblocking, s, value))
        :equals(("TypeError: '%s' object cannot be interpreted as an integer"):format(kind))
    end
    for _, value in ipairs { math.huge, 1e20, 1 << 62 } do
      expect(error_of(s.settimeout, s, value)):matches("^OverflowError: timestamp ")
    end
    expect(state(s)):equals { "None", "None", true }
  end)

  it("is stored by a closed socket, which then says EBADF", { covers = { "setblocking.closed" } }, function()
    local s = tcp()
    s:close()
    local closed = "OSError: [Errno 9] Bad file descriptor"
    expect(error_of(s.settimeout, s, 7)):equals(closed)
    expect(s:gettimeout()):equals(7.0)
    expect(error_of(s.setblocking, s, false)):equals(closed)
    expect(s:gettimeout()):equals(0.0)
  end)
end)

describe("a call that waits longer than the timeout", function()
  it("raises TimeoutError, not earlier, and leaves the socket usable", { covers = {
    "timeout.recv", "timeout.recv_elapsed", "timeout.recv_usable_after", "tut.000.recv_on_unbound_udp",
    "cpython:UDPTimeoutTest.testUDPTimeout",
  } }, function(t)
    local client, accepted = connected()
    client:settimeout(0.03)
    local order = {}
    t:run("clock", function()
      t:sleep(0.03)
      order[#order + 1] = "time is up"
    end, "reader", function()
      local said = error_of(client.recv, client, 10)
      order[#order + 1] = said
    end)
    expect(order):equals { "time is up", "TimeoutError: timed out" }
    accepted:send("late")
    expect(client:recv_exactly(4)):equals("late")
    local datagrams = support.udp()
    datagrams:settimeout(0.01)
    expect(error_of(datagrams.recv, datagrams, 1024)):equals("TimeoutError: timed out")
  end)

  it("does not where there is something in time", {
    covers = { "timeout.recv_data_in_time", "timeout.eof_beats_timeout" },
  }, function(t)
    local client, accepted = connected()
    client:settimeout(2)
    t:run("reader", function()
      expect(client:recv(10)):equals("x")
      expect(client:recv(10)):equals("")
    end, "writer", function()
      accepted:send("x")
      accepted:close()
    end)
  end)
end)

describe("a socket that does not wait", function()
  it("raises BlockingIOError where it would, not TimeoutError", { covers = {
    "timeout.zero_recv_is_eagain_not_timeout", "nonblock.recv_with_data",
  } }, function()
    local client, accepted = connected()
    for _, prepare in ipairs { { "settimeout", 0.0 }, { "setblocking", false } } do
      client[prepare[1]](client, prepare[2])
      expect(error_of(client.recv, client, 1)):equals("BlockingIOError: [Errno 11] Resource temporarily unavailable")
      accepted:send("x")
      local data
      support.await(function()
        local ok, result = pcall(client.recv, client, 10)
        data = ok and result
        return ok
      end)
      expect(data):equals("x")
    end
  end)
end)

describe("a socket with a timeout", function()
  local timed_out = "TimeoutError: timed out"

  it("waits before it fails: an error that no poll tells of comes as the timeout", function()
    local stream, datagram, unix = tcp(), support.udp(), support.unix(socket.SOCK_DGRAM)
    for _, s in ipairs { stream, datagram, unix } do s:settimeout(0.01) end
    expect(error_of(datagram.accept, datagram)):equals(timed_out)
    expect(error_of(unix.accept, unix)):equals(timed_out)
    expect(error_of(stream.recv, stream, 1)):equals("OSError: [Errno 107] Transport endpoint is not connected")
    datagram:setblocking(false)
    expect(error_of(datagram.accept, datagram)):equals("OSError: [Errno 95] Operation not supported")
  end)

  it("does not send into the little room that is left of an AF_UNIX stream: it is not writable", {
    segment = false,
  }, function()
    local one, other = socket.socketpair()
    one:send(("x"):rep(70000))
    one:settimeout(0.01)
    expect(error_of(one.send, one, "x")):equals(timed_out)
    one:setblocking(false)
    expect(one:send("x")):equals(1)
    other:close()
  end)

  it("does not send a message by sendto() before there is room, either", function()
    local one, other = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    one:send(("x"):rep(70000))
    one:settimeout(0.01)
    expect(error_of(one.sendto, one, "x", "/nowhere")):equals(timed_out)
    other:close()
  end)

  it("does not pass urgent data by, for which no reader is woken", function()
    local client, accepted = connected()
    client:settimeout(0.01)
    accepted:send("!", socket.MSG_OOB)
    expect(error_of(client.recv, client, 9)):equals(timed_out)
    client:setblocking(false)
    expect(client:recv(1, socket.MSG_OOB)):equals("!")
  end)
end)

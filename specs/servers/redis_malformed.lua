-- Redis: what breaks the protocol is told and ends the connection, this one alone.
local redis = require "redis_support"
local socket = require "socket"

-- The line that answers these bytes, behind which the connection has to end; another client is served on.
local function refused(t, bytes)
  local c = redis.pair(t)
  local other = redis.connect()
  c:send_raw(bytes)
  local line = c.socket:recv_line()
  expect(c.socket:recv(1)):equals("")
  expect(other:call("PING")):equals("PONG")
  return line
end

describe("redis protocol errors", redis.suite, function()
  it("an array without a number for its length", { covers = { "RESP2 arrays" } }, function(t)
    expect(refused(t, "*many\r\n")):equals("-ERR Protocol error: invalid multibulk length\r\n")
  end)

  it("a string without a number for its length", { covers = { "RESP2 bulk strings" } }, function(t)
    expect(refused(t, "*1\r\n$four\r\nPING\r\n")):equals("-ERR Protocol error: invalid bulk length\r\n")
  end)

  it("a command of other things than strings", { covers = { "RESP2 sending commands" } }, function(t)
    expect(refused(t, "*2\r\n$4\r\nECHO\r\n:1\r\n")):equals("-ERR Protocol error: expected '$', got ':'\r\n")
  end)

  it("quotes that do not end", { covers = { "RESP2 inline commands" } }, function(t)
    expect(refused(t, "SET key \"value\r\n")):equals("-ERR Protocol error: unbalanced quotes in request\r\n")
  end)

  it("a line without an end, from 64 KiB on", { covers = { "RESP2 inline commands" } }, function(t)
    expect(refused(t, ("x"):rep(65537))):equals("-ERR Protocol error: too big inline request\r\n")
  end)

  it("a length without an end, from 64 KiB on", { covers = { "RESP2 arrays" } }, function(t)
    expect(refused(t, "*" .. ("1"):rep(65536))):equals("-ERR Protocol error: too big mbulk count string\r\n")
  end)

  it("what precedes the fault in a pipeline is done and answered", { covers = { "RESP2 pipelining" } }, function(t)
    local c = redis.pair(t)
    local other = redis.connect()
    c:send_raw("SET before 1\r\n*x\r\nSET behind 1\r\n")
    expect(c.socket:recv_all()):equals("+OK\r\n-ERR Protocol error: invalid multibulk length\r\n")
    expect(other:call("EXISTS", "before", "behind")):equals(1)
  end)

  it("empty commands are passed over without an answer", {
    covers = { "RESP2 arrays", "RESP2 inline commands" },
  }, function(t)
    local c = redis.pair(t)
    c:send_raw("\r\n*0\r\n*-1\r\n\r\nPING\r\n")
    expect(c:read()):equals("PONG")
  end)

  it("a browser that is sent here is cut off, and the log says so", function(t)
    local c, server = redis.pair(t)
    c:send_raw("POST / HTTP/1.1\r\nHost: 127.0.0.1:6379\r\n\r\nFLUSHALL\r\n")
    local ended, rest = pcall(c.socket.recv_all, c.socket)
    expect(ended and rest == "" or socket.isinstance(rest, socket.ConnectionResetError)):is_true()
    expect(server):logs("Possible SECURITY ATTACK detected")
  end)
end)

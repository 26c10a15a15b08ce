-- Errors are objects: a class, errno, strerror and message, and they print as Python's str(e).
local socket = require "socket"

local function refused()
  local s <close> = socket.socket()
  s:connect { "127.0.0.1", 1 }
end

local function fails(fn)
  local ok, e = pcall(fn)
  expect(ok):is_false()
  return e
end

describe("an error", function()
  it("of the kernel has a class, an errno and its text", function()
    local e = fails(refused)
    expect({ e.errno, e.strerror, e.message }):equals { socket.ECONNREFUSED, "Connection refused", "Connection refused" }
    expect(tostring(e)):equals("[Errno 111] Connection refused")
    expect(getmetatable(e) == socket.ConnectionRefusedError):is_true()
    for _, class in ipairs { "ConnectionError", "OSError", "error", "Exception" } do
      expect({ class, socket.isinstance(e, socket[class]) }):equals { class, true }
    end
    expect(socket.isinstance(e, socket.TimeoutError)):is_false()
    expect(socket.isinstance(e, { socket.TimeoutError, socket.OSError })):is_true()
  end)

  it("of the resolver is a domain of its own, never an errno", function()
    local e = fails(function() socket.getaddrinfo("none.invalid", 80, { flags = socket.AI_NUMERICHOST }) end)
    expect(getmetatable(e) == socket.gaierror):is_true()
    expect({ e.errno, e.strerror }):equals { socket.EAI_NONAME, "Name or service not known" }
    expect(tostring(e)):equals("[Errno -2] Name or service not known")
    expect(socket.EAI_NONAME):not_equals(socket.ENOENT)
  end)

  it("of a timeout has a text and no errno", function()
    local a = socket.socketpair()
    a:settimeout(0.01)
    local e = fails(function() a:recv(1) end)
    expect(socket.timeout == socket.TimeoutError):is_true()
    expect(getmetatable(e) == socket.timeout):is_true()
    expect(tostring(e)):equals("timed out")
    expect(e.errno):is_nil()
  end)

  it("of an argument is a TypeError: a numeric string is no integer", function()
    local a = socket.socketpair()
    local e = fails(function() a:recv("10") end)
    expect(getmetatable(e) == socket.TypeError):is_true()
    expect(tostring(e)):equals("'str' object cannot be interpreted as an integer")
  end)

  it("returns as a number from connect_ex, and from nothing else", function()
    local s <close> = socket.socket()
    expect(s:connect_ex { "127.0.0.1", 1 }):equals(socket.ECONNREFUSED)
    expect(function() s:connect { "127.0.0.1", 1 } end):raises(socket.ConnectionRefusedError)
  end)

  it("passes through pcall, error and a task's join as the same object", function(t)
    local e = fails(refused)
    expect(rawequal(fails(function() error(e, 0) end), e)):is_true()
    local again = fails(function()
      local ok, inner = pcall(refused)
      if not ok then error(inner) end
    end)
    expect(again.errno):equals(socket.ECONNREFUSED)
    local task = t:spawn("catcher", function() return select(2, pcall(error, e)) end)
    expect(rawequal(task:join(), e)):is_true()
  end)

  it("can be made by a script, as in Python", function()
    local e = socket.OSError(socket.EPIPE, "Broken pipe")
    expect({ e.errno, tostring(e) }):equals { socket.EPIPE, "[Errno 32] Broken pipe" }
    expect(tostring(socket.ValueError("no value"))):equals("no value")
    local raised = expect(function() error(e) end):raises(socket.OSError, { errno = socket.EPIPE })
    expect(rawequal(raised, e)):is_true()
  end)

  it("of a name that does not exist names the nearest one", function()
    local s <close> = socket.socket()
    local e = expect(function() s:sned("x") end):raises(socket.AttributeError)
    expect(tostring(e)):equals("'socket' object has no attribute 'sned'; did you mean 'send'?")
    e = expect(function() return socket.SOCK_STREM end):raises(socket.AttributeError)
    expect(tostring(e)):equals("module 'socket' has no attribute 'SOCK_STREM'; did you mean 'SOCK_STREAM'?")
  end)
end)

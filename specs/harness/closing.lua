-- close() and the collector: who waits on a socket that is closed, and that no FIN depends on the collector.
local socket = require "socket"

-- A connected pair of TCP sockets.
local function connected()
  local listener <close> = socket.create_server { "127.0.0.1", 0 }
  local client = socket.create_connection(listener:getsockname())
  return client, (listener:accept())
end

-- Each makes a socket and a call on it that has to wait.
local waits = {
  recv = function() return socket.socketpair(), function(s) s:recv(1) end end,
  recv_into = function() return socket.socketpair(), function(s) s:recv_into(socket.bytearray(1)) end end,
  recv_line = function() return socket.socketpair(), function(s) s:recv_line() end end,
  sendall = function() return socket.socketpair(), function(s) s:sendall(("x"):rep(1 << 22)) end end,
  send = function() return socket.socketpair(), function(s) s:send(("x"):rep(1 << 22)) end end,
  accept = function()
    return socket.create_server { "127.0.0.1", 0 }, function(s) s:accept() end
  end,
  recvfrom = function()
    local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s:bind { "127.0.0.1", 0 }
    return s, function(own) own:recvfrom(1) end
  end,
  connect = function()
    local listener = socket.create_server({ "127.0.0.1", 7000 }, { backlog = 0 })
    local queued = socket.create_connection(listener:getsockname()) -- the only place in its queue
    return socket.socket(), function(s) s:connect(listener:getsockname()); return queued end
  end,
  ["connect to a full AF_UNIX backlog"] = function(t)
    local listener, queued = socket.socket(socket.AF_UNIX), socket.socket(socket.AF_UNIX)
    local path = t:tempdir() .. "/full"
    listener:bind(path)
    listener:listen(0)
    queued:connect(path)
    return socket.socket(socket.AF_UNIX), function(s) s:connect(path) end
  end,
}

describe("closing", function()
  it("wakes whoever waits on the socket, with EBADF", function(t)
    for call, make in pairs(waits) do
      local s, wait = make(t)
      local errno
      t:run("waiter", function()
        errno = expect(function() wait(s) end):raises(socket.OSError).errno
      end, "closer", function() s:close() end)
      expect({ call, errno }):equals { call, socket.EBADF }
    end
  end)

  it("twice is no error, and leaves a number that was given to another socket alone", function()
    local first = socket.socket()
    first:close()
    local second <close> = socket.socket()
    first:close()
    expect(second:getsockopt(socket.SOL_SOCKET, socket.SO_TYPE)):equals(socket.SOCK_STREAM)
  end)

  it("is left to the script: the collector closes nothing", function()
    local _, conn = connected()
    collectgarbage()
    collectgarbage()
    conn:setblocking(false)
    expect(function() conn:recv(1) end):raises(socket.BlockingIOError) -- no FIN came
  end)

  it("comes with the end of a block, however it is left", function(t)
    local client, conn = connected()
    t:run("leaver", function()
      local held <close> = client
      pcall(function()
        local inner <close> = held
        error(inner)
      end)
      expect(held:fileno()):equals(-1)
    end, "peer", function() expect(conn:recv(1)):equals("") end)
  end)

  it("a stale event of a socket does not reach the next one of its number", function(t)
    local a, b = socket.socketpair()
    local number = a:fileno()
    t:run("first reader", function() expect(a:recv(1)):equals("x") end, "sender", function() b:sendall("x") end)
    b:sendall("for the old one")
    a:close()
    local c, d = socket.socketpair()
    expect(c:fileno()):equals(number)
    c:settimeout(0.02)
    expect(function() c:recv(1) end):raises(socket.TimeoutError)
    d:sendall("y")
    expect(c:recv(10)):equals("y")
  end)
end)

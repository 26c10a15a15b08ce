-- What the specs of the socket module share: the sockets they begin with, and errors as a line of text.
local socket = require "socket"

local M = { host = "127.0.0.1" }

function M.tcp() return socket.socket(socket.AF_INET, socket.SOCK_STREAM) end
function M.udp() return socket.socket(socket.AF_INET, socket.SOCK_DGRAM) end
function M.tcp6() return socket.socket(socket.AF_INET6, socket.SOCK_STREAM) end
function M.udp6() return socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) end
function M.unix(kind) return socket.socket(socket.AF_UNIX, kind or socket.SOCK_STREAM) end

function M.port(s) return s:getsockname().port end

-- A listening TCP socket on a port of the kernel's choice.
function M.listener(backlog, host)
  local s = M.tcp()
  s:bind { host or M.host, 0 }
  s:listen(backlog or 5)
  return s
end

-- Both ends of a TCP connection: the one that connected, and the one that was accepted.
function M.connected()
  local listener <close> = M.listener()
  local client = M.tcp()
  client:connect(listener:getsockname())
  return client, (listener:accept())
end

-- A TCP connection whose first end cannot send another byte.
function M.congested()
  local client, accepted = M.connected()
  client:setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16) -- named, the kernel does not enlarge them any more
  accepted:setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
  -- Full at one moment, it has room again when the kernel has moved bytes on: so until there has been none for a while,
  -- not even the little that no poller tells of.
  local piece = ("x"):rep(1 << 20)
  repeat
    client:settimeout(0.05)
    while pcall(client.send, client, piece) do end
    client:setblocking(false)
  until not pcall(client.send, client, piece)
  return client, accepted
end

-- A listener whose queue of connections is full: who connects now waits.
function M.crowded()
  local listener, first = M.listener(0), M.tcp()
  first:connect(listener:getsockname())
  return listener, first
end

-- Two UDP sockets, each bound.
function M.datagram_pair()
  local a, b = M.udp(), M.udp()
  a:bind { M.host, 0 }
  b:bind { M.host, 0 }
  return a, b
end

local function unused(s)
  s:bind { M.host, 0 }
  local port = M.port(s)
  s:close()
  return port
end

-- Ports where nothing is.
function M.refusing_port() return unused(M.tcp()) end
function M.refusing_udp_port() return unused(M.udp()) end

-- The error that fn(...) raises, as "Class: text": the class is the exact one.
function M.error_of(fn, ...)
  local ok, e = pcall(fn, ...)
  if ok then return "no error, but " .. tostring(e) end
  local class = type(e) == "table" and getmetatable(e)
  return class and ("%s: %s"):format(class.__name, tostring(e)) or tostring(e)
end

-- Returns once condition() holds: what a peer did may still be on its way. In each round a byte crosses the loopback.
function M.await(condition)
  local s <close> = M.udp()
  s:bind { M.host, 0 }
  while not condition() do
    s:sendto("?", s:getsockname())
    s:recv(1)
  end
end

-- Returns once a reset from the peer has reached `s`, whose error it leaves for the next call.
function M.await_reset(s)
  M.await(function() return not pcall(s.getpeername, s) end)
end

-- SO_LINGER with a time of 0: close() resets the connection.
function M.reset(s)
  s:setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, string.pack("=i4i4", 1, 0))
  s:close()
end

-- A time as the kernel's options take it (struct timeval).
function M.timeval(seconds)
  local whole = seconds // 1
  return string.pack("=i8i8", whole, (seconds - whole) * 1000000 // 1)
end

return M

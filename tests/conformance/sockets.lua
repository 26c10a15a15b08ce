-- The sockets that the statements of cases.jsonl begin with, as world.py makes them.
local socket = require "socket"

local M = {}
local host = "127.0.0.1"
local kept = {} -- nothing closes before the result is there

function M.keep(s)
  kept[#kept + 1] = s
  return s
end

function M.tcp() return M.keep(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) end
function M.udp() return M.keep(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) end
function M.tcp6() return M.keep(socket.socket(socket.AF_INET6, socket.SOCK_STREAM)) end
function M.udp6() return M.keep(socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)) end
function M.ux(kind) return M.keep(socket.socket(socket.AF_UNIX, kind or socket.SOCK_STREAM)) end

function M.port(s) return s:getsockname()[2] end

function M.srv(backlog, at)
  local s = M.tcp()
  s:bind { at or host, 0 }
  s:listen(backlog or 5)
  return s
end

function M.pair()
  local client, listener = M.tcp(), M.srv()
  client:connect(listener:getsockname())
  return client, M.keep((listener:accept()))
end

-- A pair whose first socket is non-blocking and has no room: none for a while, as TCP moves bytes on.
function M.full()
  local client, accepted = M.pair()
  client:setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
  accepted:setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 16)
  local piece = ("x"):rep(1 << 20)
  repeat
    client:settimeout(0.05)
    while pcall(client.send, client, piece) do end
    client:setblocking(false)
  until not pcall(client.send, client, piece)
  return client, accepted
end

function M.upair()
  local a, b = M.udp(), M.udp()
  a:bind { host, 0 }
  b:bind { host, 0 }
  return a, b
end

local function unused(s)
  s:bind { host, 0 }
  local found = M.port(s)
  s:close()
  return found
end

function M.closed_port() return unused(M.tcp()) end
function M.closed_udp_port() return unused(M.udp()) end

-- tcpi_sacked of struct tcp_info, which for a listener is the length of its queue (tcp(7)).
function M.maxbacklog(s)
  return (string.unpack("=I4", s:getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 104), 29))
end

function M.icmp_echo() return "\8\0\xf7\xfd\0\1\0\1" end

return M

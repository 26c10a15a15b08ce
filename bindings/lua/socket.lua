-- require "socket": Python's module. The native half has the sockets and the names; here is what Python writes in
-- Python too.
local core, import = ...

local native = core.socket
local classes = import "exceptions"
local nearest = import "nearest"
local format_address = import("address").format

local M = {}
for name, value in next, native.constants do M[name] = value end
for name, class in next, classes do M[name] = class end
for name, fn in next, native do
  if type(fn) == "function" then M[name] = fn end
end

M.error = classes.OSError
M.timeout = classes.TimeoutError
M.has_ipv6 = true

local methods = native.methods
import "reads"
import "sendfile"
-- socket:makefile(mode, buffering, {encoding, errors, newline}) -> a file object.
function methods:makefile(...) return import("makefile").open(self, ...) end

setmetatable(methods, { __index = nearest.strict("'socket' object", methods, { timeout = true }) })

-- A table of names: an address is none, it has a value at position 1, and neither is an empty list of table.pack's.
local function are_names(value)
  return type(value) == "table" and rawget(value, 1) == nil and rawget(value, "n") == nil
end

-- The trailing table of keyword arguments, and how many arguments stand before it.
local function keywords(...)
  local n = select("#", ...)
  local last = n > 0 and select(n, ...) or nil
  if are_names(last) and next(last) ~= nil then return last, n - 1 end
  return {}, n
end

-- Raises where the only argument that a function must have is not given.
local function check_address_given(fn, ...)
  if select("#", ...) == 0 then
    core.raise("TypeError", ("%s missing 1 required positional argument: 'address'"):format(fn))
  end
end

local function check_keywords(given, known, fn)
  for name in next, given do
    if not known[name] then
      local hint = nearest.hint(name, known)
      core.raise("TypeError", ("%s got an unexpected keyword argument '%s'%s"):format(
        fn, tostring(name), hint and "; " .. hint or ""))
    end
  end
end

local socket_keywords = { family = true, type = true, proto = true, fileno = true }

-- socket.socket(family, type, proto, fileno), each optional or by keyword: the class of sockets.
M.socket = setmetatable({}, {
  __name = "socket",
  __index = methods,
  __tostring = function() return "<class 'socket.socket'>" end,
  __call = function(_, ...)
    local given, n = keywords(...)
    if n == 1 and are_names((...)) then return native.socket() end -- `{ fileno = nil }`
    if n == select("#", ...) then return native.socket(...) end
    check_keywords(given, socket_keywords, "socket.__init__()")
    local family, kind, proto, fileno = table.unpack({ ... }, 1, n)
    return native.socket(given.family or family or -1, given.type or kind or -1, given.proto or proto or -1,
      given.fileno or fileno)
  end,
})

M.SocketType = M.socket

-- SocketIO(sock, mode) -> the file that makefile() gives without a buffer.
function M.SocketIO(...) return import("makefile").raw(...) end

-- Holds a socket until it is released; one that is not is closed where the block ends.
local guard = { __close = function(self) if self.socket then self.socket:close() end end }

local function guarded(s) return setmetatable({ socket = s }, guard) end

local function released(holder)
  local s = holder.socket
  holder.socket = nil
  return s
end

local function check_pair(address)
  if type(address) == "string" and #address ~= 2 then -- Python takes a string apart, too
    core.raise("ValueError", #address > 2 and "too many values to unpack (expected 2)"
      or ("not enough values to unpack (expected 2, got %d)"):format(#address))
  end
  if type(address) ~= "table" then
    core.raise("TypeError", ("cannot unpack non-iterable %s object"):format(core.type_name(address)))
  end
  if #address < 2 then
    core.raise("ValueError", ("not enough values to unpack (expected 2, got %d)"):format(#address))
  elseif #address > 2 then
    core.raise("ValueError", "too many values to unpack (expected 2)")
  end
end

-- `entry` is getaddrinfo's.
local function connect_to(entry, has_timeout, timeout, source)
  local s <close> = guarded(native.socket(entry[1], entry[2], entry[3]))
  if has_timeout then s.socket:settimeout(timeout) end
  if source then s.socket:bind(source) end
  s.socket:connect(entry[5])
  return released(s)
end

-- The socket that native.connection.begin() has begun to connect to `raw`, an address as bytes, once it is.
local function connected(s, raw)
  local holder <close> = guarded(s)
  native.connection.wait(s, nil, raw)
  return released(holder)
end

local connection_keywords = { timeout = true, source_address = true, all_errors = true }

local function connect_to_any(...)
  check_address_given("create_connection()", ...)
  local address, timeout, source = ...
  local given, n = keywords(select(2, ...))
  check_keywords(given, connection_keywords, "create_connection()")
  local has_timeout = n >= 1 or given.timeout ~= nil
  if n < 1 then timeout = given.timeout end
  if n < 2 or not source then source = given.source_address end
  check_pair(address)
  local errors = {}
  for _, entry in ipairs(native.getaddrinfo(address[1], address[2], 0, M.SOCK_STREAM)) do
    local ok, result = pcall(connect_to, entry, has_timeout, timeout, source)
    if ok then return result end
    if not classes.isinstance(result, classes.OSError) then error(result, 0) end
    errors[#errors + 1] = result
  end
  if #errors == 0 then core.raise("OSError", "getaddrinfo returns an empty list") end
  if not given.all_errors then error(errors[#errors], 0) end
  local plural = #errors == 1 and "" or "s"
  local group = classes.ExceptionGroup(("create_connection failed (%d sub-exception%s)"):format(#errors, plural))
  group.exceptions = errors
  error(group, 0)
end

-- create_connection(address[, timeout[, source_address]], {all_errors = bool}) -> a connected socket. Tries each
-- address that the host has; raises the last error. socket.c's and socket.py's of CPython 3.11.
function M.create_connection(...)
  if select("#", ...) == 1 then
    -- Most addresses are numbers, which stand for themselves alone.
    local s, raw = native.connection.begin((...))
    if s then return raw and connected(s, raw) or s end
  end
  return connect_to_any(...)
end

local server_keywords = { family = true, backlog = true, reuse_port = true, dualstack_ipv6 = true }

local function prepare_server(s, address, given, family)
  s:setsockopt(M.SOL_SOCKET, M.SO_REUSEADDR, 1)
  if given.reuse_port then s:setsockopt(M.SOL_SOCKET, M.SO_REUSEPORT, 1) end
  if family == M.AF_INET6 then s:setsockopt(M.IPPROTO_IPV6, M.IPV6_V6ONLY, given.dualstack_ipv6 and 0 or 1) end
  local ok, e = pcall(s.bind, s, address)
  if ok then return end
  if not classes.isinstance(e, classes.OSError) or not e.errno then error(e, 0) end
  local words = ("%s (while attempting to bind on address %s)"):format(e.strerror, format_address(address))
  local class = classes.isinstance(e, classes.gaierror) and classes.OSError or getmetatable(e)
  error(class(e.errno, words), 0)
end

-- create_server(address, {family, backlog, reuse_port, dualstack_ipv6}) -> a listening socket.
function M.create_server(...)
  check_address_given("create_server()", ...)
  local address = (...)
  local given, n = keywords(select(2, ...))
  if n > 0 then
    core.raise("TypeError", ("create_server() takes 1 positional argument but %d were given"):format(n + 1))
  end
  check_keywords(given, server_keywords, "create_server()")
  local family = given.family or M.AF_INET
  if given.dualstack_ipv6 and family ~= M.AF_INET6 then
    core.raise("ValueError", "dualstack_ipv6 requires AF_INET6 family")
  end
  local s <close> = guarded(native.socket(family, M.SOCK_STREAM))
  prepare_server(s.socket, address, given, family)
  if given.backlog then s.socket:listen(given.backlog) else s.socket:listen() end
  return released(s)
end

-- has_dualstack_ipv6() -> bool.
function M.has_dualstack_ipv6()
  local ok = pcall(function()
    local s <close> = native.socket(M.AF_INET6, M.SOCK_STREAM)
    s:setsockopt(M.IPPROTO_IPV6, M.IPV6_V6ONLY, 0)
  end)
  return ok
end

-- The function fn of these arguments, each of which may also stand in a trailing table by its name.
local function by_name(fn, call, names, defaults)
  local known = {}
  for _, name in ipairs(names) do known[name] = true end
  return function(...)
    local given, n = keywords(...)
    if n == select("#", ...) then return fn(...) end
    check_keywords(given, known, call)
    local values = { ... }
    for i = n + 1, #names do values[i] = given[names[i]] or defaults[names[i]] end
    return fn(table.unpack(values, 1, #names))
  end
end

-- getaddrinfo(host, port, family, type, proto, flags), each but the first two optional.
M.getaddrinfo = by_name(native.getaddrinfo, "getaddrinfo()", { "host", "port", "family", "type", "proto", "flags" },
  { family = 0, type = 0, proto = 0, flags = 0 })

-- socketpair(family, type, proto), each optional.
M.socketpair = by_name(native.socketpair, "socketpair()", { "family", "type", "proto" },
  { type = M.SOCK_STREAM, proto = 0 })

-- Descriptors as a message brings them; array.array("i", fds) of CPython.
local function packed(fds)
  if type(fds) == "string" then
    core.raise("TypeError", "cannot use a str to initialize an array with typecode 'i'")
  elseif type(fds) ~= "table" then
    core.raise("TypeError", ("'%s' object is not iterable"):format(core.type_name(fds)))
  end
  for _, fd in ipairs(fds) do
    if math.type(fd) ~= "integer" then
      core.raise("TypeError", ("'%s' object cannot be interpreted as an integer"):format(core.type_name(fd)))
    elseif fd > 0x7fffffff then
      core.raise("OverflowError", "signed integer is greater than maximum")
    elseif fd < -0x80000000 then
      core.raise("OverflowError", "signed integer is less than minimum")
    end
  end
  return string.pack("=" .. ("i4"):rep(#fds), table.unpack(fds))
end

-- send_fds(sock, buffers, fds[, flags[, address]]) -> bytes sent: sendmsg with the descriptors as ancillary data. As in
-- CPython 3.11, flags and address are taken and not used.
function M.send_fds(sock, buffers, fds)
  return sock:sendmsg(buffers, { { M.SOL_SOCKET, M.SCM_RIGHTS, packed(fds) } })
end

-- recv_fds(sock, bufsize, maxfds[, flags]) -> bytes, list of descriptors, msg_flags, address. The descriptors are the
-- script's to close.
function M.recv_fds(sock, bufsize, maxfds)
  local room = native.CMSG_LEN(math.type(maxfds) == "integer" and maxfds * 4 or maxfds)
  local bytes, ancillary, flags, address = sock:recvmsg(bufsize, room)
  local fds = {}
  for _, item in ipairs(ancillary) do
    if item.level == M.SOL_SOCKET and item.type == M.SCM_RIGHTS then
      for at = 1, #item.data - 3, 4 do fds[#fds + 1] = string.unpack("=i4", item.data, at) end
    end
  end
  return bytes, fds, flags, address
end

return setmetatable(M, { __index = nearest.strict("module 'socket'", M) })

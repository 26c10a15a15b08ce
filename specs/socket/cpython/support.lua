-- What the specs after CPython's own tests share: the ids of those tests, the sockets that they begin with, and errors
-- as a line of text.
local socket = require "socket"

local M = { host = "127.0.0.1" }

-- What goes over the wire where any text would do: not all of it ASCII, and the end of a line behind it.
M.message = "a line \u{20ac} of text\r\n"

-- tests_of(class) -> a function that gives, for the names of tests of CPython's class, the ids that `covers` takes.
function M.tests_of(class)
  return function(...)
    local ids = {}
    for i, name in ipairs { ... } do ids[i] = ("cpython:%s.%s"):format(class, name) end
    return ids
  end
end

function M.listener()
  local s = socket.socket()
  s:bind { M.host, 0 }
  s:listen()
  return s
end

-- Both ends of a TCP connection: the one that connected, and the one that was accepted.
function M.connected()
  local listener <close> = M.listener()
  local client = socket.socket()
  client:connect(listener:getsockname())
  return client, (listener:accept())
end

-- A UDP socket that is bound.
function M.bound_udp()
  local s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
  s:bind { M.host, 0 }
  return s
end

-- A port where nobody listens.
function M.refusing_port()
  local s <close> = socket.socket()
  s:bind { M.host, 0 }
  return s:getsockname().port
end

-- The error that fn(...) raises, as "Class: text": the class is the exact one.
function M.error_of(fn, ...)
  local ok, e = pcall(fn, ...)
  if ok then return "no error, but " .. tostring(e) end
  local class = type(e) == "table" and getmetatable(e)
  return class and ("%s: %s"):format(class.__name, tostring(e)) or tostring(e)
end

return M

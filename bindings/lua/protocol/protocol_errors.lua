-- What the protocol modules raise: the classes they share, and how one is made. They are no part of Python, so that
-- they stand in their modules (`http.ProtocolError`) and not in `socket`.
local core, import = ...

local classes = import "exceptions"

local M = {}

-- class(name, base) -> a class like those of exceptions.lua.
function M.class(name, base)
  local class = { __name = name, __base = base, __tostring = base.__tostring }
  class.__index = class
  return setmetatable(class, getmetatable(base))
end

-- What came breaks the rules of its protocol: `offset` says where in the message, counted from 0, `bytes` is what
-- stands there.
M.ProtocolError = M.class("ProtocolError", classes.ValueError)
-- The stream ended inside of a message: `partial` is what came of it. http.client of Python has the name.
M.IncompleteRead = M.class("IncompleteRead", classes.IncompleteReadError)

local SHOWN = 60 -- bytes

-- The bytes in escapes, no more than a line has room for.
function M.shown(bytes)
  if #bytes <= SHOWN then return core.quote(bytes) end
  return ("%s... (%d bytes)"):format(core.quote(bytes:sub(1, SHOWN)), #bytes)
end

-- An error of the class with these fields, whose place is the script's.
function M.new(class, message, fields)
  local e = class(message)
  e.file, e.line = core.place()
  for name, value in next, fields or {} do e[name] = value end
  return e
end

-- raise(class, message, fields) does not return.
function M.raise(class, message, fields) error(M.new(class, message, fields), 0) end

return M

-- require "errno": the numbers of errors by name, and errno.errorcode the other way round, as Python has them.
local core, import = ...

local nearest = import "nearest"

-- Second names, and those that Python has not.
local aliases = { EWOULDBLOCK = 11, EDEADLK = 35, EDEADLOCK = 35, EOPNOTSUPP = 95, ENOTSUP = 95 }
local absent = { EHWPOISON = true }

local M = { errorcode = {} }
for name, value in next, core.socket.constants do
  if name:match("^E[A-Z0-9]+$") and not absent[name] and not aliases[name] then
    M[name] = value
    M.errorcode[value] = name
  end
end
for name, value in next, aliases do M[name] = value end
-- Where a number has two names, these are the ones that Python gives.
for _, name in ipairs { "EAGAIN", "EDEADLOCK", "ENOTSUP" } do M.errorcode[M[name]] = name end

return setmetatable(M, { __index = nearest.strict("module 'errno'", M) })

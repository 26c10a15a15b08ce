-- The exceptions of ssl. Their text is what Python's str(e) gives, but for the place in CPython's source that it ends
-- with: "(_ssl.c:1006)" is another one in every version.
local _, import = ...

local classes = import "exceptions"

local M = {}

local function text(self) return self.strerror or self.message end

local function define(name, base, second)
  local class = { __name = name, __base = base, __second_base = second, __tostring = text }
  class.__index = class
  M[name] = setmetatable(class, getmetatable(base))
end

define("SSLError", classes.OSError)
define("SSLZeroReturnError", M.SSLError)
define("SSLWantReadError", M.SSLError)
define("SSLWantWriteError", M.SSLError)
define("SSLSyscallError", M.SSLError)
define("SSLEOFError", M.SSLError)
define("SSLCertVerificationError", M.SSLError, classes.ValueError)
define("NotImplementedError", classes.RuntimeError)

return M

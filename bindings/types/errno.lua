---@meta errno
-- require "errno": the numbers of errors by name.

---@class parley.errnolib : parley.errnos
---@field errorcode table<integer, string> The names by number.
local errno = {}

return errno

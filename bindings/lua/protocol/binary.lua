-- require "binary": layouts of binary frames, on string.pack: declared once, they are written, read, and lied in.
local _, import = ...

local cursors = import "binary_cursor"
local errors = import "protocol_errors"
local nearest = import "nearest"
local types = import "binary_types"

local M = {
  ProtocolError = cursors.ProtocolError, IncompleteRead = errors.IncompleteRead, raw = import("binary_output").raw,
  bytes = types.bytes, rest = types.rest, cstring = types.cstring, literal = types.literal, padding = types.padding,
}

-- packed(format) -> one value of string.pack.
function M.packed(format) return types.packed(format) end

for _, file in ipairs { "binary_numbers", "binary_layout", "binary_ber" } do
  for name, value in next, import(file) do M[name] = value end
end

return setmetatable(M, { __index = nearest.strict("module 'binary'", M) })

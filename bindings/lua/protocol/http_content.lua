-- Codings of bodies (RFC 9110, 8.4.1): gzip and deflate.
local core = ...

local LIMIT = 256 * 1024 * 1024 -- bytes of a decoded body

local wrappings = { gzip = "gzip", ["x-gzip"] = "gzip", deflate = "zlib", ["raw deflate"] = "none" }

local M = {}

local function wrapping(coding, caller)
  local found = type(coding) == "string" and wrappings[coding:lower()]
  if found then return found end
  core.raise("ValueError", ("%s: no coding '%s': there are gzip, deflate, raw deflate, identity"):format(
    caller, tostring(coding)))
end

-- encode(bytes, coding) -> bytes in "gzip", "deflate" (which has zlib's header), "raw deflate" (which some take for it)
-- or "identity". Raises ValueError for another coding.
function M.encode(bytes, coding)
  if coding == "identity" then return bytes end
  return core.deflate(bytes, wrapping(coding, "encode_content()"))
end

-- decode(bytes, coding) -> bytes. Raises ValueError for another coding, and for bytes that are not coded so.
function M.decode(bytes, coding)
  if coding == "identity" then return bytes end
  local text, problem = core.inflate(bytes, wrapping(coding, "decode_content()"), LIMIT)
  return text or core.raise("ValueError", ("the body is no %s: %s"):format(coding, problem))
end

return M

-- What the http module raises, and what its options say of how strictly it reads.
local core, import = ...

local errors = import "protocol_errors"
local nearest = import "nearest"

local M = {}

M.ProtocolError = errors.class("http.ProtocolError", errors.ProtocolError)
M.IncompleteRead = errors.class("http.IncompleteRead", errors.IncompleteRead)
-- The stream ended before the first byte of a response; http.client of Python has the name.
M.RemoteDisconnected = errors.class("http.RemoteDisconnected", M.IncompleteRead)

-- What a lenient reader takes, by name.
M.rules = {
  bare_lf = "a line may end with \\n alone",
  fold = "a field may go on in a line that begins with a blank (RFC 9112, 5.2)",
  name_space = "blanks may stand before the colon (RFC 9112, 5.1)",
  field_bytes = "names and values may have any bytes in them (RFC 9110, 5.5)",
  start_line = "more blanks, other versions, no blank behind a status, any byte in a target (RFC 9112, 3 and 4)",
  host = "a request may have no Host, or several (RFC 9112, 3.2)",
  both_lengths = "Transfer-Encoding counts where Content-Length stands, too (RFC 9112, 6.3)",
  same_lengths = "Content-Length may say the same several times (RFC 9110, 8.6)",
  transfer_encoding = "in HTTP/1.0, and codings behind chunked (RFC 9112, 6.1)",
}

local all = setmetatable({}, { __index = function() return true end })

-- lenient(option) -> a table of the rules that do not hold: true is all, a list names some.
function M.lenient(option, caller)
  if option == true then return all end
  local rules = {}
  if option == nil or option == false then return rules end
  if type(option) ~= "table" then core.raise("TypeError", caller .. ": lenient takes true or a list of names") end
  for _, name in ipairs(option) do
    if not M.rules[name] then
      local hint = nearest.hint(name, M.rules)
      local words = hint and "; " .. hint or ""
      core.raise("ValueError", ("%s: lenient: unknown name '%s'%s"):format(caller, tostring(name), words))
    end
    rules[name] = true
  end
  return rules
end

return M

-- SSLSession: what a client keeps to take a session up later, with fewer messages. Its fields are Python's.
local core, import = ...

local native = import "ssl_native"

local M = {}
local private = setmetatable({}, { __mode = "k" })

local meta = { __name = "SSLSession" }

function meta.__eq(a, b) return a.id == b.id end

function meta.__tostring() return "<_ssl.SSLSession object>" end

-- A session: id, time (since 1970), timeout and ticket_lifetime_hint (in seconds), has_ticket.
function M.new(raw)
  local id, time, timeout, hint, has_ticket = native.saved_facts(raw)
  local session = { id = id, time = time, timeout = timeout, ticket_lifetime_hint = hint, has_ticket = has_ticket }
  private[session] = raw
  return setmetatable(session, meta)
end

function M.raw(session)
  local raw = private[session]
  if not raw then core.raise("TypeError", "Value is not a SSLSession.") end
  return raw
end

return M

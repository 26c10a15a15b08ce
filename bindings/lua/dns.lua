-- require "dns": the name server of a scenario that has the option dns, while it runs.
local core, import = ...

local nearest = import "nearest"
local zone = import "zone"

local M = {}

local handlers = {} -- by name, the functions of dns.answer

-- What a function of `zone` gives; its error is the caller's.
local function checked(what, fn, ...)
  local ok, result = pcall(fn, ...)
  if not ok then error(("%s: %s"):format(what, result), 3) end
  return result
end

-- dns.queries() -> what has been asked in this scenario, a list of tables with `name`, `type` ("AAAA") and `transport`
-- ("udp", "tcp"), in the order in which it came. Children of the scenario ask too, and glibc asks for A and AAAA at once.
function M.queries() return core.dns_queries() end

-- dns.set(name, records): from now on the name has these records, or this code, or these answers in turn; as in the
-- option dns.
function M.set(name, records)
  local folded = checked("dns.set()", zone.read_name, name)
  core.set_dns(folded, checked("dns.set()", zone.read_answers, name, records))
end

-- dns.answer(name, fn(query)): from now on each query for the name is answered with what fn returns, records or a code.
-- `query` is as in dns.queries(). fn runs in a task of its own, so that it may wait.
function M.answer(name, fn)
  if type(fn) ~= "function" then error("dns.answer() takes a name, then a function: function(query) ... end", 2) end
  local folded = checked("dns.answer()", zone.read_name, name)
  core.set_dns(folded, { { asks = true, records = {} } })
  handlers[folded] = fn
end

-- The zone of the scenario that begins now.
local function begin(names)
  handlers = {}
  for name, answers in pairs(names) do core.set_dns(name, answers) end
end

-- The task that answers a query.
core.on_dns_query(function(ticket, name, kind, transport)
  local value = handlers[name] { name = name, type = kind, transport = transport }
  core.reply_dns(ticket, checked("dns.answer()", zone.read_answer, name, value))
end)

return { module = setmetatable(M, { __index = nearest.strict("module 'dns'", M) }), begin = begin }

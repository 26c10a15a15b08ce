-- Redactions: patterns for what differs from run to run, an identifier, a time, a port, and the names that stand for it
-- in transcripts. redacted.lua puts them there.
local _, import = ...

local nearest = import "nearest"

local M = {}

local x, d = "%x", "%d"
local uuid = "%f[%w]" .. x:rep(8) .. ("%-" .. x:rep(4)):rep(3) .. "%-" .. x:rep(12) .. "%f[%W]"
local clock = "%d%d:%d%d:%d%d"
local iso_day = "%f[%d]" .. d:rep(4) .. "%-%d%d%-%d%d"
local iso = iso_day .. "[T ]" .. clock

-- What the kernel gives to a socket that asks for none (ip(7), ip_local_port_range): a port that somebody chose is
-- rarely one of them, and its change is one to be seen.
local function is_ephemeral(text)
  local port = tonumber(text)
  return port >= 32768 and port <= 60999
end

-- The ones that parley knows by name. Those that are `plain` have no number: whether two times are the same one
-- depends on how fast the machine is.
local known = {
  uuid = { patterns = { uuid } }, -- RFC 9562, section 4
  date = {
    plain = true,
    patterns = {
      "%f[%a]%a%a%a, %d%d? %a%a%a " .. d:rep(4) .. " " .. clock .. " [%a+-][%w]+", -- RFC 1123 and 5322: HTTP, mail
      iso, iso .. "Z", iso .. "[+-]%d%d:?%d%d", -- ISO 8601, RFC 3339
      iso .. "[.,]%d+", iso .. "[.,]%d+Z", iso .. "[.,]%d+[+-]%d%d:?%d%d",
      iso_day .. "%f[^%d]",
      "%f[%d]" .. d:rep(8) .. "T" .. d:rep(6) .. "Z?",
    },
  },
  port = {
    accepts = is_ephemeral,
    patterns = { ":(" .. d:rep(5) .. ")%f[^%d]", "[Pp][Oo][Rr][Tt][%s:=]+(" .. d:rep(5) .. ")%f[^%d]" },
  },
  hash = { patterns = {} }, -- of data too long to print: redacted.lua knows where it stands
}

-- Where the item of a pattern ends that begins at `i`, and whether it is a parenthesis. Lua manual, section 6.4.1.
local function item_at(pattern, i)
  local c = pattern:sub(i, i)
  if c == "%" then
    local kind = pattern:sub(i + 1, i + 1)
    return kind == "b" and i + 4 or i + 2
  end
  if c ~= "[" then return i + 1, (c == "(" or c == ")") and c or nil end
  local from = i + (pattern:sub(i + 1, i + 1) == "^" and 2 or 1)
  local at = from
  while at <= #pattern do
    local inner = pattern:sub(at, at)
    if inner == "]" and at > from then return at + 1 end
    at = at + (inner == "%" and 2 or 1)
  end
  error("malformed pattern (missing ']')", 0)
end

-- The pattern with its capture's place captured too: string.find then says where the part is that has to go.
local function placed(pattern)
  if not pattern:find("[()]") then return pattern end
  local parts, captures, closed, i = {}, 0, 0, 1
  while i <= #pattern do
    local after, parenthesis = item_at(pattern, i)
    local item = pattern:sub(i, after - 1)
    if parenthesis == "(" then captures = captures + 1 end
    if parenthesis == ")" then closed = closed + 1 end
    parts[#parts + 1] = parenthesis == "(" and "(()" or parenthesis == ")" and "())" or item
    i = after
  end
  if captures ~= closed then error(captures > closed and "unfinished capture" or "a ) without its (", 0) end
  if captures > 1 then error("a redaction has one capture at most: what stands between ( and ) is redacted", 0) end
  return table.concat(parts)
end

local function checked(name, pattern)
  if type(name) ~= "string" or not name:match("^%a[%w_-]*$") then
    error("a redaction has a name of letters, digits, - and _", 0)
  end
  if known[name] then error(("'%s' is a redaction of parley's own: give yours another name"):format(name), 0) end
  if type(pattern) ~= "string" or pattern == "" then
    error(("the redaction '%s' takes a Lua pattern, a string such as \"Bearer (%%w+)\""):format(name), 0)
  end
  local sound, made = pcall(placed, pattern)
  local fine, why = pcall(string.find, "", sound and made or "")
  if not sound or not fine then
    error(("the redaction '%s': %s"):format(name, tostring(not sound and made or why)), 0)
  end
  return { name = name, patterns = { made } }
end

local function by_name(name)
  local found = known[name]
  if found then return found end
  local hint = nearest.hint(name, known)
  error(("parley knows no redaction '%s'%s; its own are uuid, date, port and hash, and any other has a pattern: %s"):format(
    tostring(name), hint and " (" .. hint .. ")" or "", 'redact = { token = "Bearer (%w+)" }'), 0)
end

for name, redaction in next, known do
  redaction.name = name
  for i, pattern in ipairs(redaction.patterns) do redaction.patterns[i] = placed(pattern) end
end

-- make(name[, pattern]) -> redaction. One of parley's own has no pattern. A mistake is an error without a place.
function M.make(name, pattern)
  if pattern == nil then return by_name(name) end
  return checked(name, pattern)
end

-- The redaction of parley's own that has this name, or nil.
function M.known(name) return known[name] end

-- read(option) -> list of redactions: the value of the option `redact`, { "uuid", token = "Bearer (%w+)" }.
function M.read(option)
  if type(option) == "string" then option = { option } end
  if type(option) ~= "table" then
    error('takes a table such as { "uuid", "date", token = "Bearer (%w+)" }', 0)
  end
  local list, names = {}, {}
  for _, name in ipairs(option) do list[#list + 1] = M.make(name) end
  for name in next, option do
    if math.type(name) ~= "integer" then names[#names + 1] = name end
  end
  table.sort(names, function(a, b) return tostring(a) < tostring(b) end)
  for _, name in ipairs(names) do list[#list + 1] = checked(name, option[name]) end
  return list
end

-- Where one of its patterns first matches in `bytes` from `init` on: first and last byte of what has to go.
local function first_of(redaction, pattern, bytes, init)
  while init <= #bytes do
    if init > 1 and pattern:sub(1, 1) == "^" then return end
    local sound, from, to, _, inner, after = pcall(string.find, bytes, pattern, init)
    if not sound then error(("the redaction '%s': %s"):format(redaction.name, tostring(from)), 0) end
    if not from then return end
    local first, last = inner or from, inner and after - 1 or to
    local accepts = redaction.accepts
    if last >= first and (not accepts or accepts(bytes:sub(first, last))) then return first, last end
    init = math.max(from, last) + 1
  end
end

-- next(redactions, bytes, init) -> first, last, redaction: the first match of any of them, of those the longest.
function M.next(redactions, bytes, init)
  local first, last, found
  for _, redaction in ipairs(redactions) do
    for _, pattern in ipairs(redaction.patterns) do
      local from, to = first_of(redaction, pattern, bytes, init)
      if from and (not first or from < first or (from == first and to > last)) then
        first, last, found = from, to, redaction
      end
    end
  end
  return first, last, found
end

return M

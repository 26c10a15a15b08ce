-- The zone of the option dns: what a script writes for a name, checked, and as the name server takes it.
--
-- What stands for a name is an answer or a list of answers, given one after the other. An answer is a table of records
-- and of what else is to happen, or a code such as "NXDOMAIN".
local core, import = ...

local nearest = import "nearest"

local M = {}

-- Each code: its number in a message (RFC 1035, 4.1.1), or what is done in its place.
local codes = {
  NODATA = { code = 0 }, FORMERR = { code = 1 }, SERVFAIL = { code = 2 }, NXDOMAIN = { code = 3 },
  NOTIMP = { code = 4 }, REFUSED = { code = 5 }, TIMEOUT = { silent = true },
}

local malformations = { ["wrong id"] = 1, ["cut short"] = 2, ["compression loop"] = 3, ["random bytes"] = 4 }

local constants = core.socket.constants
local default_ttl, longest_ttl = 60, 2 ^ 31 - 1

local function fail(message, ...) error(message:format(...), 0) end

local function names_of(set)
  local names = {}
  for name in pairs(set) do names[#names + 1] = ('"%s"'):format(name) end
  table.sort(names)
  return table.concat(names, ", ")
end

-- A numeric address of one family.
local function address(family)
  return function(value)
    return type(value) == "string" and pcall(core.socket.inet_pton, family, value) and value
  end
end

-- A domain name inside a record, as the text form of records has it.
local function target(value)
  return type(value) == "string" and core.zone_name(value) and core.zone_name(value) .. "."
end

local function number(value) return math.type(value) == "integer" and value >= 0 and value <= 65535 and value end

local function text(value)
  if type(value) ~= "string" or #value > 255 then return false end
  return '"' .. value:gsub("[^%w ]", function(c) return ("\\%03d"):format(c:byte()) end) .. '"'
end

-- {10, "mail.test"} after the list of what its positions are.
local function sequence(value, kinds)
  if type(value) ~= "table" or #value ~= #kinds then return false end
  local parts = {}
  for i, kind in ipairs(kinds) do
    parts[i] = kind(value[i])
    if not parts[i] then return false end
  end
  return table.concat(parts, " ")
end

-- Each type of record: what one value becomes in the text form (false where it does not fit), what it takes, and
-- whether a value is a list itself.
local types = {
  A = { address(constants.AF_INET), 'an IPv4 address such as "127.0.0.2", or a list of them' },
  AAAA = { address(constants.AF_INET6), 'an IPv6 address such as "::1", or a list of them' },
  CNAME = { target, 'a name such as "www.example.test"' },
  PTR = { target, 'a name such as "www.example.test", or a list of them' },
  NS = { target, 'a name such as "ns.example.test", or a list of them' },
  TXT = { text, "a text of at most 255 bytes, or a list of them" },
  MX = {
    function(v) return sequence(v, { number, target }) end,
    'a preference and a host such as { 10, "mail.example.test" }, or a list of them', is_list = true,
  },
  SRV = {
    function(v) return sequence(v, { number, number, number, target }) end,
    'priority, weight, port and host such as { 0, 5, 5060, "sip.example.test" }, or a list of them', is_list = true,
  },
}

local function add_record(records, name, kind, value)
  local data = types[kind][1](value)
  if type(data) ~= "string" or not core.is_record(kind, data) then fail("%s: %s takes %s", name, kind, types[kind][2]) end
  records[#records + 1] = { kind, data }
end

local function add_records(records, name, kind, value)
  local is_several = type(value) == "table" and (not types[kind].is_list or type(value[1]) == "table")
  if not is_several then return add_record(records, name, kind, value) end
  if #value == 0 then fail("%s: %s takes %s", name, kind, types[kind][2]) end
  for _, one in ipairs(value) do add_record(records, name, kind, one) end
end

-- Each key of an answer that is no type of record: whether a value fits, and what would.
local extras = {
  ttl = { function(v) return math.type(v) == "integer" and v >= 0 and v <= longest_ttl end, "a number of seconds" },
  delay = { function(v) return type(v) == "number" and v >= 0 and v < 1e6 end, "a number of seconds" },
  truncated = { function(v) return type(v) == "boolean" end, "a boolean" },
  malformed = { function(v) return malformations[v] ~= nil end, "one of " .. names_of(malformations) },
  code = { function(v) return codes[v] ~= nil end, "one of " .. names_of(codes) },
}

local known = {}
for name in pairs(types) do known[name] = true end
for name in pairs(extras) do known[name] = true end

local function check_keys(name, answer)
  for key, value in pairs(answer) do
    if not known[key] then
      local hint = nearest.hint(tostring(key), known)
      fail("%s: '%s' is no type of record that parley knows%s", name, tostring(key), hint and "; " .. hint or "")
    end
    if extras[key] and not extras[key][1](value) then fail("%s: '%s' takes %s", name, key, extras[key][2]) end
  end
end

-- The types of records in `answer`, in an order that does not depend on chance.
local function sorted_types(answer)
  local found = {}
  for key in pairs(answer) do
    if types[key] then found[#found + 1] = key end
  end
  table.sort(found)
  return found
end

local function read_table(name, answer)
  check_keys(name, answer)
  local records = {}
  for _, kind in ipairs(sorted_types(answer)) do add_records(records, name, kind, answer[kind]) end
  local code = codes[answer.code or "NODATA"]
  if answer.code and #records > 0 then fail("%s: an answer has records or a code, not both", name) end
  return {
    code = code.code, silent = code.silent, records = records, ttl = answer.ttl or default_ttl,
    delay = answer.delay, truncated = answer.truncated, malformed = malformations[answer.malformed],
  }
end

-- One answer. `name` is for the words of an error. Raises a string.
function M.read_answer(name, answer)
  if type(answer) == "table" then return read_table(name, answer) end
  if type(answer) ~= "string" then
    fail('%s takes a table of records such as { A = "127.0.0.2" }, or a code such as "NXDOMAIN", not a %s', name,
      type(answer))
  end
  local code = codes[answer]
  if not code then
    local address_type = pcall(core.socket.inet_pton, constants.AF_INET, answer) and "A"
      or pcall(core.socket.inet_pton, constants.AF_INET6, answer) and "AAAA"
    if address_type then fail("%s: an address is a record: { %s = \"%s\" }", name, address_type, answer) end
    local hint = nearest.hint(answer:upper(), codes)
    fail("%s: there is no code \"%s\"; %s", name, answer, hint or "it is one of " .. names_of(codes))
  end
  return { code = code.code, silent = code.silent, records = {} }
end

-- What stands for a name: a list of answers. Raises a string.
function M.read_answers(name, value)
  local answers = {}
  if type(value) == "table" and #value > 0 then
    for i, answer in ipairs(value) do answers[i] = M.read_answer(name, answer) end
  else
    answers[1] = M.read_answer(name, value)
  end
  return answers
end

-- A name as the zone has it: in lower case, an address as the name of its PTR records. Raises a string.
function M.read_name(name)
  if type(name) ~= "string" then fail("a name is a string, not a %s", type(name)) end
  local folded, why = core.zone_name(name)
  return folded or fail("'%s': %s", name, why)
end

-- A whole zone: a table of names, as the zone has them, and lists of answers. Raises a string.
function M.read(given)
  if type(given) ~= "table" then
    fail('it takes a table of names and records such as { ["www.example.test"] = { A = "127.0.0.2" } }')
  end
  local zone = {}
  for name, value in pairs(given) do
    local folded = M.read_name(name)
    if zone[folded] then fail("'%s' stands there twice", folded) end
    zone[folded] = M.read_answers(name, value)
  end
  return zone
end

return M

-- Registration: scenario, describe, it and the hooks, called while a script loads.
local core, import = ...

local nearest = import "nearest"
local redaction = import "redaction"

local M = { list = {} } -- by number; where the script is loaded again, only those that this process plays
local count = 0

local root = { name = nil, parent = nil, before_each = {}, after_each = {}, before_all = {}, after_all = {} }
local open = root -- the describe whose function runs now

local function is_list_of_strings(value)
  if type(value) ~= "table" then return false end
  for _, item in ipairs(value) do
    if type(item) ~= "string" then return false end
  end
  return true
end

local function is_reason(value) return type(value) == "string" and value ~= "" end

-- The cases of a parametrized scenario: { name = value, ... }. Their names become part of the scenario's.
local function is_cases(value)
  if type(value) ~= "table" or next(value) == nil then return false end
  for name in next, value do
    if type(name) ~= "string" or name == "" then return false end
  end
  return true
end

-- { { "RFC 9112 6.1", "what it asks" }, ... }; of a clause alone, its name will do.
local function is_clauses(value)
  if type(value) ~= "table" then return false end
  for _, clause in ipairs(value) do
    local pair = type(clause) == "table" and clause or { clause }
    if type(pair[1]) ~= "string" or pair[2] ~= nil and type(pair[2]) ~= "string" then return false end
  end
  return true
end

local function clauses_in_words(clauses)
  local words = {}
  for i, clause in ipairs(clauses or {}) do
    words[i] = type(clause) == "table" and table.concat(clause, ": ", 1, clause[2] and 2 or 1) or clause
  end
  return words
end

local function is_hosts(value)
  if type(value) ~= "table" then return false end
  for name, address in pairs(value) do
    if type(name) ~= "string" or type(address) ~= "string" then return false end
  end
  return true
end

-- A zone is read where it is written, so that an error has its place.
local function is_zone(value) return pcall(import("zone").read, value) end

local function is_redactions(value) return pcall(redaction.read, value) end

-- Each option: whether a value fits, and what would; a rule may say more precisely what is wrong.
local options = {
  timeout = { function(v) return type(v) == "number" and v > 0 and v < 1e6 end, "a number of seconds above 0" },
  tags = { is_list_of_strings, "a list of strings" },
  requires = { is_list_of_strings, 'a list of strings such as { "private", "command:redis-server" }' },
  hosts = { is_hosts, 'a table of names and addresses such as { ["db.test"] = "127.0.0.2" }' },
  dns = { is_zone },
  network = { function(v) return v == "private" or v == "host" end, '"private" or "host"' },
  covers = { is_list_of_strings, "a list of strings" },
  clauses = { is_clauses, 'a list of clauses and what they ask: { { "RFC 9112 6.1", "..." } }' },
  privileged = { function(v) return v == false end, "false, for a scenario that begins without privileges" },
  assertions = { function(v) return v == false end, "false, for a scenario that asserts nothing" },
  segment = { function(v) return v == false end, "false, for a scenario whose streams --segment leaves whole" },
  record = { function(v) return v == false end, "false, for a scenario whose exchange is not recorded" },
  redact = { is_redactions },
  only = { function(v) return v == true end, "true" },
  skip = { is_reason, "the reason, a string" },
  fails = { is_reason, "the reason why it is expected to fail, a string" },
  cases = { is_cases, "a table of names and values such as { empty = \"\", long = (\"x\"):rep(100000) }" },
}

M.options = options

local function check_options(given, level)
  for name, value in pairs(given) do
    local rule = options[name]
    if not rule then
      local hint = nearest.hint(name, options)
      error(("unknown option '%s'%s"):format(tostring(name), hint and "; " .. hint or ""), level + 1)
    end
    local fits, why = rule[1](value)
    if not fits then
      error(why and ("the option '%s': %s"):format(name, why) or ("the option '%s' takes %s"):format(name, rule[2]), level + 1)
    end
  end
end

-- (name[, options], fn), checked.
local function parse(what, name, given, fn, level)
  if fn == nil and type(given) == "function" then given, fn = {}, given end
  if type(name) ~= "string" or name == "" then error(what .. "() takes a name first", level + 1) end
  if type(given) ~= "table" then error(what .. "() takes a table of options, then a function", level + 1) end
  if type(fn) ~= "function" then error(what .. "() takes a function last: function(t) ... end", level + 1) end
  check_options(given, level + 1)
  return given, fn
end

local function refuse_while_running(what, level)
  if core.is_running() then
    error(what .. "() registers while the script loads: it cannot be called inside a scenario", level + 1)
  end
end

local function joined(outer, own)
  local all = {}
  for _, list in ipairs { outer or {}, own or {} } do
    for _, item in ipairs(list) do all[#all + 1] = item end
  end
  return all
end

local function merged(outer, own)
  local all = {}
  for _, map in ipairs { outer or {}, own or {} } do
    for key, value in pairs(map) do all[key] = value end
  end
  return all
end

-- What a describe says holds for what stands in it, unless that says otherwise; lists, hosts, dns and redact add up.
local function combined(outer, own)
  return {
    timeout = own.timeout or outer.timeout,
    network = own.network or outer.network,
    dns = (outer.dns or own.dns) and merged(outer.dns, own.dns and import("zone").read(own.dns)),
    tags = joined(outer.tags, own.tags),
    requires = joined(outer.requires, own.requires),
    covers = joined(outer.covers, own.covers),
    clauses = joined(outer.clauses, clauses_in_words(own.clauses)),
    hosts = merged(outer.hosts, own.hosts),
    redact = joined(outer.redact, own.redact and redaction.read(own.redact)),
    only = own.only or outer.only,
    uncut = own.segment == false or outer.uncut,
    unprivileged = own.privileged == false or outer.unprivileged,
    unrecorded = own.record == false or outer.unrecorded,
    asserts_nothing = own.assertions == false or outer.asserts_nothing,
    skip = own.skip or outer.skip,
    fails = own.fails or outer.fails,
  }
end

root.options = combined({}, {})

-- Most scenarios say nothing of their own: that costs nothing, so that a file of thousands loads fast.
local function inherit(outer, own) return next(own) == nil and outer or combined(outer, own) end

-- Registers one scenario: `spec` holds its name, place, fn and options.
local function register(spec)
  count = count + 1
  if not core.is_wanted(count) then return end
  local full = open.name and (open.name .. " > " .. spec.name) or spec.name
  M.list[count] = {
    name = full, file = spec.file, line = spec.line, last_line = spec.last_line, fn = spec.fn, describe = open,
    options = inherit(open.options, spec.given),
  }
end

-- The cases' names in their order, which a table has none of: by the alphabet.
local function sorted_names(cases)
  local names = {}
  for name in next, cases do names[#names + 1] = name end
  table.sort(names)
  return names
end

-- scenario(name[, options], fn(t)): registers a scenario. `it` is the same. With the option `cases` it registers one
-- for each of them, named "name [case]", whose function is given the case's value too: fn(t, value).
function M.scenario(name, given, fn)
  refuse_while_running("scenario", 2)
  local is_single = type(given) ~= "table" or given.cases == nil
  if is_single and not core.is_wanted(count + 1) then -- a file of many scenarios is not paid for by each of them
    count = count + 1
    return
  end
  given, fn = parse("scenario", name, given, fn, 2)
  local file, line, last_line = core.place(fn)
  local spec = { name = name, file = file, line = line, last_line = last_line, fn = fn, given = given }
  if not given.cases then return register(spec) end
  for _, case in ipairs(sorted_names(given.cases)) do
    local value = given.cases[case]
    spec.name = ("%s [%s]"):format(name, case)
    spec.fn = function(t) return fn(t, value) end
    register(spec)
  end
end

-- describe(name[, options], fn): a group of scenarios with common options and hooks. `fn` runs at once.
function M.describe(name, given, fn)
  refuse_while_running("describe", 2)
  given, fn = parse("describe", name, given, fn, 2)
  if given.cases then error("the option 'cases' is a scenario's; a describe has none", 2) end
  local outer = open
  local _, line, last_line = core.place(fn)
  open = {
    name = outer.name and (outer.name .. " > " .. name) or name,
    line = line, last_line = last_line, parent = outer, options = inherit(outer.options, given),
    before_each = {}, after_each = {}, before_all = {}, after_all = {},
  }
  fn()
  open = outer
end

for _, hook in ipairs { "before_each", "after_each", "before_all", "after_all" } do
  -- before_each(fn(t)) and its kin: hooks of the describe they stand in, or of the whole file.
  M[hook] = function(fn)
    refuse_while_running(hook, 2)
    if type(fn) ~= "function" then error(hook .. "() takes a function: function(t) ... end", 2) end
    local hooks = open[hook]
    hooks[#hooks + 1] = fn
  end
end

-- The outermost describe around `scenario` that has a before_all or after_all; nil where there is none. Its
-- scenarios share a process and a network.
function M.group_of(scenario)
  local found
  local at = scenario.describe
  while at do
    if #at.before_all + #at.after_all > 0 then found = at end
    at = at.parent
  end
  return found
end

return M

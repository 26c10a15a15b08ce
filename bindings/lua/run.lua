-- Running a scenario: its body, and its clean-up, each the main function of a task. The native half runs the tasks.
local core, import = ...

local scenarios = import "scenarios"
local console = import "console"
local golden = import "golden"
local redacted = import "redacted"
local new_test = import "test"

local M = { list = scenarios.list, group_of = scenarios.group_of }

local entered = {} -- describes whose before_all has run, outermost first
local current

local function chain_of(describe)
  local chain = {}
  while describe do
    table.insert(chain, 1, describe)
    describe = describe.parent
  end
  return chain
end

local function enter(describe, t)
  entered[#entered + 1] = describe
  if #describe.before_all == 0 then return end
  core.fixtures(true) -- what begins here lives until after_all
  for _, hook in ipairs(describe.before_all) do hook(t) end
  core.fixtures(false)
  describe.ready = true
end

local function enter_all(chain, t)
  for i, describe in ipairs(chain) do
    if entered[i] ~= describe then
      enter(describe, t)
    elseif #describe.before_all > 0 and not describe.ready then
      error(("before_all of '%s' failed"):format(describe.name or "the file"), 0)
    end
  end
end

-- Privileges are a process's: what shares one, by a before_all, has all of them or none.
local function drop_privileges(scenario)
  local group = scenarios.group_of(scenario)
  if group and not scenario.options.unprivileged ~= not group.options.unprivileged then
    error("scenarios with a common before_all or after_all share a process, and privileged = false holds for all of it:"
      .. " it belongs into the options of their describe", 0)
  end
  if scenario.options.unprivileged then core.drop_privileges() end
end

-- The scenario's main task: hooks from the outside inwards, then its function.
function M.body(number)
  local scenario = M.list[number]
  local t = new_test()
  current = { scenario = scenario, t = t, prepared = {} }
  console.answers = {}
  golden.begin(scenario.name)
  redacted.begin(scenario.options.redact)
  if core.begin_dns() then import("dns").begin(scenario.options.dns or {}) end
  drop_privileges(scenario)
  if scenario.options.asserts_nothing then core.asserts() end
  if scenario.options.unrecorded then core.keep_no_record() end
  local chain = chain_of(scenario.describe)
  enter_all(chain, t)
  for _, describe in ipairs(chain) do
    for _, hook in ipairs(describe.before_each) do hook(t) end
    current.prepared[#current.prepared + 1] = describe
  end
  scenario.fn(t)
end

local noted = { recorded = true } -- the error of a function whose own error was noted where it was raised

local function note(e)
  core.note_error(e)
  return noted
end

-- Runs every function, even after one failed. Each error is noted when it comes; in the end the task fails too.
local function run_all(functions)
  local failed = false
  for _, fn in ipairs(functions) do
    local ok, e = xpcall(fn[1], note, fn[2])
    if not ok and e ~= noted then core.note_error(e) end -- Lua has no handler called where memory is short
    failed = failed or not ok
  end
  if failed then error(noted, 0) end
end

local function reversed_hooks(functions, hooks, t)
  for i = #hooks, 1, -1 do functions[#functions + 1] = { hooks[i], t } end
end

-- The main task of the clean-up: deferred functions, after_each of each describe whose before_each finished, from the
-- inside outwards, and after_all of the describes that end with this scenario (`next_number`: the one that follows in
-- this process, or nil).
function M.cleanup(next_number)
  local functions = {}
  reversed_hooks(functions, rawget(current.t, "deferred"), current.t)
  for i = #current.prepared, 1, -1 do reversed_hooks(functions, current.prepared[i].after_each, current.t) end
  functions[#functions + 1] = { core.ends_fixtures }
  local staying = {}
  for _, describe in ipairs(next_number and chain_of(M.list[next_number].describe) or {}) do staying[describe] = true end
  for i = #entered, 1, -1 do
    if staying[entered[i]] then break end
    reversed_hooks(functions, entered[i].after_all, current.t)
    entered[i] = nil
  end
  run_all(functions)
end

return M

-- Goldens: the exchange of a scenario, kept in a file beside the script, that a person has looked at and accepted. The
-- scenario compares; parley writes.
local core, import = ...

local redacted = import "redacted"

local M = {}
local scenario -- the name of the one that runs
local used -- the goldens that it has asked for

function M.begin(name)
  scenario, used = name, {}
end

local ways_out = {
  compare = 'what came is pending; "parley review" shows and accepts it',
  ["read only"] = "CI is set, so nothing was written",
}

-- The words for a golden that does not hold, and the two texts, if there are two; nothing where it holds.
local function verdict(path, state, mode, golden, actual)
  if state == "matches" or mode == "update" then return end
  local what = state == "missing" and "there is no golden %s yet; %s" or "the exchange is not that of the golden %s; %s"
  return what:format(path, ways_out[mode]), golden, golden and actual
end

-- judge(name) -> what is wrong, the golden, what came; nothing where they are the same. The name may be empty.
function M.judge(name)
  local path = core.golden_path(scenario, name)
  if used[path] then
    return name == "" and 'one golden more in this scenario: give it a name, matches_golden("the second part")'
      or ("the scenario has two goldens named '%s'"):format(name)
  end
  used[path] = true
  local actual = redacted.text(core.transcript())
  local golden = core.read_script(path)
  local state = golden == actual and "matches" or golden and "differs" or "missing"
  core.note_golden(name, state, state == "matches" and "" or actual)
  return verdict(path, state, core.golden_mode(), golden, actual)
end

return M

-- Every case in a network of its own: its Lua form gives what its Python statements gave, in an equal network, just
-- before. `./dev conformance` makes the module "played": id, area, fidelity, the form, Python's result.
local forms = require "forms"
local hosts = require "hosts"
local normal = require "normal"
local words = require "words"

-- What comes of a form: as Python's side shows it.
local function outcome(t, case)
  local form = assert(load(forms[case.id] or case.form, case.id, "t", words.environment(t)))
  local results = table.pack(pcall(form))
  if not results[1] then return normal.raised(results[2]) end
  local value = results[2]
  if results.n > 2 then value = table.pack(table.unpack(results, 2, results.n)) end
  return (normal.normal(value):gsub(t:tempdir():gsub("%p", "%%%0"), "TMP"))
end

-- Without the words of the error that ended it.
local function class(shown) return shown:match("^!<%S+ %S+") or shown end

-- The world of a case: with the capabilities that it does not drop, and with a name server that knows no name.
local function options_of(case)
  local options = { requires = { "private" }, hosts = hosts, dns = {}, timeout = 60 }
  if case.form:find("nocap", 1, true) then options.privileged = false end
  return options
end

for _, case in ipairs(require "played") do
  scenario(case.id, options_of(case), function(t)
    local found = outcome(t, case)
    if case.fidelity == "M" then
      expect(class(found)):equals(class(case.python))
    else
      expect(found):equals(case.python)
    end
  end)
  if case.fidelity == "M" and case.python:find("^!") then
    scenario(case.id .. " in words", options_of(case), function(t)
      expect(outcome(t, case)):equals(case.python)
    end)
  end
end

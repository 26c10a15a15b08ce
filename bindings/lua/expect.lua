-- expect(value): what a scenario claims. A matcher that does not hold is noted at once, so that it counts even where a
-- pcall catches its error.
local core, import = ...

local classes = import "exceptions"
local represent = import "represent"
local golden = import "golden"
local redacted = import "redacted"
local nearest = import "nearest"
local process_object = import "process_object"

local Expectation = {}
local places = {} -- of the expectations that no matcher has finished yet
local count = 0

-- Notes the failure and raises it. `expected` and `actual` are ready to print; nil where there is nothing to compare.
local function fail(message, expected, actual)
  core.fail(message, expected, actual)
  local e = classes.AssertionError(message)
  e.recorded = true
  error(e, 0)
end

local meta -- of expectations

local function finish(self)
  if getmetatable(self) ~= meta then
    error("a matcher is called with a colon: expect(value):equals(other)", 3)
  end
  places[rawget(self, "number")] = nil
  core.asserts()
  return rawget(self, "value")
end

local function equal(a, b, seen)
  if rawequal(a, b) or a == b then return true end
  if type(a) ~= "table" or type(b) ~= "table" then return false end
  seen[a] = seen[a] or {}
  if seen[a][b] then return true end -- being compared, or found equal
  seen[a][b] = true
  for key, value in next, a do
    if not equal(value, rawget(b, key), seen) then return false end
  end
  for key in next, b do
    if rawget(a, key) == nil then return false end
  end
  return true
end

-- :equals(expected): the same value; tables are compared by what is in them, metatables do not count.
function Expectation:equals(expected)
  local value = finish(self)
  if equal(value, expected, {}) then return end
  fail("expected another value", represent(expected), represent(value))
end

function Expectation:not_equals(unwanted)
  local value = finish(self)
  if not equal(value, unwanted, {}) then return end
  fail("expected any other value", "not " .. represent(unwanted), represent(value))
end

local function exactly(name, wanted)
  Expectation[name] = function(self)
    local value = finish(self)
    if value == wanted then return end
    fail("expected " .. tostring(wanted), tostring(wanted), represent(value))
  end
end

exactly("is_true", true)
exactly("is_false", false)
exactly("is_nil", nil)

local function contains(value, part)
  if type(value) == "string" and type(part) == "string" then return value:find(part, 1, true) ~= nil end
  if type(value) ~= "table" then return false end
  for _, item in next, value do
    if equal(item, part, {}) then return true end
  end
  return false
end

-- :contains(part): a piece of a string, or a value in a table.
function Expectation:contains(part)
  local value = finish(self)
  if contains(value, part) then return end
  fail("expected to find a part", "something that contains " .. represent(part), represent(value))
end

-- :matches(pattern): a string in which Lua's string.find finds the pattern.
function Expectation:matches(pattern)
  local value = finish(self)
  if type(pattern) ~= "string" then error("matches() takes a Lua pattern, a string", 2) end
  local sound, found = pcall(string.find, type(value) == "string" and value or "", pattern)
  if not sound then error(("matches(): %s"):format(found), 2) end
  if type(value) == "string" and found then return end
  fail("expected a match", "something that matches " .. represent(pattern), represent(value))
end

local function ordered(name, words, holds)
  Expectation[name] = function(self, limit)
    local value = finish(self)
    local comparable = type(value) == type(limit) and (type(value) == "number" or type(value) == "string")
    if comparable and holds(value, limit) then return end
    fail("expected " .. words, words .. " " .. represent(limit), represent(value))
  end
end

ordered("at_least", "at least", function(a, b) return a >= b end)
ordered("at_most", "at most", function(a, b) return a <= b end)

-- :has_length(n): of a string or a table.
function Expectation:has_length(n)
  local value = finish(self)
  local sized = type(value) == "string" or type(value) == "table"
  if sized and #value == n then return end
  local actual = represent(value)
  fail("expected another length", "length " .. represent(n), sized and ("length %d: %s"):format(#value, actual) or actual)
end

-- Errors that are not the code's own: a failed expectation, a skip.
local function passes_through(e) return type(e) == "table" and (rawget(e, "recorded") or rawget(e, "skips")) end

local function described(e)
  if type(e) == "table" and getmetatable(e) and rawget(getmetatable(e) or {}, "__name") then
    return getmetatable(e).__name .. ": " .. tostring(e)
  end
  return tostring(e)
end

local function named(class)
  if type(class) == "table" and rawget(class, "__name") then return class.__name end
  if type(class) == "string" then return "an error that contains " .. core.quote(class) end
  return "an error"
end

local function is_wanted(e, class)
  if class == nil then return true end
  if type(class) == "string" then return tostring(e):find(class, 1, true) ~= nil end
  return classes.isinstance(e, class)
end

-- :raises(class, fields) -> the error. The value is a function, which is called; `class` is one of socket's, a list of
-- them, or a part of the message; `fields` are compared with the error's.
function Expectation:raises(class, fields)
  local fn = finish(self)
  if type(fn) ~= "function" then fail("raises() takes a function", "a function", represent(fn)) end
  local ok, e = pcall(fn)
  if ok then fail("expected an error", named(class), "no error") end
  if passes_through(e) then error(e, 0) end
  if not is_wanted(e, class) then fail("expected another error", named(class), described(e)) end
  for name, wanted in next, fields or {} do
    if not equal(e[name], wanted, {}) then
      fail(("expected another %s of the error"):format(name), represent(wanted), represent(e[name]) .. " in " .. described(e))
    end
  end
  return e
end

-- What there is of an exchange is its record. One conversation's text has been asked for before: t:conversation says the
-- same.
local function needs_record(matcher)
  local why = core.unrecorded()
  if why then fail(("%s() compares the exchange, which is not recorded: %s"):format(matcher, why)) end
end

-- expect(t):exchanged(text): the whole exchange so far, in canonical form. Common indentation does not count; {date},
-- {uuid}, {uuid:1}, {port} and the names of the scenario's own redactions stand for what these match.
-- expect(t:conversation(name)):exchanged(text): that one conversation.
function Expectation:exchanged(text)
  local value = finish(self)
  local is_text = type(value) == "string"
  if not is_text and not core.is_test(value) then
    fail("exchanged() is for the scenario or a conversation: expect(t):exchanged [[...]]")
  end
  if type(text) ~= "string" then fail("exchanged() takes the transcript as a string") end
  if not is_text then needs_record("exchanged") end
  local wanted, actual = core.dedent(text), is_text and value or core.transcript()
  if wanted == actual then return end
  actual = redacted.like(wanted, actual)
  if wanted ~= actual then fail("the exchange is another one", wanted, actual) end
end

-- expect(t):matches_golden([name]): the whole exchange so far, redacted, is what stands in a file beside the script. The
-- second golden of a scenario, and each further one, has a name.
function Expectation:matches_golden(name)
  if not core.is_test(finish(self)) then fail("matches_golden() is for the scenario: expect(t):matches_golden()") end
  if name ~= nil and (type(name) ~= "string" or name == "") then fail("matches_golden() takes a name or nothing") end
  needs_record("matches_golden")
  local problem, wanted, actual = golden.judge(name or "")
  if problem then fail(problem, wanted, actual) end
end

-- expect(p):logs(pattern[, { timeout = seconds, file = name }]) -> the captures of the Lua pattern, or the line that it
-- matched: a line of what the process prints or writes to its logs. Waits for it, 2 s unless told. Asked once more, the
-- same pattern takes another line.
function Expectation:logs(pattern, options)
  local value = finish(self)
  if not process_object.is_process(value) then fail("logs() is for a process: expect(server):logs(pattern)") end
  local output = import "process_output"
  local found, problem = output.await_line(value, pattern, options)
  if found then return table.unpack(found, 1, found.n) end
  fail("expected a log line: " .. problem .. output.last_lines(value))
end

meta = { __index = Expectation, __name = "expectation" }
setmetatable(Expectation, { __index = nearest.strict("an expectation", Expectation) })

local function expect(...)
  if select("#", ...) ~= 1 then
    error(("expect() takes one value, not %d: a call that gives several needs parentheses"):format(select("#", ...)), 2)
  end
  count = count + 1
  places[count] = table.pack(core.place())
  return setmetatable({ value = (...), number = count }, meta)
end

-- For the end of a scenario: forgets each expectation that nothing finished; notes them, in the order in which they were
-- begun, where nothing else failed.
local function note_unfinished(are_wanted)
  local unfinished = places
  places = {}
  if not are_wanted then return end
  local numbers = {}
  for number in next, unfinished do numbers[#numbers + 1] = number end
  table.sort(numbers)
  for _, number in ipairs(numbers) do core.fail_unfinished(unfinished[number][1], unfinished[number][2]) end
end

core.set_unfinished_check(note_unfinished)

return expect

---@meta _
-- What `expect(value)` gives: one matcher finishes it, `expect(value):equals(other)`.

---A failed matcher raises `socket.AssertionError`, and counts even where a pcall catches that.
---@class parley.Expectation
local expectation = {}

---The same value; tables are compared by what is in them, metatables do not count.
---Raises `socket.AssertionError`.
---@param expected any
---@see docs/writing-scenarios.md, Claims
function expectation:equals(expected) end

---Another value.
---Raises `socket.AssertionError`.
---@param unwanted any
---@see docs/writing-scenarios.md, Claims
function expectation:not_equals(unwanted) end

---true itself.
---Raises `socket.AssertionError`.
---@see docs/writing-scenarios.md, Claims
function expectation:is_true() end

---false itself.
---Raises `socket.AssertionError`.
---@see docs/writing-scenarios.md, Claims
function expectation:is_false() end

---nil.
---Raises `socket.AssertionError`.
---@see docs/writing-scenarios.md, Claims
function expectation:is_nil() end

---It has that part.
---Raises `socket.AssertionError`.
---@param part any A piece of a string, or a value in a table.
---@see docs/writing-scenarios.md, Claims
function expectation:contains(part) end

---A string that the pattern is found in.
---Raises `socket.AssertionError`; an error for what is no pattern.
---@param pattern string A Lua pattern, which string.find finds.
---@see docs/writing-scenarios.md, Claims
function expectation:matches(pattern) end

---That much or more.
---Raises `socket.AssertionError`.
---@param limit number|string
---@see docs/writing-scenarios.md, Claims
function expectation:at_least(limit) end

---That much or less.
---Raises `socket.AssertionError`.
---@param limit number|string
---@see docs/writing-scenarios.md, Claims
function expectation:at_most(limit) end

---So many.
---Raises `socket.AssertionError`.
---@param n integer Of a string in bytes, of a table in items.
---@see docs/writing-scenarios.md, Claims
function expectation:has_length(n) end

---Calls the value, a function, and wants an error.
---Raises `socket.AssertionError`.
---@param class? parley.ExceptionClass|parley.ExceptionClass[]|string Of socket's, or a part of the message.
---@param fields? table<string, any> Compared with the error's: errno, strerror, message.
---@return any error
---@see docs/writing-scenarios.md, Claims
function expectation:raises(class, fields) end

---Of the scenario's t: the whole exchange so far, in canonical form; of `t:conversation(name)`: that one. Common
---indentation does not count. `{date}`, `{uuid:1}`, `{port}` and the names of redactions stand for what these match.
---Raises `socket.AssertionError`.
---@param transcript string
---@see docs/writing-scenarios.md, Transcripts
function expectation:exchanged(transcript) end

---Of the scenario's t: the whole exchange so far is what the golden holds, `golden/<script>/<scenario>.txt`. Where it
---is another one, or there is none yet, it fails, and what came waits for `parley review`.
---Raises `socket.AssertionError`.
---@param name? string Of the golden, where the scenario has several.
---@see docs/goldens.md
function expectation:matches_golden(name) end

---Of a process: it prints a line, or writes one to a file of its option `logs`, that the Lua pattern matches. Waits for
---it. Asked once more, the same pattern takes another line.
---Raises `socket.AssertionError`; ValueError for a file that is none of its logs.
---@param pattern string
---@param options? { timeout?: number, file?: string } In seconds, 2 unless told; the only file to look into.
---@return string ... The captures, or the line.
---@see docs/writing-scenarios.md, Programs under test
function expectation:logs(pattern, options) end

---@meta _
-- What a scenario's function is given, and what that gives: tasks, events, barriers, expectations.

---@class parley.t
local t = {}

---Runs roles together, each started in the order written; returns when all have ended. The first failure cancels the
---others.
---@param name string The role.
---@param fn fun(t: parley.t)
---@param ... string|fun(t: parley.t) More roles, each a name and a function.
function t:run(name, fn, ...) end

---A task that the scenario waits for. It starts when its creator next waits.
---@param name string The role.
---@param fn function
---@param ... any What fn is called with.
---@return parley.Task
function t:spawn(name, fn, ...) end

---A task that is cancelled when the body is done, with whatever it spawned.
---@param name string The role.
---@param fn function
---@param ... any What fn is called with.
---@return parley.Task
function t:background(name, fn, ...) end

---@return parley.Event
function t:event() end

---@param n integer How many tasks meet there, from 1.
---@return parley.Barrier
function t:barrier(n) end

---Lets the others run for that long. For time itself, not for waiting until something has happened.
---@param seconds number
function t:sleep(seconds) end

---Calls fn when the scenario is over, the last one first, whether it passed or not.
---@param fn fun(t: parley.t)
function t:defer(fn) end

---Ends the scenario here; it counts as skipped.
---@param why string
function t:skip(why) end

---The path of the scenario's own directory: empty at its start, gone at its end.
---@return string
function t:tempdir() end

---The absolute path of the folder that the script is in.
---@return string
function t:script_folder() end

---Makes a file in the scenario's directory, and the folders in between. Raises `socket.OSError` where it cannot.
---@param name string
---@param bytes string
---@return string path
function t:write(name, bytes) end

---The bytes of a file. Raises `socket.FileNotFoundError` and its kin.
---@param path string Below the scenario's directory, or absolute.
---@return string
function t:read(path) end

---A file as Python's `open(name, mode, buffering=0)` gives it, closed in the end. Raises `socket.FileNotFoundError` and
---its kin; ValueError for a mode that is none, or where one writes outside of the scenario's directory.
---@param name string Below the scenario's directory, or absolute where it is only read.
---@param mode? string "rb" unless told; "wb", "ab", "xb", with "+" for both ways. Without "b" it is a text.
---@return parley.OpenFile
function t:open(name, mode) end

---What `--set name=value` gave, else the default.
---@param name string
---@param default? any
---@return any value A string where the command line gave it.
function t:param(name, default) end

---What `input()` gives that role, one line after the other.
---@param role string
---@param lines any[]
function t:answer(role, lines) end

---All that the role has printed so far. Raises an error where there is no such role.
---@param role string
---@return string
function t:output(role) end

---The names of the socket calls that the role has made so far, in their order.
---@param role string
---@return string[]
function t:calls(role) end

---The text of one conversation of the exchange so far, for `expect(t:conversation(name)):exchanged [[...]]`. Raises an
---error where there is no such one, which names those there are, and where nothing is recorded.
---@param name string As it stands in the exchange: "client", "client#2".
---@return string
function t:conversation(name) end

---From now on, in `exchanged` and `matches_golden`, the name stands for what the Lua pattern matches, or its capture.
---@param name string Without a pattern "uuid", "date", "port" or "hash".
---@param pattern? string
function t:redact(name, pattern) end

---@class parley.OpenFile
---@field name string
---@field mode string
local file = {}

---@param n? integer All that are left unless told.
---@return string bytes "" at the end.
function file:read(n) end

---@param bytes string
---@return integer count
function file:write(bytes) end

---@param offset integer
---@param whence? integer 0 from the beginning, 1 from the position, 2 from the end.
---@return integer position
function file:seek(offset, whence) end

---@return integer position
function file:tell() end

---@return integer fd It stays the file's.
function file:fileno() end

---Twice is no error.
function file:close() end

---@class parley.Task
local task = {}

---Waits for its end. Raises the error that ended it.
---@return any ... What its function returned.
function task:join() end

---Ends it where it waits; its `<close>` variables are closed.
function task:cancel() end

---@class parley.Event
local event = {}

---Whoever waits goes on, and whoever comes later does not wait.
function event:set() end

---@return boolean
function event:is_set() end

---Waits until it is set.
function event:wait() end

---@class parley.Barrier
local barrier = {}

---Waits until as many tasks wait as the barrier was made for; then all go on.
function barrier:wait() end

---A failed matcher raises `socket.AssertionError`, and counts even where a pcall catches that.
---@class parley.Expectation
local expectation = {}

---The same value; tables are compared by what is in them, metatables do not count.
---@param expected any
function expectation:equals(expected) end

---@param unwanted any
function expectation:not_equals(unwanted) end

function expectation:is_true() end

function expectation:is_false() end

function expectation:is_nil() end

---@param part any A piece of a string, or a value in a table.
function expectation:contains(part) end

---@param pattern string A Lua pattern, which string.find finds.
function expectation:matches(pattern) end

---@param limit number|string
function expectation:at_least(limit) end

---@param limit number|string
function expectation:at_most(limit) end

---@param n integer Of a string in bytes, of a table in items.
function expectation:has_length(n) end

---Calls the value, a function, and wants an error.
---@param class? parley.ExceptionClass|parley.ExceptionClass[]|string Of socket's, or a part of the message.
---@param fields? table<string, any> Compared with the error's: errno, strerror, message.
---@return any error
function expectation:raises(class, fields) end

---Of the scenario's t: the whole exchange so far, in canonical form; of `t:conversation(name)`: that one. Common
---indentation does not count. `{date}`, `{uuid:1}`, `{port}` and the names of redactions stand for what these match.
---@param transcript string
function expectation:exchanged(transcript) end

---Of the scenario's t: the whole exchange so far is what the golden holds, `golden/<script>/<scenario>.txt`. Where it
---is another one, or there is none yet, it fails, and what came waits for `parley review`.
---@param name? string Of the golden, where the scenario has several.
function expectation:matches_golden(name) end

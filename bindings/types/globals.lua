---@meta _
-- The globals that parley gives a script, beside Lua's own. A script registers scenarios while it loads.

---@class parley.ScenarioOptions
---@field timeout? number The time limit in seconds; 5 unless told. Clean-up has as long again.
---@field tags? string[] What kind of scenario it is; `--tag` chooses by it.
---@field requires? string[] `"private"`, `"ipv6"`, `"root"`, `"command:NAME"`; one that is not met is a skip.
---@field hosts? table<string, string> More lines for its hosts file: name (and aliases, after blanks) -> address.
---@field dns? table<string, parley.Records> The zone of the scenario's own name server.
---@field privileged? false It begins without any capability: EACCES at port 80, EPERM at SOCK_RAW.
---@field segment? false `--segment` leaves its streams whole: it is about what one receive gives. The report says so.
---@field network? "private"|"host" Where to run; what the command line says, unless told.
---@field covers? string[] Clauses of a specification that the scenario shows.
---@field clauses? (string|string[])[] Those that its suite sets out to show: `{ { "RFC 9112 6.1", "what it asks" } }`.
---@field skip? string The reason: it is not run.
---@field fails? string The reason why it is expected to fail: it counts as passed then, and fails where it passes.
---@field only? true While somebody works on it: nothing else runs.
---@field assertions? false It asserts nothing, and passes where nothing raises; else that is a failure.
---@field record? false Its exchange is not recorded: `exchanged`, `matches_golden` and `t:conversation` fail.
---@field redact? table Names, with or without a Lua pattern, of what differs: `{ "uuid", token = "Bearer (%w+)" }`.
---@field cases? table<string, any> Registers `name [case]` for each; its function gets the value too.

---Registers a scenario, which is played in a process and a private network of its own.
---Raises an error for an unknown option, a value that does not fit, or inside a scenario.
---@param name string Unlike all others of the file.
---@param options parley.ScenarioOptions
---@param fn fun(t: parley.t, case?: any)
---@overload fun(name: string, fn: fun(t: parley.t))
---@see docs/writing-scenarios.md, Registering
function scenario(name, options, fn) end

---The same as `scenario`.
---Raises an error for an unknown option, a value that does not fit, or inside a scenario.
---@param name string
---@param options parley.ScenarioOptions
---@param fn fun(t: parley.t, case?: any)
---@overload fun(name: string, fn: fun(t: parley.t))
---@see docs/writing-scenarios.md, Registering
function it(name, options, fn) end

---Groups scenarios: its options hold for what stands in it, its name stands before theirs. `fn` runs at once.
---Raises an error for an unknown option, a value that does not fit, or inside a scenario; and what fn does.
---@param name string
---@param options parley.ScenarioOptions Without `cases`.
---@param fn fun()
---@overload fun(name: string, fn: fun())
---@see docs/writing-scenarios.md, Registering
function describe(name, options, fn) end

---Runs before each scenario of its describe, or of the file.
---Raises an error for what is no function, or inside a scenario.
---@param fn fun(t: parley.t)
---@see docs/writing-scenarios.md, Registering
function before_each(fn) end

---Runs after each scenario of its describe, or of the file, whether it passed or not; the last one registered first.
---Raises an error for what is no function, or inside a scenario.
---@param fn fun(t: parley.t)
---@see docs/writing-scenarios.md, Registering
function after_each(fn) end

---Runs once for a describe, whose scenarios then share one process and one network and run one by one.
---Raises an error for what is no function, or inside a scenario.
---@param fn fun(t: parley.t)
---@see docs/writing-scenarios.md, Registering
function before_all(fn) end

---Runs once, behind the last scenario of its describe.
---Raises an error for what is no function, or inside a scenario.
---@param fn fun(t: parley.t)
---@see docs/writing-scenarios.md, Registering
function after_all(fn) end

---What a scenario claims. A matcher has to finish it: `expect(value):equals(other)`.
---Raises an error for more or fewer values than one.
---@param value any One value: a call that gives several needs parentheses.
---@return parley.Expectation
---@see docs/writing-scenarios.md, Claims
function expect(value) end

---The next line that `t:answer` gave this role.
---Raises `socket.EOFError` where there is none left.
---@param prompt? any Printed first.
---@return string line Without its newline.
---@see Python input
function input(prompt) end

---The value in Python's notation; a string stands for bytes: `repr("\n")` is `b'\n'`.
---Raises nothing.
---@param value any
---@return string
---@see Python repr
function repr(value) end

---@meta _
-- The globals that parley gives a script, beside Lua's own. A script registers scenarios while it loads.

---@class parley.ScenarioOptions
---@field timeout? number The time limit in seconds; 5 unless told. Clean-up has as long again.
---@field tags? string[] What kind of scenario it is; `--tag` chooses by it.
---@field requires? string[] `"private"`, `"ipv6"`, `"root"`, `"command:NAME"`; one that is not met is a skip.
---@field hosts? table<string, string> More lines for the scenario's hosts file: name -> address.
---@field dns? table<string, parley.Records> The zone of the scenario's own name server.
---@field privileged? false It begins without any capability: EACCES at port 80, EPERM at SOCK_RAW.
---@field network? "private"|"host" Where to run; what the command line says, unless told.
---@field covers? string[] Clauses of a specification that the scenario shows.
---@field skip? string The reason: it is not run.
---@field fails? string The reason why it is expected to fail: it counts as passed then, and fails where it passes.
---@field only? true While somebody works on it: nothing else runs.
---@field assertions? false It asserts nothing, and passes where nothing raises; else that is a failure.
---@field record? false Its exchange is not recorded: `exchanged`, `matches_golden` and `t:conversation` fail.
---@field redact? table Names, with or without a Lua pattern, of what differs: `{ "uuid", token = "Bearer (%w+)" }`.
---@field cases? table<string, any> Registers `name [case]` for each; its function gets the value too.

---Registers a scenario, which is played in a process and a private network of its own.
---Raises an error, at load time, for an unknown option or a value that does not fit.
---@param name string Unlike all others of the file.
---@param options parley.ScenarioOptions
---@param fn fun(t: parley.t, case?: any)
---@overload fun(name: string, fn: fun(t: parley.t))
function scenario(name, options, fn) end

---The same as `scenario`.
---@param name string
---@param options parley.ScenarioOptions
---@param fn fun(t: parley.t, case?: any)
---@overload fun(name: string, fn: fun(t: parley.t))
function it(name, options, fn) end

---Groups scenarios: its options hold for what stands in it, its name stands before theirs. `fn` runs at once.
---@param name string
---@param options parley.ScenarioOptions Without `cases`.
---@param fn fun()
---@overload fun(name: string, fn: fun())
function describe(name, options, fn) end

---Runs before each scenario of its describe, or of the file.
---@param fn fun(t: parley.t)
function before_each(fn) end

---Runs after each scenario of its describe, or of the file, whether it passed or not; the last one registered first.
---@param fn fun(t: parley.t)
function after_each(fn) end

---Runs once for a describe, whose scenarios then share one process and one network and run one by one.
---@param fn fun(t: parley.t)
function before_all(fn) end

---Runs once, behind the last scenario of its describe.
---@param fn fun(t: parley.t)
function after_all(fn) end

---What a scenario claims. A matcher has to finish it: `expect(value):equals(other)`.
---@param value any One value: a call that gives several needs parentheses.
---@return parley.Expectation
function expect(value) end

---The next line that `t:answer` gave this role. Raises `socket.EOFError` where there is none left.
---@param prompt? any Printed first.
---@return string line Without its newline.
function input(prompt) end

---As Python prints the value; a string stands for bytes: `repr("\n")` is `b'\n'`.
---@param value any
---@return string
function repr(value) end

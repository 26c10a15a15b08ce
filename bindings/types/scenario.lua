---@meta _
-- What a scenario's function is given, and what that gives: tasks, events, barriers, files.

---@class parley.t
local t = {}

---Runs roles together, each started in the order written; returns when all have ended. The first failure cancels the
---others.
---Raises the first error of a role, and an error for what is no name and function.
---@param name string The role.
---@param fn fun(t: parley.t)
---@param ... string|fun(t: parley.t) More roles, each a name and a function.
---@see docs/writing-scenarios.md, Tasks
function t:run(name, fn, ...) end

---A task that the scenario waits for. It starts when its creator next waits.
---Raises an error for what is no name and function.
---@param name string The role.
---@param fn function
---@param ... any What fn is called with.
---@return parley.Task
---@see docs/writing-scenarios.md, Tasks
function t:spawn(name, fn, ...) end

---A task that is cancelled when the body is done, with whatever it spawned.
---Raises an error for what is no name and function.
---@param name string The role.
---@param fn function
---@param ... any What fn is called with.
---@return parley.Task
---@see docs/writing-scenarios.md, Tasks
function t:background(name, fn, ...) end

---Something that tasks can wait for.
---Raises nothing.
---@return parley.Event
---@see docs/writing-scenarios.md, Tasks
function t:event() end

---A place where tasks wait for each other.
---Raises an error for what is no integer from 1.
---@param n integer How many tasks meet there, from 1.
---@return parley.Barrier
---@see docs/writing-scenarios.md, Tasks
function t:barrier(n) end

---Lets the others run for that long. For time itself, not for waiting until something has happened.
---Raises TypeError for what is no number.
---@param seconds number
---@see docs/writing-scenarios.md, Tasks
function t:sleep(seconds) end

---Calls fn when the scenario is over, the last one first, whether it passed or not.
---Raises an error for what is no function.
---@param fn fun(t: parley.t)
---@see docs/writing-scenarios.md, The world of a scenario
function t:defer(fn) end

---Ends the scenario here; it counts as skipped.
---Raises what ends the scenario; an error without a reason.
---@param why string
---@see docs/writing-scenarios.md, The world of a scenario
function t:skip(why) end

---The path of the scenario's own directory: empty at its start, gone at its end.
---Raises nothing.
---@return string
---@see docs/writing-scenarios.md, The world of a scenario
function t:tempdir() end

---The absolute path of the folder that the script is in.
---Raises nothing.
---@return string
---@see docs/writing-scenarios.md, The world of a scenario
function t:script_folder() end

---Makes a file in the scenario's directory, and the folders in between.
---Raises `socket.OSError` (FileExistsError, IsADirectoryError, ...); ValueError for a name outside of the directory,
---for a `{{place}}` that has no value and for a value that has no place.
---@param name string
---@param bytes string
---@param values? table<string, string|number> What stands for each `{{name}}`; `{{directory}}` is the scenario's own.
---@return string path
---@see docs/writing-scenarios.md, The world of a scenario
function t:write(name, bytes, values) end

---The bytes of a file.
---Raises `socket.OSError` (FileNotFoundError, PermissionError, ...).
---@param path string Below the scenario's directory, or absolute.
---@return string
---@see docs/writing-scenarios.md, The world of a scenario
function t:read(path) end

---A file as Python's `open(name, mode, buffering=0)` gives it, closed in the end.
---Raises `socket.OSError` (FileNotFoundError, PermissionError, ...); ValueError for a mode that is none, or where one
---writes outside of the scenario's directory.
---@param name string Below the scenario's directory, or absolute where it is only read.
---@param mode? string "rb" unless told; "wb", "ab", "xb", with "+" for both ways. Without "b" it is a text.
---@return parley.OpenFile
---@see open(2), Python open
function t:open(name, mode) end

---What `--set name=value` gave, else the default.
---Raises an error for what is no name.
---@param name string
---@param default? any
---@return any value A string where the command line gave it.
---@see docs/writing-scenarios.md, The world of a scenario
function t:param(name, default) end

---What `input()` gives that role, one line after the other.
---Raises an error for what is no role and list.
---@param role string
---@param lines any[]
---@see docs/writing-scenarios.md, The world of a scenario
function t:answer(role, lines) end

---All that the role has printed so far.
---Raises an error where there is no such role.
---@param role string
---@return string
---@see docs/writing-scenarios.md, The world of a scenario
function t:output(role) end

---The names of the socket calls that the role has made so far, in their order.
---Raises an error where there is no such role.
---@param role string
---@return string[]
---@see docs/writing-scenarios.md, Calls
function t:calls(role) end

---The text of one conversation of the exchange so far, for `expect(t:conversation(name)):exchanged [[...]]`.
---Raises an error that names those there are, where there is no such one, and an error where nothing is recorded.
---@param name string As it stands in the exchange: "client", "client#2".
---@return string
---@see docs/writing-scenarios.md, Transcripts
function t:conversation(name) end

---From now on, in `exchanged` and `matches_golden`, the name stands for what the Lua pattern matches, or its capture.
---Raises an error for a name or a pattern that is none.
---@param name string Without a pattern "uuid", "date", "port" or "hash".
---@param pattern? string
---@see docs/writing-scenarios.md, Transcripts
function t:redact(name, pattern) end

---A proxy between a client and a server: it does what a bad network does.
---Raises an error for a wrong option; `socket.OSError` where it cannot listen.
---@param options parley.ProxyOptions
---@return parley.Proxy
---@see docs/faults.md
function t:proxy(options) end

---Plays an exchange whole, then again and again, cutting its connection after every byte in turn, by FIN and by RST.
---A failure says how it was cut.
---Raises an error for a wrong option, and what play raises.
---@param options parley.CutOptions
---@return parley.CutResult
---@see docs/faults.md
function t:cut(options) end

---Puts a load on a server: requests again and again, over many connections.
---Raises TypeError for a wrong option, ValueError where it cannot end in the scenario's time, and what a connection
---raises that cannot be made before the first request. What `each` raises is counted where a server or the network did
---it, else it fails the scenario.
---@param options parley.LoadOptions
---@return parley.LoadResult
---@see docs/load.md
function t:load(options) end

---Makes a socket call of a role fail, with the exception that the kernel's errno would raise; the kernel is not asked.
---One that is never made fails the scenario.
---Raises an error for a call or an errno that is none.
---@param call string|parley.FailOptions As `t:calls` names it; or "getaddrinfo", "gethostbyname", "getnameinfo".
---@param errno? integer|string "ECONNRESET" or its number; of a lookup "EAI_AGAIN" and its kin.
---@param nth? integer Which call of that name, counted from now on; the next one unless told.
---@see docs/faults.md, errno(3)
function t:fail(call, errno, nth) end

---@class parley.OpenFile
---@field name string
---@field mode string
local file = {}

---Its bytes, from its position on.
---Raises `socket.OSError` (FileNotFoundError, PermissionError, ...); ValueError once closed.
---@param n? integer All that are left unless told.
---@return string bytes "" at the end.
---@see read(2), Python io.RawIOBase.read
function file:read(n) end

---Writes bytes, at its position.
---Raises `socket.OSError` (FileNotFoundError, PermissionError, ...); ValueError once closed.
---@param bytes string
---@return integer count
---@see write(2), Python io.RawIOBase.write
function file:write(bytes) end

---Goes to another position.
---Raises `socket.OSError` (FileNotFoundError, PermissionError, ...); ValueError once closed.
---@param offset integer
---@param whence? integer 0 from the beginning, 1 from the position, 2 from the end.
---@return integer position
---@see lseek(2), Python io.IOBase.seek
function file:seek(offset, whence) end

---Its position.
---Raises ValueError once closed.
---@return integer position
---@see lseek(2), Python io.IOBase.tell
function file:tell() end

---Its descriptor.
---Raises ValueError once closed.
---@return integer fd It stays the file's.
---@see Python io.IOBase.fileno
function file:fileno() end

---Twice is no error.
---Raises nothing.
---@see close(2), Python io.IOBase.close
function file:close() end

---@class parley.Task
local task = {}

---Waits for its end.
---Raises the error that ended it.
---@return any ... What its function returned.
---@see docs/writing-scenarios.md, Tasks
function task:join() end

---Ends it where it waits; its `<close>` variables are closed.
---Raises nothing.
---@see docs/writing-scenarios.md, Tasks
function task:cancel() end

---@class parley.Event
local event = {}

---Whoever waits goes on, and whoever comes later does not wait.
---Raises nothing.
---@see docs/writing-scenarios.md, Tasks
function event:set() end

---Whether it is set.
---Raises nothing.
---@return boolean
---@see docs/writing-scenarios.md, Tasks
function event:is_set() end

---Waits until it is set.
---Raises nothing.
---@see docs/writing-scenarios.md, Tasks
function event:wait() end

---@class parley.Barrier
local barrier = {}

---Waits until as many tasks wait as the barrier was made for; then all go on.
---Raises nothing.
---@see docs/writing-scenarios.md, Tasks
function barrier:wait() end

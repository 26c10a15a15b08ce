---@meta process
-- require "process": programs under test.

---@class parley.ProcessOptions
---@field command (string|integer)[] The program and its arguments; a name is looked up in PATH.
---@field name? string What transcripts and reports call it; else the last part of the program's path.
---@field env? table<string, string|false> More variables, or fewer, than PATH, HOME, TMPDIR, LANG and TZ.
---@field cwd? string Where it runs; the scenario's directory unless told.
---@field stdin? string|parley.Pipe The text that it reads, or `process.PIPE`. Unless told there is nothing to read.
---@field ready? parley.Ready|fun(process: parley.Process): boolean When it is ready.
---@field stop? string|{ signal?: string, timeout?: number } How `stop` asks it to end: SIGTERM, and SIGKILL after 3 s.

---One of these, and the time limit in seconds (4 unless told).
---@class parley.Ready
---@field tcp? { [1]: string, [2]: integer } Somebody listens there.
---@field udp? { [1]: string, [2]: integer } Somebody has bound it.
---@field unix? string The path of a socket on which somebody listens.
---@field output? string A Lua pattern that its output matches.
---@field check? fun(process: parley.Process): boolean Called until it gives true; an OSError means "not yet".
---@field timeout? number

---@class parley.Pipe

---How a process ended; one of the two.
---@class parley.Status
---@field exit_code? integer
---@field signal? string "SIGTERM"

---@class parley.processlib : parley.exceptions
---@field PIPE parley.Pipe For the option stdin: `p:write` and `p:close_stdin`.
local process = {}

---Starts a program without a shell and returns when it is ready. Raises what Python's subprocess does where it cannot
---start (`FileNotFoundError`, `PermissionError`, ...), and `RuntimeError` with its last lines where it ends, or time is
---up, before it is ready.
---@param options parley.ProcessOptions
---@return parley.Process
function process.start(options) end

---@class parley.Process
---@field pid integer
---@field name string
local running = {}

---@return boolean
function running:is_running() end

---Waits for its end, and for all of its output. Raises `TimeoutError` where it still runs then.
---@param timeout? number In seconds; the scenario's own limit unless told.
---@return parley.Status
function running:wait(timeout) end

---Sends a signal to the process alone. Raises `ProcessLookupError` where it has ended.
---@param name string "SIGHUP" or "HUP"
function running:signal(name) end

---Sends the stop option's signal to its group, and SIGKILL where it has not ended in time. Twice is no error. Raises
---`RuntimeError` where it ended and left others of its group behind.
---@return parley.Status
function running:stop() end

---What it has printed so far, on both streams, in the order in which it came.
---@return string
function running:output() end

---@return string
function running:stdout() end

---@return string
function running:stderr() end

---Waits for a Lua pattern in its output, from behind the match of the call before. Raises `RuntimeError` at once where
---the process ends without, `TimeoutError` after so many seconds.
---@param pattern string
---@param timeout? number
---@return string ... The captures, or what it matched.
function running:wait_for_output(pattern, timeout) end

---The next line of its standard output with its newline; at its end what is left without one. Raises as
---`wait_for_output` does.
---@param timeout? number In seconds.
---@return string
function running:read_line(timeout) end

---Writes to its standard input, which is `process.PIPE`. Raises `BrokenPipeError` where it reads no more.
---@param bytes string
function running:write(bytes) end

---It reads the end of its input behind what was written.
function running:close_stdin() end

return process

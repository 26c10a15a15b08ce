---@meta process
-- require "process": programs under test.

---@class parley.ProcessOptions
---@field command (string|integer)[] The program and its arguments; a name is looked up in PATH.
---@field name? string What transcripts and reports call it; else the last part of the program's path.
---@field env? table<string, string|false> More variables, or fewer, than PATH, HOME, TMPDIR, LANG and TZ.
---@field cwd? string Where it runs; the scenario's directory unless told.
---@field user? string|integer Another one than root: a name of this machine's, or a number.
---@field sockets? parley.Socket[] Handed over as descriptors 3, 4, ..., with LISTEN_FDS and LISTEN_PID; closed here.
---@field logs? string|string[] Files that it writes to, below cwd or absolute: read as they grow.
---@field reload? string The signal that `reload` sends; SIGHUP unless told.
---@field stdin? string|parley.Pipe The text that it reads, or `process.PIPE`. Unless told there is nothing to read.
---@field ready? parley.Ready|fun(process: parley.Process): boolean When it is ready.
---@field stop? string|{ signal?: string, timeout?: number } How `stop` asks it to end: SIGTERM, and SIGKILL after 3 s.

---A host, by name or number, and a port.
---@alias parley.Place { [1]: string, [2]: integer }

---One of these, and the time limit in seconds (4 unless told).
---@class parley.Ready
---@field tcp? parley.Place|parley.Place[] It listens there; a list: at all of them.
---@field udp? parley.Place|parley.Place[] It has bound it; a list: all of them.
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

---Starts a program without a shell and returns when it is ready.
---Raises what Python's subprocess does where it cannot start (FileNotFoundError, PermissionError, ...); RuntimeError
---with its last lines where it ends, or time is up, before it is ready; TypeError or an error that names it for an
---option that is none.
---@param options parley.ProcessOptions
---@return parley.Process
---@see execve(2), sd_listen_fds(3), user_namespaces(7), Python subprocess.Popen
function process.start(options) end

---@class parley.Process
---@field pid integer
---@field name string
local running = {}

---Whether it has not ended yet.
---Raises nothing.
---@return boolean
---@see Python subprocess.Popen.poll
function running:is_running() end

---Waits for its end, and for all of its output.
---Raises TimeoutError where it still runs after so many seconds.
---@param timeout? number In seconds; the scenario's own limit unless told.
---@return parley.Status
---@see waitpid(2), Python subprocess.Popen.wait
function running:wait(timeout) end

---Sends a signal to the process alone.
---Raises ProcessLookupError where it has ended, ValueError for a name that is none.
---@param name string "SIGHUP" or "HUP"
---@see kill(2), Python subprocess.Popen.send_signal
function running:signal(name) end

---Sends the stop option's signal to its group, and SIGKILL where it has not ended in time. Twice is no error.
---Raises RuntimeError where it ended by itself and left others of its group behind.
---@return parley.Status
---@see kill(2), docs/writing-scenarios.md, Programs under test
function running:stop() end

---What it has printed so far, on both streams, in the order in which it came.
---Raises nothing.
---@return string
---@see docs/writing-scenarios.md, Programs under test
function running:output() end

---What it has printed so far on its standard output.
---Raises nothing.
---@return string
---@see docs/writing-scenarios.md, Programs under test
function running:stdout() end

---What it has printed so far on its standard error.
---Raises nothing.
---@return string
---@see docs/writing-scenarios.md, Programs under test
function running:stderr() end

---Waits for a Lua pattern in its output, from behind the match of the call before.
---Raises RuntimeError at once where the process ends without, TimeoutError after so many seconds.
---@param pattern string
---@param timeout? number
---@return string ... The captures, or what it matched.
---@see docs/writing-scenarios.md, Programs under test
function running:wait_for_output(pattern, timeout) end

---The next line of its standard output with its newline; at its end what is left without one.
---Raises RuntimeError where the process has ended and there is none, TimeoutError after so many seconds.
---@param timeout? number In seconds.
---@return string
---@see docs/writing-scenarios.md, Programs under test
function running:read_line(timeout) end

---Writes to its standard input, which is `process.PIPE`.
---Raises BrokenPipeError where it reads no more, or has no pipe.
---@param bytes string
---@see docs/writing-scenarios.md, Programs under test
function running:write(bytes) end

---What it has written by now to one of the files that its option `logs` names; "" where there is none yet.
---Raises ValueError for another file.
---@param name string
---@return string
---@see docs/writing-scenarios.md, Programs under test
function running:log(name) end

---Sends the signal of its option `reload`; `expect(p):logs(pattern)` waits for what it says then.
---Raises ProcessLookupError where it has ended.
---@see docs/writing-scenarios.md, Programs under test
function running:reload() end

---Stops it and starts it again with the same options; returns when it is ready. Its pid is another one then. Sockets
---that it was handed stay open meanwhile.
---Raises what `stop` and `process.start` raise.
---@see docs/writing-scenarios.md, Programs under test
function running:restart() end

---What it and its group have taken of the machine: the seconds that they ran, and the bytes that one of them had
---resident at most.
---Raises nothing.
---@return { cpu: number, peak_memory: integer }
---@see getrusage(2), proc(5)
function running:usage() end

---It reads the end of its input behind what was written.
---Raises nothing.
---@see docs/writing-scenarios.md, Programs under test
function running:close_stdin() end

return process

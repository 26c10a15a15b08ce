---@meta _
-- The file objects of socket:makefile(), as CPython 3.11 has them: io.IOBase and its kin over a socket. Each is closed
-- by <close>, too; `for line in file do` goes through its lines. The socket's timeout holds for every recv() and
-- send(). Once closed they raise ValueError ("I/O operation on closed file."), where a direction is missing
-- UnsupportedOperation, after a timeout OSError ("cannot read from timed out object").

---@class parley.File
---@field closed boolean
local file = {}

---Sends what is held, and closes. The last file of a socket that was closed meanwhile closes it.
function file:close() end

---Sends what is held. Raises BlockingIOError where a non-blocking socket has no room.
function file:flush() end

---@param hint? integer No more lines once they have more bytes together.
---@return string[]
function file:readlines(hint) end

---@return fun(): string?
function file:lines() end

---@param limit? integer
---@return string line with its end; "" at the end of the stream
function file:readline(limit) end

---@param lines string[]
function file:writelines(lines) end

---@return integer
function file:fileno() end

---@return boolean
function file:readable() end

---@return boolean
function file:writable() end

---@return boolean
function file:seekable() end

---@return boolean
function file:isatty() end

---Raises UnsupportedOperation, as tell and truncate do.
function file:seek() end

function file:tell() end

function file:truncate() end

---How much was written, counted as read counts; nil where an unbuffered file of a non-blocking socket has no room.
---@param data string
---@return integer?
function file:write(data) end

---All up to the end of the stream unless told how much: bytes, or characters of a text file. nil where a socket
---that does not block has nothing.
---@param n? integer
---@return string?
function file:read(n) end

---@class parley.SocketIO : parley.File What makefile() gives for a buffering of 0.
---@field name integer Its descriptor.
---@field mode string
local raw = {}

---@return string?
function raw:readall() end

---@param buffer parley.ByteArray
---@return integer? count
function raw:readinto(buffer) end

---@class parley.BufferedRWPair : parley.File What makefile() gives for "rwb".
local pair = {}

---At most n bytes: what is held, or what one recv() gives.
---@param n? integer
---@return string
function pair:read1(n) end

---What is held, without taking it; after one recv() where that is nothing.
---@return string
function pair:peek() end

---@param buffer parley.ByteArray
---@return integer? count
function pair:readinto(buffer) end

---@param buffer parley.ByteArray
---@return integer? count
function pair:readinto1(buffer) end

---@return parley.SocketIO
function pair:detach() end

---@class parley.BufferedReader : parley.BufferedRWPair What makefile() gives for "rb".
---@field raw parley.SocketIO
---@field name integer
---@field mode string

---@class parley.BufferedWriter : parley.File What makefile() gives for "wb".
---@field raw parley.SocketIO
---@field name integer
---@field mode string
local writer = {}

---@param n? integer
function writer:read1(n) end

---@param buffer parley.ByteArray
function writer:readinto(buffer) end

---@param buffer parley.ByteArray
function writer:readinto1(buffer) end

---@return parley.SocketIO
function writer:detach() end

---@class parley.TextIOWrapper : parley.File What makefile() gives without a "b".
---@field buffer parley.BufferedReader|parley.BufferedWriter|parley.BufferedRWPair
---@field name integer
---@field mode string
---@field encoding string
---@field errors string
local text = {}

---@return parley.BufferedReader|parley.BufferedWriter|parley.BufferedRWPair
function text:detach() end

---@meta _
-- The file objects of socket:makefile(), as CPython 3.11 has them: io.IOBase and its kin over a socket. Each is closed
-- by <close>, too; `for line in file do` goes through its lines. The socket's timeout holds for every recv() and
-- send(). Once closed they raise ValueError ("I/O operation on closed file."), where a direction is missing
-- UnsupportedOperation, after a timeout OSError ("cannot read from timed out object").

---@class parley.File
---@field closed boolean
local file = {}

---Sends what is held, and closes. The last file of a socket that was closed meanwhile closes it.
---Raises what sendall does, where what is held cannot be sent; closed it is then, too.
---@see Python io.IOBase.close
function file:close() end

---Sends what is held.
---Raises what sendall does; BlockingIOError where a non-blocking socket has no room; ValueError once closed.
---@see Python io.IOBase.flush
function file:flush() end

---The lines up to the end of the stream.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@param hint? integer No more lines once they have more bytes together.
---@return string[]
---@see Python io.IOBase.readlines
function file:readlines(hint) end

---What `for line in file do` does, as an iterator.
---Raises what readline does, when the next line is asked for.
---@return fun(): string?
---@see Python io.IOBase.__next__
function file:lines() end

---The next line.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@param limit? integer
---@return string line with its end; "" at the end of the stream
---@see Python io.IOBase.readline
function file:readline(limit) end

---Writes one behind the other, without ends of lines.
---Raises what write does.
---@param lines string[]
---@see Python io.IOBase.writelines
function file:writelines(lines) end

---The socket's descriptor.
---Raises ValueError once closed; UnsupportedOperation where it has two directions.
---@return integer
---@see Python io.IOBase.fileno
function file:fileno() end

---Whether it can be read.
---Raises ValueError once closed.
---@return boolean
---@see Python io.IOBase.readable
function file:readable() end

---Whether it can be written.
---Raises ValueError once closed.
---@return boolean
---@see Python io.IOBase.writable
function file:writable() end

---false: a stream has no positions.
---Raises ValueError once closed.
---@return boolean
---@see Python io.IOBase.seekable
function file:seekable() end

---false: it is no terminal.
---Raises ValueError once closed.
---@return boolean
---@see Python io.IOBase.isatty
function file:isatty() end

---There is no such thing in a stream.
---Raises UnsupportedOperation.
---@see Python io.IOBase.seek
function file:seek() end

---There is no such thing in a stream.
---Raises UnsupportedOperation.
---@see Python io.IOBase.tell
function file:tell() end

---There is no such thing in a stream.
---Raises UnsupportedOperation.
---@see Python io.IOBase.truncate
function file:truncate() end

---How much was written, counted as read counts; nil where an unbuffered file of a non-blocking socket has no room.
---Raises what sendall does; BlockingIOError (`characters_written`) where a non-blocking socket has no room and the
---buffer neither; UnsupportedOperation where it cannot be written, ValueError once closed, UnicodeEncodeError for
---what its encoding has not.
---@param data string
---@return integer?
---@see Python io.RawIOBase.write
function file:write(data) end

---All up to the end of the stream unless told how much: bytes, or characters of a text file. nil where a socket
---that does not block has nothing.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@param n? integer
---@return string?
---@see Python io.RawIOBase.read
function file:read(n) end

---@class parley.SocketIO : parley.File What makefile() gives for a buffering of 0.
---@field name integer Its descriptor.
---@field mode string
local raw = {}

---All up to the end of the stream; nil where a socket that does not block has nothing.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@return string?
---@see Python io.RawIOBase.readall
function raw:readall() end

---One recv_into(); nil where a socket that does not block has nothing.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@param buffer parley.ByteArray
---@return integer? count
---@see Python io.RawIOBase.readinto
function raw:readinto(buffer) end

---@class parley.BufferedRWPair : parley.File What makefile() gives for "rwb".
local pair = {}

---At most n bytes: what is held, or what one recv() gives.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@param n? integer
---@return string
---@see Python io.BufferedIOBase.read1
function pair:read1(n) end

---What is held, without taking it; after one recv() where that is nothing.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@return string
---@see Python io.BufferedReader.peek
function pair:peek() end

---Fills the bytearray, unless the stream ends before.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@param buffer parley.ByteArray
---@return integer? count
---@see Python io.BufferedIOBase.readinto
function pair:readinto(buffer) end

---Fills of it what is held, or what one recv() gives.
---Raises what recv does; UnsupportedOperation where it cannot be read, ValueError once closed, OSError after a
---timeout, UnicodeDecodeError for bytes that are no text.
---@param buffer parley.ByteArray
---@return integer? count
---@see Python io.BufferedIOBase.readinto1
function pair:readinto1(buffer) end

---The file below, which this one is of no use without.
---Raises ValueError once detached; UnsupportedOperation where it has two directions.
---@return parley.SocketIO
---@see Python io.BufferedIOBase.detach
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

---It is for writing.
---Raises UnsupportedOperation.
---@param n? integer
---@see Python io.BufferedIOBase.read1
function writer:read1(n) end

---It is for writing.
---Raises UnsupportedOperation.
---@param buffer parley.ByteArray
---@see Python io.BufferedIOBase.readinto
function writer:readinto(buffer) end

---It is for writing.
---Raises UnsupportedOperation.
---@param buffer parley.ByteArray
---@see Python io.BufferedIOBase.readinto1
function writer:readinto1(buffer) end

---Flushes, and gives the file below, which this one is of no use without.
---Raises what flush does; ValueError once detached.
---@return parley.SocketIO
---@see Python io.BufferedIOBase.detach
function writer:detach() end

---@class parley.TextIOWrapper : parley.File What makefile() gives without a "b".
---@field buffer parley.BufferedReader|parley.BufferedWriter|parley.BufferedRWPair
---@field name integer
---@field mode string
---@field encoding string
---@field errors string
local text = {}

---Flushes, and gives the file of bytes below, which this one is of no use without.
---Raises what flush does; ValueError once detached.
---@return parley.BufferedReader|parley.BufferedWriter|parley.BufferedRWPair
---@see Python io.TextIOBase.detach
function text:detach() end

---@meta _
-- The sockets of `require "socket"`: their methods, as CPython 3.11 has them, and reads that say where a message ends.

---A socket; `local s <close>` closes it where the block ends. A call that waits lets the other tasks run; after the
---socket's timeout it raises TimeoutError, and on a non-blocking one BlockingIOError.
---@class parley.Socket
---@field family integer
---@field type integer
---@field proto integer
---@field timeout number|nil In seconds; nil waits without end.
local s = {}

---@param address parley.Address|string
function s:bind(address) end

---@param backlog? integer 128 unless told.
function s:listen(backlog) end

---@return parley.Socket conn Blocking, whatever the listener's timeout.
---@return parley.Address address
function s:accept() end

---Raises ConnectionRefusedError, TimeoutError, gaierror, ...
---@param address parley.Address|string
function s:connect(address) end

---@param address parley.Address|string
---@return integer errno 0 for success. Errors of the address itself are raised.
function s:connect_ex(address) end

---Up to bufsize bytes; "" at the end of the stream, which is true in Lua: `if data == "" then`.
---@param bufsize integer
---@param flags? integer MSG_PEEK, ...
---@return string
function s:recv(bufsize, flags) end

---@param buffer parley.ByteArray
---@param nbytes? integer 0, or nothing, for all of the bytearray.
---@param flags? integer
---@return integer
function s:recv_into(buffer, nbytes, flags) end

---@param bufsize integer
---@param flags? integer
---@return string bytes
---@return parley.Address address
function s:recvfrom(bufsize, flags) end

---@param buffer parley.ByteArray
---@param nbytes? integer
---@param flags? integer
---@return integer
---@return parley.Address address
function s:recvfrom_into(buffer, nbytes, flags) end

---@param bytes string
---@param flags? integer
---@return integer count On a blocking stream all of them; else maybe fewer.
function s:send(bytes, flags) end

---Sends until all is sent; the timeout holds for all of it.
---@param bytes string
---@param flags? integer
function s:sendall(bytes, flags) end

---@param bytes string
---@param address parley.Address|string
---@return integer count
---@overload fun(self: parley.Socket, bytes: string, flags: integer, address: parley.Address|string): integer
function s:sendto(bytes, address) end

---The pieces of the list in one message. On a blocking stream everything is sent; the ancillary data goes with its
---first byte.
---@param buffers string[]
---@param ancillary? parley.Ancillary[]
---@param flags? integer
---@param address? parley.Address|string
---@return integer count Of bytes.
function s:sendmsg(buffers, ancillary, flags, address) end

---Raises OSError: no family here has it.
---@param buffers? string[]
function s:sendmsg_afalg(buffers) end

---@param bufsize integer
---@param ancbufsize? integer socket.CMSG_SPACE(...); 0 unless told.
---@param flags? integer
---@return string bytes
---@return parley.Ancillary[] ancillary Descriptors in it are the script's to close.
---@return integer msg_flags MSG_TRUNC, MSG_CTRUNC, ...
---@return parley.Address|string|nil address
function s:recvmsg(bufsize, ancbufsize, flags) end

---Fills the bytearrays one after the other.
---@param buffers parley.ByteArray[]
---@param ancbufsize? integer
---@param flags? integer
---@return integer count Of bytes.
---@return parley.Ancillary[] ancillary
---@return integer msg_flags
---@return parley.Address|string|nil address
function s:recvmsg_into(buffers, ancbufsize, flags) end

---The bytes of a file, from its position or the offset on. Raises ValueError for what is no stream, does not block, or
---is a text.
---@param file parley.OpenFile Or anything with `read(n)`.
---@param offset? integer|{ offset?: integer, count?: integer }
---@param count? integer All of them unless told.
---@return integer count Of the bytes that were sent.
function s:sendfile(file, offset, count) end

---A file over the socket, which stays open until all its files are closed. Raises ValueError for a bad mode or newline,
---LookupError for an unknown encoding.
---@param mode? string Of "r", "w", "b"; "r" unless told. Without a "b" it is a file of text.
---@param buffering? integer|parley.FileKeywords 8192 bytes unless told; 0 for none, of bytes only.
---@param keywords? parley.FileKeywords
---@return parley.SocketIO|parley.BufferedReader|parley.BufferedWriter|parley.BufferedRWPair|parley.TextIOWrapper
function s:makefile(mode, buffering, keywords) end

---n bytes; the transcript cuts there. Raises IncompleteReadError (`partial` is what came) where the stream ends before.
---@param n integer
---@return string
function s:recv_exactly(n) end

---The bytes up to and with the delimiter. Raises as recv_exactly does.
---@param delimiter string
---@return string
function s:recv_until(delimiter) end

---The bytes up to and with `\n`. Raises as recv_exactly does.
---@return string
function s:recv_line() end

---What is left up to the end of the stream; "" where nothing is.
---@return string
function s:recv_all() end

---@param how integer SHUT_RD, SHUT_WR, SHUT_RDWR
function s:shutdown(how) end

---Twice is no error. Whoever waits on the socket gets EBADF.
function s:close() end

---The descriptor, which is the script's to close from here on; -1 for a closed socket.
---@return integer
function s:detach() end

---@return integer fd -1 once closed.
function s:fileno() end

---Another socket object with a descriptor of its own for the same connection, and the same timeout.
---@return parley.Socket
function s:dup() end

---Whether a program gets the descriptor that is started from here (FD_CLOEXEC).
---@return boolean
function s:get_inheritable() end

---@param inheritable boolean
function s:set_inheritable(inheritable) end

---@param seconds number|nil nil waits without end, 0 never waits.
function s:settimeout(seconds) end

---@return number|nil seconds
function s:gettimeout() end

---@param flag boolean
function s:setblocking(flag) end

---@return boolean
function s:getblocking() end

---@return parley.Address|string
function s:getsockname() end

---@return parley.Address|string
function s:getpeername() end

---@param level integer SOL_SOCKET, IPPROTO_TCP, ...
---@param option integer SO_REUSEADDR, ...
---@param value integer|string|boolean|nil An integer, or the bytes; nil with a length.
---@param length? integer
function s:setsockopt(level, option, value, length) end

---@param level integer
---@param option integer
---@param size? integer Then the option's bytes are the result.
---@return integer|string
function s:getsockopt(level, option, size) end

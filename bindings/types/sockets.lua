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

---Gives the socket its address; the port 0 is one of the kernel's choice.
---Raises OSError: EADDRINUSE, EADDRNOTAVAIL, EINVAL where it is bound already; PermissionError for a port below 1024
---without the privilege; gaierror for an unknown host; OverflowError for a port that is none.
---@param address parley.Address|string
---@see bind(2), Python socket.socket.bind
function s:bind(address) end

---From now on the kernel takes connections.
---Raises OSError: EOPNOTSUPP for what is no stream, EINVAL for a connection, EADDRINUSE.
---@param backlog? integer 128 unless told.
---@see listen(2), Python socket.socket.listen
function s:listen(backlog) end

---Waits for a connection.
---Raises OSError (EINVAL) where it does not listen, EMFILE; TimeoutError; BlockingIOError.
---@return parley.Socket conn Blocking, whatever the listener's timeout.
---@return parley.Address address
---@see accept(2), Python socket.socket.accept
function s:accept() end

---Connects, or names the peer of a datagram socket.
---Raises ConnectionRefusedError; OSError: ENETUNREACH, EISCONN; gaierror for an unknown host; OverflowError for a
---port that is none; TimeoutError; BlockingIOError (EINPROGRESS).
---@param address parley.Address|string
---@see connect(2), Python socket.socket.connect
function s:connect(address) end

---connect() whose error is a result.
---Raises what is wrong with the address itself: gaierror, OverflowError.
---@param address parley.Address|string
---@return integer errno 0 for success.
---@see connect(2), Python socket.socket.connect_ex
function s:connect_ex(address) end

---Up to bufsize bytes; "" at the end of the stream, which is true in Lua: `if data == "" then`.
---Raises ConnectionResetError; OSError: ENOTCONN; ValueError for a negative size; MemoryError for one too large;
---TimeoutError; BlockingIOError.
---@param bufsize integer
---@param flags? integer MSG_PEEK, ...
---@return string
---@see recv(2), Python socket.socket.recv
function s:recv(bufsize, flags) end

---Receives into a bytearray.
---Raises what recv does; ValueError where nbytes is more than the bytearray has.
---@param buffer parley.ByteArray
---@param nbytes? integer 0, or nothing, for all of the bytearray.
---@param flags? integer
---@return integer
---@see recv(2), Python socket.socket.recv_into
function s:recv_into(buffer, nbytes, flags) end

---The bytes of a datagram, and whose it is.
---Raises what recv does; ConnectionRefusedError where a peer has answered so.
---@param bufsize integer
---@param flags? integer
---@return string bytes
---@return parley.Address address
---@see recv(2), Python socket.socket.recvfrom
function s:recvfrom(bufsize, flags) end

---The same into a bytearray.
---Raises what recv_into does.
---@param buffer parley.ByteArray
---@param nbytes? integer
---@param flags? integer
---@return integer
---@return parley.Address address
---@see recv(2), Python socket.socket.recvfrom_into
function s:recvfrom_into(buffer, nbytes, flags) end

---Sends bytes, and says how many were taken.
---Raises BrokenPipeError, ConnectionResetError; OSError: ENOTCONN, EDESTADDRREQ, EMSGSIZE; TimeoutError;
---BlockingIOError.
---@param bytes string
---@param flags? integer
---@return integer count On a blocking stream all of them; else maybe fewer.
---@see send(2), Python socket.socket.send
function s:send(bytes, flags) end

---Sends until all is sent; the timeout holds for all of it.
---Raises what send does.
---@param bytes string
---@param flags? integer
---@see send(2), Python socket.socket.sendall
function s:sendall(bytes, flags) end

---Sends a datagram.
---Raises what send does; gaierror for an unknown host; OverflowError for a port that is none; OSError: ENETUNREACH,
---EINVAL.
---@param bytes string
---@param address parley.Address|string
---@return integer count
---@overload fun(self: parley.Socket, bytes: string, flags: integer, address: parley.Address|string): integer
---@see send(2), Python socket.socket.sendto
function s:sendto(bytes, address) end

---The pieces of the list in one message. On a blocking stream everything is sent; the ancillary data goes with its
---first byte.
---Raises what send and sendto do; OSError (EMSGSIZE) for more than 1024 pieces.
---@param buffers string[]
---@param ancillary? parley.Ancillary[]
---@param flags? integer
---@param address? parley.Address|string
---@return integer count Of bytes.
---@see sendmsg(2), cmsg(3), Python socket.socket.sendmsg
function s:sendmsg(buffers, ancillary, flags, address) end

---For AF_ALG, which parley does not have.
---Raises OSError: no family here has it.
---@param buffers? string[]
---@see Python socket.socket.sendmsg_afalg
function s:sendmsg_afalg(buffers) end

---Receives bytes with their ancillary data.
---Raises what recv does; ValueError for a negative size of either.
---@param bufsize integer
---@param ancbufsize? integer socket.CMSG_SPACE(...); 0 unless told.
---@param flags? integer
---@return string bytes
---@return parley.Ancillary[] ancillary Descriptors in it are the script's to close.
---@return integer msg_flags MSG_TRUNC, MSG_CTRUNC, ...
---@return parley.Address|string|nil address
---@see recvmsg(2), cmsg(3), Python socket.socket.recvmsg
function s:recvmsg(bufsize, ancbufsize, flags) end

---Fills the bytearrays one after the other.
---Raises what recvmsg does.
---@param buffers parley.ByteArray[]
---@param ancbufsize? integer
---@param flags? integer
---@return integer count Of bytes.
---@return parley.Ancillary[] ancillary
---@return integer msg_flags
---@return parley.Address|string|nil address
---@see recvmsg(2), Python socket.socket.recvmsg_into
function s:recvmsg_into(buffers, ancbufsize, flags) end

---Sends the bytes of a file, from its position or the offset on.
---Raises what sendall does; ValueError for what is no stream, does not block, or is a text, and for a count that is
---not above 0.
---@param file parley.OpenFile Or anything with `read(n)`.
---@param offset? integer|{ offset?: integer, count?: integer }
---@param count? integer All of them unless told.
---@return integer count Of the bytes that were sent.
---@see sendfile(2), Python socket.socket.sendfile
function s:sendfile(file, offset, count) end

---A file over the socket, which stays open until all its files are closed.
---Raises ValueError for a bad mode or newline, or a text without a buffer; LookupError for an unknown encoding.
---@param mode? string Of "r", "w", "b"; "r" unless told. Without a "b" it is a file of text.
---@param buffering? integer|parley.FileKeywords 8192 bytes unless told; 0 for none, of bytes only.
---@param keywords? parley.FileKeywords
---@return parley.SocketIO|parley.BufferedReader|parley.BufferedWriter|parley.BufferedRWPair|parley.TextIOWrapper
---@see Python socket.socket.makefile
function s:makefile(mode, buffering, keywords) end

---n bytes; the transcript cuts there.
---Raises what recv does; IncompleteReadError (`partial` is what came) where the stream ends before.
---@param n integer
---@return string
---@see docs/writing-scenarios.md, Sockets
function s:recv_exactly(n) end

---The bytes up to and with the delimiter.
---Raises what recv_exactly does; ValueError for an empty delimiter.
---@param delimiter string
---@return string
---@see docs/writing-scenarios.md, Sockets
function s:recv_until(delimiter) end

---The bytes up to and with `\n`.
---Raises what recv_exactly does.
---@return string
---@see docs/writing-scenarios.md, Sockets
function s:recv_line() end

---What is left up to the end of the stream; "" where nothing is.
---Raises what recv does.
---@return string
---@see docs/writing-scenarios.md, Sockets
function s:recv_all() end

---Ends one direction of a connection, or both.
---Raises OSError: ENOTCONN, EINVAL for another number.
---@param how integer SHUT_RD, SHUT_WR, SHUT_RDWR
---@see shutdown(2), Python socket.socket.shutdown
function s:shutdown(how) end

---Twice is no error. Whoever waits on the socket gets EBADF.
---Raises OSError (EBADF) where its descriptor was closed behind its back.
---@see close(2), Python socket.socket.close
function s:close() end

---The descriptor, which is the script's to close from here on; -1 for a closed socket.
---Raises nothing.
---@return integer
---@see Python socket.socket.detach
function s:detach() end

---Its descriptor.
---Raises nothing.
---@return integer fd -1 once closed.
---@see Python socket.socket.fileno
function s:fileno() end

---Another socket object with a descriptor of its own for the same connection, and the same timeout.
---Raises OSError: EBADF, EMFILE.
---@return parley.Socket
---@see dup(2), Python socket.socket.dup
function s:dup() end

---Whether a program gets the descriptor that is started from here (FD_CLOEXEC).
---Raises OSError: EBADF.
---@return boolean
---@see fcntl(2), Python socket.socket.get_inheritable
function s:get_inheritable() end

---Whether a program that is started from here gets the descriptor.
---Raises OSError: EBADF.
---@param inheritable boolean
---@see fcntl(2), Python socket.socket.set_inheritable
function s:set_inheritable(inheritable) end

---How long a call may wait.
---Raises ValueError for a negative one, OverflowError for one that no clock counts; OSError: EBADF.
---@param seconds number|nil nil waits without end, 0 never waits.
---@see Python socket.socket.settimeout
function s:settimeout(seconds) end

---How long a call may wait; nil for ever.
---Raises nothing.
---@return number|nil seconds
---@see Python socket.socket.gettimeout
function s:gettimeout() end

---true for settimeout(nil), false for settimeout(0).
---Raises OSError: EBADF.
---@param flag boolean
---@see Python socket.socket.setblocking
function s:setblocking(flag) end

---Whether a call may wait at all.
---Raises nothing.
---@return boolean
---@see Python socket.socket.getblocking
function s:getblocking() end

---Its own address.
---Raises OSError: EBADF.
---@return parley.Address|string
---@see getsockname(2), Python socket.socket.getsockname
function s:getsockname() end

---Its peer's address.
---Raises OSError: ENOTCONN, EBADF.
---@return parley.Address|string
---@see getpeername(2), Python socket.socket.getpeername
function s:getpeername() end

---Sets an option of the kernel.
---Raises OSError: ENOPROTOOPT, EINVAL, ENODEV; PermissionError.
---@param level integer SOL_SOCKET, IPPROTO_TCP, ...
---@param option integer SO_REUSEADDR, ...
---@param value integer|string|boolean|nil An integer, or the bytes; nil with a length.
---@param length? integer
---@see setsockopt(2), Python socket.socket.setsockopt
function s:setsockopt(level, option, value, length) end

---An option of the kernel.
---Raises OSError: ENOPROTOOPT, EOPNOTSUPP; without an errno for a size that is not from 0 to 1024.
---@param level integer
---@param option integer
---@param size? integer Then the option's bytes are the result.
---@return integer|string
---@see getsockopt(2), Python socket.socket.getsockopt
function s:getsockopt(level, option, size) end

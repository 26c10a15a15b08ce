---@meta socket
-- require "socket": Python's module, as CPython 3.11 has it. A string stands for bytes and for text; several results
-- stand for a tuple, a trailing table for keyword arguments. What is raised everywhere is not said each time: TypeError
-- for an argument of another type, or one too many; OverflowError for an integer that C has no room for; the kernel's
-- errors as OSError or the class of their errno, of which the usual ones are named.

---An address: { "127.0.0.1", 80 }; for IPv6 with flowinfo and scope_id behind. Of AF_UNIX it is the path, a string.
---@class parley.Address
---@field [1] string
---@field [2] integer
---@field [3]? integer
---@field [4]? integer
---@field host? string
---@field port? integer
---@field flowinfo? integer
---@field scope_id? integer

---@class parley.AddrInfo
---@field family integer
---@field type integer
---@field proto integer
---@field canonname string
---@field sockaddr parley.Address

---An item of ancillary data (cmsg(3)).
---@class parley.Ancillary
---@field [1] integer
---@field [2] integer
---@field [3] string
---@field level? integer SOL_SOCKET, ...
---@field type? integer SCM_RIGHTS, ...
---@field data? string As the kernel has it: `string.unpack("i", item.data)` is a descriptor of SCM_RIGHTS.

---@class parley.ConnectionKeywords
---@field timeout? number
---@field source_address? parley.Address
---@field all_errors? boolean

---@class parley.ServerKeywords
---@field family? integer
---@field backlog? integer
---@field reuse_port? boolean
---@field dualstack_ipv6? boolean

---@class parley.LookupKeywords
---@field host? string
---@field port? string|integer
---@field family? integer
---@field type? integer
---@field proto? integer
---@field flags? integer

---@class parley.ByteArray What recv_into fills. `#b` is its length, `tostring(b)` its bytes.
local bytearray = {}

---The bytes from i to j.
---Raises nothing else.
---@param i integer From 1, or from the end where it is negative.
---@param j? integer The last one unless told.
---@return string
---@see Lua string.sub
function bytearray:sub(i, j) end

---@class parley.FileKeywords
---@field mode? string
---@field buffering? integer
---@field encoding? string "UTF-8" unless told; "latin-1" and "ascii" are known, too.
---@field errors? "strict"|"ignore"|"replace"|"backslashreplace"|"xmlcharrefreplace"
---@field newline? ""|"\n"|"\r"|"\r\n"

---@class parley.socketlib : parley.constants, parley.exceptions
---@field error parley.ExceptionClass OSError.
---@field timeout parley.ExceptionClass TimeoutError.
---@field has_ipv6 boolean
---@field SocketType table The class of sockets.
local socket = {}

---A new socket. Also by keyword: `socket.socket { type = socket.SOCK_DGRAM }`; `fileno` adopts an open descriptor.
---Raises OSError: EAFNOSUPPORT, ESOCKTNOSUPPORT, EPROTONOSUPPORT, EINVAL, EMFILE; PermissionError for what needs a
---privilege (SOCK_RAW, AF_PACKET). With fileno: ValueError for a negative one, OSError (EBADF, ENOTSOCK) for what is
---no socket.
---@param family? integer AF_INET unless told.
---@param type? integer SOCK_STREAM unless told.
---@param proto? integer
---@param fileno? integer
---@return parley.Socket
---@overload fun(keywords: { family?: integer, type?: integer, proto?: integer, fileno?: integer }): parley.Socket
---@see socket(2), Python socket.socket
function socket.socket(family, type, proto, fileno) end

---Two sockets that are connected to each other.
---Raises OSError: EOPNOTSUPP for a family that has no pairs, EMFILE.
---@param family? integer AF_UNIX unless told.
---@param type? integer SOCK_STREAM unless told.
---@param proto? integer
---@return parley.Socket
---@return parley.Socket
---@overload fun(keywords: { family?: integer, type?: integer, proto?: integer }): parley.Socket, parley.Socket
---@see socketpair(2), Python socket.socketpair
function socket.socketpair(family, type, proto) end

---Closes a descriptor, never a socket object.
---Raises OSError: EBADF.
---@param fd integer
---@see close(2), Python socket.close
function socket.close(fd) end

---A second descriptor of the same file, which the script closes (socket.close) or gives to a socket.
---Raises OSError: EBADF, EMFILE.
---@param fd integer
---@return integer
---@see dup(2), Python socket.dup
function socket.dup(fd) end

---A socket on a duplicate of the descriptor.
---Raises OSError: EBADF, EMFILE.
---@param fd integer
---@param family integer
---@param type integer
---@param proto? integer
---@return parley.Socket
---@see dup(2), Python socket.fromfd
function socket.fromfd(fd, family, type, proto) end

---Sends open descriptors over an AF_UNIX socket, with the bytes of the list.
---Raises what sendmsg does; OSError (EBADF) for a descriptor that is not open.
---@param sock parley.Socket
---@param buffers string[]
---@param fds integer[]
---@param flags? integer Not used, as in CPython 3.11.
---@param address? parley.Address|string Not used either.
---@return integer count Of the bytes.
---@see unix(7), Python socket.send_fds
function socket.send_fds(sock, buffers, fds, flags, address) end

---Receives bytes, and descriptors that are the script's to close (socket.close), or to give to a socket.
---Raises what recvmsg does.
---@param sock parley.Socket
---@param bufsize integer
---@param maxfds integer
---@param flags? integer Not used, as in CPython 3.11.
---@return string bytes
---@return integer[] fds
---@return integer msg_flags
---@return parley.Address|string|nil address
---@see unix(7), Python socket.recv_fds
function socket.recv_fds(sock, bufsize, maxfds, flags) end

---The room that one item of n bytes takes as ancillary data.
---Raises OverflowError for a negative size, or one that no message has.
---@param n integer
---@return integer
---@see cmsg(3), Python socket.CMSG_LEN
function socket.CMSG_LEN(n) end

---The same with the padding that a further item needs: the room for recvmsg to ask for.
---Raises OverflowError for a negative size, or one that no message has.
---@param n integer
---@return integer
---@see cmsg(3), Python socket.CMSG_SPACE
function socket.CMSG_SPACE(n) end

---The timeout that the scenario's sockets begin with; nil for none.
---Raises nothing.
---@return number|nil seconds
---@see Python socket.getdefaulttimeout
function socket.getdefaulttimeout() end

---The timeout that the scenario's sockets have from now on.
---Raises ValueError for a negative one, OverflowError for one that no clock counts.
---@param seconds number|nil
---@see Python socket.setdefaulttimeout
function socket.setdefaulttimeout(seconds) end

---The interfaces of the scenario's network: a list of { number, name }.
---Raises OSError.
---@return { [1]: integer, [2]: string }[]
---@see if_nameindex(3), Python socket.if_nameindex
function socket.if_nameindex() end

---The number of an interface.
---Raises OSError, without an errno, where there is none.
---@param name string
---@return integer
---@see if_nametoindex(3), Python socket.if_nametoindex
function socket.if_nametoindex(name) end

---The name of an interface.
---Raises OSError (ENXIO) where there is none; OverflowError for a negative number.
---@param index integer
---@return string
---@see if_indextoname(3), Python socket.if_indextoname
function socket.if_indextoname(index) end

---Names the machine, as the scenario's own world sees it.
---Raises PermissionError without the privilege; RuntimeError on the host's network.
---@param name string
---@see sethostname(2), Python socket.sethostname
function socket.sethostname(name) end

---A connected socket. Tries each address that the host has.
---Raises gaierror for an unknown host; the OSError of the last attempt (ConnectionRefusedError, TimeoutError, ...),
---or with all_errors an ExceptionGroup of all of them; ValueError for an address that is no pair.
---@param address parley.Address
---@param timeout? number|parley.ConnectionKeywords In seconds.
---@param source_address? parley.Address|parley.ConnectionKeywords
---@param keywords? parley.ConnectionKeywords
---@return parley.Socket
---@see Python socket.create_connection
function socket.create_connection(address, timeout, source_address, keywords) end

---The file that makefile() gives for a buffering of 0.
---Raises ValueError for a mode that is none of these.
---@param sock parley.Socket
---@param mode "r"|"w"|"rw"|"rb"|"wb"|"rwb"
---@return parley.SocketIO
---@see Python socket.SocketIO
function socket.SocketIO(sock, mode) end

---A listening socket, with SO_REUSEADDR.
---Raises OSError, whose words name the address: EADDRINUSE, EADDRNOTAVAIL, EACCES; gaierror for an unknown host;
---ValueError for dualstack_ipv6 without AF_INET6.
---@param address parley.Address
---@param keywords? parley.ServerKeywords
---@return parley.Socket
---@see bind(2), listen(2), Python socket.create_server
function socket.create_server(address, keywords) end

---Whether one socket can serve IPv4 and IPv6 here.
---Raises nothing.
---@return boolean
---@see ipv6(7), Python socket.has_dualstack_ipv6
function socket.has_dualstack_ipv6() end

---So many zero bytes, or a copy of the bytes.
---Raises ValueError for a negative number, MemoryError for one too large.
---@param content integer|string
---@return parley.ByteArray
---@see Python bytearray
function socket.bytearray(content) end

---Whether `e` is an instance of the class, or of one of a list of them.
---Raises nothing.
---@param e any
---@param class parley.ExceptionClass|parley.ExceptionClass[]
---@return boolean
---@see Python isinstance
function socket.isinstance(e, class) end

return socket

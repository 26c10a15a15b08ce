---@meta socket
-- require "socket": Python's module, as CPython 3.11 has it. A string stands for bytes and for text; several results
-- stand for a tuple, a trailing table for keyword arguments. Where nothing else is said, errors of the kernel are
-- raised as OSError or the class of their errno.

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

---@param i integer From 1, or from the end where it is negative.
---@param j? integer The last one unless told.
---@return string
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
---@param family? integer AF_INET unless told.
---@param type? integer SOCK_STREAM unless told.
---@param proto? integer
---@param fileno? integer
---@return parley.Socket
---@overload fun(keywords: { family?: integer, type?: integer, proto?: integer, fileno?: integer }): parley.Socket
function socket.socket(family, type, proto, fileno) end

---Two sockets that are connected; also by keyword.
---@param family? integer AF_UNIX unless told.
---@param type? integer SOCK_STREAM unless told.
---@param proto? integer
---@return parley.Socket
---@return parley.Socket
---@overload fun(keywords: { family?: integer, type?: integer, proto?: integer }): parley.Socket, parley.Socket
function socket.socketpair(family, type, proto) end

---Closes a descriptor, never a socket object.
---@param fd integer
function socket.close(fd) end

---A second descriptor of the same file, which the script closes (socket.close) or gives to a socket.
---@param fd integer
---@return integer
function socket.dup(fd) end

---A socket on a duplicate of the descriptor.
---@param fd integer
---@param family integer
---@param type integer
---@param proto? integer
---@return parley.Socket
function socket.fromfd(fd, family, type, proto) end

---Sends open descriptors over an AF_UNIX socket, with the bytes of the list.
---@param sock parley.Socket
---@param buffers string[]
---@param fds integer[]
---@param flags? integer Not used, as in CPython 3.11.
---@param address? parley.Address|string Not used either.
---@return integer count Of the bytes.
function socket.send_fds(sock, buffers, fds, flags, address) end

---The descriptors are the script's to close (socket.close), or to give to a socket.
---@param sock parley.Socket
---@param bufsize integer
---@param maxfds integer
---@param flags? integer Not used, as in CPython 3.11.
---@return string bytes
---@return integer[] fds
---@return integer msg_flags
---@return parley.Address|string|nil address
function socket.recv_fds(sock, bufsize, maxfds, flags) end

---The room that one item of n bytes takes as ancillary data. Raises OverflowError.
---@param n integer
---@return integer
function socket.CMSG_LEN(n) end

---The same with the padding that a further item needs: the room for recvmsg to ask for. Raises OverflowError.
---@param n integer
---@return integer
function socket.CMSG_SPACE(n) end

---@return number|nil seconds
function socket.getdefaulttimeout() end

---The timeout that the scenario's sockets have from now on. Raises ValueError, OverflowError.
---@param seconds number|nil
function socket.setdefaulttimeout(seconds) end

---The interfaces of the scenario's network: a list of { number, name }.
---@return { [1]: integer, [2]: string }[]
function socket.if_nameindex() end

---Raises OSError where there is none.
---@param name string
---@return integer
function socket.if_nametoindex(name) end

---Raises OSError (ENXIO) where there is none.
---@param index integer
---@return string
function socket.if_indextoname(index) end

---Names the machine, as the scenario's own world sees it. Raises PermissionError; RuntimeError on the host's network.
---@param name string
function socket.sethostname(name) end

---A connected socket. Tries each address that the host has; raises the last error, or with all_errors an
---ExceptionGroup.
---@param address parley.Address
---@param timeout? number|parley.ConnectionKeywords In seconds.
---@param source_address? parley.Address|parley.ConnectionKeywords
---@param keywords? parley.ConnectionKeywords
---@return parley.Socket
function socket.create_connection(address, timeout, source_address, keywords) end

---The file that makefile() gives for a buffering of 0.
---@param sock parley.Socket
---@param mode "r"|"w"|"rw"|"rb"|"wb"|"rwb"
---@return parley.SocketIO
function socket.SocketIO(sock, mode) end

---A listening socket, with SO_REUSEADDR.
---@param address parley.Address
---@param keywords? parley.ServerKeywords
---@return parley.Socket
function socket.create_server(address, keywords) end

---@return boolean
function socket.has_dualstack_ipv6() end

---The addresses of a host and a service. Raises gaierror.
---@param host? string|parley.LookupKeywords
---@param port? string|integer
---@param family? integer
---@param type? integer
---@param proto? integer
---@param flags? integer
---@return parley.AddrInfo[]
function socket.getaddrinfo(host, port, family, type, proto, flags) end

---The IPv4 address of a host. Raises gaierror.
---@param name string
---@return string
function socket.gethostbyname(name) end

---Raises gaierror or herror.
---@param name string
---@return string name The host's own.
---@return string[] aliases
---@return string[] addresses IPv4.
function socket.gethostbyname_ex(name) end

---Raises gaierror or herror.
---@param address string Or a name.
---@return string name
---@return string[] aliases
---@return string[] addresses
function socket.gethostbyaddr(address) end

---Raises gaierror.
---@param address parley.Address With a numeric host.
---@param flags integer NI_NUMERICHOST, ...
---@return string host
---@return string service
function socket.getnameinfo(address, flags) end

---Never fails: what is not found is the name itself.
---@param name? string
---@return string
function socket.getfqdn(name) end

---@return string
function socket.gethostname() end

---Raises OSError where there is none.
---@param name string
---@param protocol? string "tcp", "udp"
---@return integer port
function socket.getservbyname(name, protocol) end

---Raises OSError where there is none.
---@param port integer
---@param protocol? string
---@return string
function socket.getservbyport(port, protocol) end

---Raises OSError where there is none.
---@param name string
---@return integer
function socket.getprotobyname(name) end

---@param text string Dotted; raises OSError where it is none.
---@return string bytes 4 of them.
function socket.inet_aton(text) end

---@param bytes string 4 of them.
---@return string
function socket.inet_ntoa(bytes) end

---@param family integer AF_INET or AF_INET6
---@param text string Raises OSError where it is no address.
---@return string bytes 4 or 16 of them.
function socket.inet_pton(family, text) end

---@param family integer
---@param bytes string Raises ValueError where their number is wrong.
---@return string
function socket.inet_ntop(family, bytes) end

---@param x integer 16 bits; raises OverflowError for others.
---@return integer
function socket.htons(x) end

---@param x integer 16 bits
---@return integer
function socket.ntohs(x) end

---@param x integer 32 bits
---@return integer
function socket.htonl(x) end

---@param x integer 32 bits
---@return integer
function socket.ntohl(x) end

---So many zero bytes, or a copy of the bytes.
---@param content integer|string
---@return parley.ByteArray
function socket.bytearray(content) end

---Whether `e` is an instance of the class, or of one of a list of them.
---@param e any
---@param class parley.ExceptionClass|parley.ExceptionClass[]
---@return boolean
function socket.isinstance(e, class) end

return socket

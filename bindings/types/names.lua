---@meta _
-- The half of `require "socket"` that needs no socket: names of hosts and services, forms of addresses, the order of
-- bytes. The resolver's errors are gaierror, those of its older functions herror.

---@class parley.socketlib
local socket = {}

---The addresses of a host and a service.
---Raises gaierror; UnicodeError for a name that IDNA does not take; OSError for a port of another type.
---@param host? string|parley.LookupKeywords
---@param port? string|integer
---@param family? integer
---@param type? integer
---@param proto? integer
---@param flags? integer
---@return parley.AddrInfo[]
---@see getaddrinfo(3), Python socket.getaddrinfo
function socket.getaddrinfo(host, port, family, type, proto, flags) end

---The IPv4 address of a host.
---Raises gaierror.
---@param name string
---@return string
---@see gethostbyname(3), Python socket.gethostbyname
function socket.gethostbyname(name) end

---All that is known of a host.
---Raises gaierror for an unknown host, herror for one without a record.
---@param name string
---@return string name The host's own.
---@return string[] aliases
---@return string[] addresses IPv4.
---@see gethostbyname(3), Python socket.gethostbyname_ex
function socket.gethostbyname_ex(name) end

---The names of an address.
---Raises gaierror for an unknown name, herror for an address without one.
---@param address string Or a name.
---@return string name
---@return string[] aliases
---@return string[] addresses
---@see gethostbyaddr(3), Python socket.gethostbyaddr
function socket.gethostbyaddr(address) end

---The names of an address and a port, or their numbers.
---Raises gaierror; OSError for an address of IPv4 with more than two parts; OverflowError for a flowinfo of more than
---20 bits.
---@param address parley.Address With a numeric host.
---@param flags integer NI_NUMERICHOST, ...
---@return string host
---@return string service
---@see getnameinfo(3), Python socket.getnameinfo
function socket.getnameinfo(address, flags) end

---The full name of a host, this one unless told; what is not found is the name itself.
---Raises nothing else.
---@param name? string
---@return string
---@see Python socket.getfqdn
function socket.getfqdn(name) end

---The machine's name.
---Raises nothing.
---@return string
---@see gethostname(2), Python socket.gethostname
function socket.gethostname() end

---The port of a service.
---Raises OSError, without an errno, where there is none.
---@param name string
---@param protocol? string "tcp", "udp"
---@return integer port
---@see getservbyname(3), Python socket.getservbyname
function socket.getservbyname(name, protocol) end

---The service of a port.
---Raises OSError, without an errno, where there is none; OverflowError for what is no port.
---@param port integer
---@param protocol? string
---@return string
---@see getservbyport(3), Python socket.getservbyport
function socket.getservbyport(port, protocol) end

---The number of a protocol.
---Raises OSError, without an errno, where there is none.
---@param name string
---@return integer
---@see getprotobyname(3), Python socket.getprotobyname
function socket.getprotobyname(name) end

---The bytes of an IPv4 address, in any form that the C library knows.
---Raises OSError, without an errno, for what is no address; ValueError for a text with a NUL.
---@param text string "127.0.0.1", "127.1"
---@return string bytes 4 of them.
---@see inet_aton(3), Python socket.inet_aton
function socket.inet_aton(text) end

---The text of an IPv4 address.
---Raises OSError, without an errno, where their number is wrong.
---@param bytes string 4 of them.
---@return string
---@see inet_ntoa(3), Python socket.inet_ntoa
function socket.inet_ntoa(bytes) end

---The bytes of an address, in its usual form only.
---Raises OSError, without an errno, for what is no address; EAFNOSUPPORT for another family.
---@param family integer AF_INET or AF_INET6
---@param text string
---@return string bytes 4 or 16 of them.
---@see inet_pton(3), Python socket.inet_pton
function socket.inet_pton(family, text) end

---The text of an address.
---Raises ValueError where their number is wrong, or for another family.
---@param family integer
---@param bytes string 4 or 16 of them.
---@return string
---@see inet_ntop(3), Python socket.inet_ntop
function socket.inet_ntop(family, bytes) end

---A number of 16 bits from the machine's order of bytes to the network's.
---Raises OverflowError for a number that is negative or wider.
---@param x integer 16 bits
---@return integer
---@see byteorder(3), Python socket.htons
function socket.htons(x) end

---A number of 16 bits from the network's order of bytes to the machine's.
---Raises OverflowError for a number that is negative or wider.
---@param x integer 16 bits
---@return integer
---@see byteorder(3), Python socket.ntohs
function socket.ntohs(x) end

---A number of 32 bits from the machine's order of bytes to the network's.
---Raises OverflowError for a number that is negative or wider.
---@param x integer 32 bits
---@return integer
---@see byteorder(3), Python socket.htonl
function socket.htonl(x) end

---A number of 32 bits from the network's order of bytes to the machine's.
---Raises OverflowError for a number that is negative or wider.
---@param x integer 32 bits
---@return integer
---@see byteorder(3), Python socket.ntohl
function socket.ntohl(x) end

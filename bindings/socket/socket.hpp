// The socket userdata: Python's socket object. It holds its state by value and has no destructor; close() and
// <close> close it, and the collector only hands its descriptor over to the scenario.
#pragma once

#include <lua.hpp>

#include "bindings/runtime.hpp"
#include "engine/net/address.hpp"

namespace parley {

struct Socket {
  static constexpr std::int64_t no_timeout = -1;

  Tag tag = Tag::socket;
  int fd = -1;  ///< -1 once closed or detached.
  int family = 0;
  int type = 0;
  int proto = 0;
  std::int64_t timeout = no_timeout;  ///< In nanoseconds; 0 is non-blocking.
  // What the kernel would do for a blocking descriptor and we do in its place.
  std::int64_t receive_limit = no_timeout;  ///< SO_RCVTIMEO, in nanoseconds.
  std::int64_t send_limit = no_timeout;     ///< SO_SNDTIMEO.
  int low_water = 1;                        ///< SO_RCVLOWAT.
  bool lingers_not = false;                 ///< SO_LINGER with a time of 0: close() resets.
  bool shut_for_reading = false;            ///< By shutdown() of this object.
  bool bound = false;
  bool connecting = false;      ///< A non-blocking connect is on its way.
  bool is_nonblocking = false;  ///< O_NONBLOCK of its open file, which another object may have set.
  int files = 0;                ///< How many files of makefile() are open on it.
  bool closing = false;         ///< close() was called; where files are open, the last of them closes it.
  bool shared = false;          ///< Another object had its descriptor before, and has it still.
  bool is_ssl = false;          ///< It is of the class ssl.SSLSocket, wrapped or not.

  bool is_stream() const { return type == SOCK_STREAM || type == SOCK_SEQPACKET; }
  bool blocks() const { return timeout > 0 || is_blocking_file(); }
  /// Would the kernel do the waiting, if the descriptor were not ours? CPython does where there is a timeout.
  bool is_blocking_file() const { return timeout <= 0 && !is_nonblocking; }
};

/// The socket at stack index `index`, or null.
inline Socket* to_socket(lua_State* L, int index) {
  auto* socket = static_cast<Socket*>(lua_touserdata(L, index));
  return socket != nullptr && lua_rawlen(L, index) >= sizeof(Socket) && socket->tag == Tag::socket ? socket
                                                                                                   : nullptr;
}

/// Notes for t:calls that the running role called `name`, a literal. Calls while a script loads are nobody's.
void note_call(Runtime& runtime, const char* name);

/// For a function of the module that needs the network: notes the call. Raises RuntimeError while a script
/// loads.
Runtime& check_running(lua_State* L, const char* call);

/// The socket that a method was called on. Raises a TypeError that says how to call it.
Socket& require_socket(lua_State* L, const char* method);
/// The same, for a method's first step: notes the call, whatever becomes of it.
Socket& check_self(lua_State* L, const char* method);

/// Pushes a closed socket object; it gets its descriptor by adopt. Made beforehand, so that no descriptor is
/// lost where memory runs out.
Socket* push_socket(lua_State* L);
/// Pushes a new socket, open, with the default timeout. Raises what socket(2) says; where no descriptor is
/// left, what the script has forgotten to close is closed first.
Socket& push_new_socket(lua_State* L, int family, int type, int proto);
/// Gives `fd` to the object at stack index `index`: it is the scenario's from now on.
void adopt(lua_State* L, int index, int fd, int family, int type, int proto);
/// The part of adopt that cannot fail.
void own(Runtime& runtime, Socket& socket, int fd, int family, int type, int proto);
/// Sets the timeout of the socket at `index`, and with it the attributes that scripts see.
void set_timeout(lua_State* L, int index, std::int64_t nanoseconds);

/// What the transcript calls a socket's protocol.
transcript::Protocol protocol_of(const Socket& socket);

/// Closes `fd`: notes in the transcript how its stream ended, unless that lives on under another number,
/// wakes whoever waits on it and its peer's readers. Returns the errno of close(2), or 0. `resets` says that
/// SO_LINGER makes it a reset.
int close_descriptor(Runtime& runtime, int fd, bool resets);
/// Of an attempt to connect that nobody waited for: notes in the transcript that the connection stands, once
/// it does.
void note_if_connected(Runtime& runtime, Socket& socket);
/// Closes the socket unless files of makefile() are open on it, or it is closed already. Raises what close(2)
/// says.
void close_socket(lua_State* L, Socket& socket);
/// Closes what the collector found unreachable; says whether there was any.
bool close_orphans(Runtime& runtime);
/// Closes every socket that the scenario left open, in the order of their descriptors; those of before_all
/// stay.
void close_leftovers(Runtime& runtime);
/// Notes a failure for each descriptor that the script detached from its socket and left open; those of
/// before_all only where `fixtures_too`.
void note_leaks(Runtime& runtime, bool fixtures_too);
/// Closes every socket that is still open.
void close_all(Runtime& runtime);

/// Goes on as send() with the bytes at stack index 2: sendto() on a stream, whose peer is who it is.
int send_on_stream(lua_State* L, int flags);
/// Goes on as sendmsg(). Stack: socket, bytes, flags, ancillary data as the kernel takes it, raw address or
/// nil.
int send_message(lua_State* L);
/// Whether a receive of `size` bytes waits for more than the first that come: MSG_WAITALL, SO_RCVLOWAT.
bool takes_more_than_comes(const Socket& socket, int flags, std::size_t size);
/// Goes on as recvfrom() or recvfrom_into() where it does. Stack: socket, size, flags, and "" or a bytearray
/// and 0.
int receive_on_stream(lua_State* L);

/// The absolute deadline of a wait that begins now, by the socket's timeout and its SO_RCVTIMEO or
/// SO_SNDTIMEO.
lua_KContext deadline_of(const Runtime& runtime, const Socket& socket, loop::Interest interest);

// Each adds its functions to the table on the top of the stack.
void open_socket_lifecycle(lua_State* L);  ///< close, detach, fileno
void open_socket_timeouts(lua_State* L);   ///< settimeout, setblocking and their kin
void open_socket_sharing(lua_State* L);    ///< dup, get_inheritable, set_inheritable
void open_socket_messages(lua_State* L);   ///< sendmsg, recvmsg, recvmsg_into, sendmsg_afalg
void open_socket_connect(lua_State* L);    ///< connect, connect_ex
void open_socket_listen(lua_State* L);     ///< bind, listen, accept, shutdown, getsockname, getpeername
void open_socket_sending(lua_State* L);    ///< send, sendall
void open_socket_receiving(lua_State* L);  ///< recv, recv_into
void open_socket_datagrams(lua_State* L);  ///< sendto, recvfrom, recvfrom_into
void open_socket_options(lua_State* L);    ///< getsockopt, setsockopt
void open_declared_reads(lua_State* L);    ///< what lua/reads.lua is built on
void open_socket_files(lua_State* L);      ///< what lua/file_raw.lua is built on
void open_resolver(lua_State* L);          ///< getaddrinfo, gethostbyname, getfqdn
void open_host_entries(lua_State* L);      ///< gethostbyname_ex, gethostbyaddr, getnameinfo
void open_names(lua_State* L);             ///< gethostname, services, protocols
void open_interfaces(lua_State* L);        ///< if_nameindex and its kin
void open_sharing(lua_State* L);           ///< dup, fromfd
void open_default_timeout(lua_State* L);   ///< getdefaulttimeout, setdefaulttimeout
void open_ancillary(lua_State* L);         ///< CMSG_LEN, CMSG_SPACE
void open_conversions(lua_State* L);       ///< inet_*, htons and its kin

/// Pushes what create_connection of lua/socket.lua begins with.
void push_quick_connect(lua_State* L);
/// Pushes the metatable of sockets without __index.
void push_socket_meta(lua_State* L);
/// Pushes the module's native half: functions, `constants`, and the table of `methods`.
void push_socket_module(lua_State* L);

}  // namespace parley

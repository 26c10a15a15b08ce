// The sockets of a run, as its events tell of them: who uses each, and which two are the ends of a
// connection. Looked at before steps are made, since what a socket turns out to be is known only later.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/transcript/event.hpp"

namespace parley::diagram {

struct Socket {
  std::string family;
  std::string type;
  std::string local;
  std::string remote;
  std::string process;  ///< The process under test at the other end.
  std::string role;     ///< Whose it was first.
  int partner = 0;  ///< The socket at the other end of its connection; 0 where that is not of this scenario.
  bool began = false;  ///< It connected, or is the first of a pair.
  bool accepted = false;
  bool sealed = false;          ///< TLS was spoken on it.
  std::set<std::string> users;  ///< Roles that sent or received on it.
  /// Of these, those that use the other end, too, which began.
  std::set<std::string> with_themselves;

  bool is_stream() const { return type == "SOCK_STREAM"; }
  bool is_connected() const { return partner != 0 || began || accepted; }
};

/// Whether a socket without a name has that as its address: one that is not bound, or an end of a pair.
inline bool is_nameless(const std::string& address) { return address.empty() || address == "-"; }

class Sockets {
 public:
  explicit Sockets(const std::vector<transcript::Event>& events);

  /// A socket of that number; an empty one where there is none.
  Socket& at(int number) { return sockets_[number]; }
  /// Who is bound to `address`, as a listener or for datagrams; 0 where nobody is.
  int bound_to(const std::string& address) const;
  /// The process that was once at the other end of a connection to `address`; empty where none was.
  std::string process_at(const std::string& address) const;
  bool is_process(const std::string& role) const { return processes_.contains(role); }
  /// `address` as it is printed: a port that the kernel chose is a star.
  std::string printed(const std::string& address) const;

 private:
  void describe(const transcript::Event& event);
  void note_call(const transcript::Event& event);
  void join(int number, int partner);
  void find_who_is_with_themselves(const std::vector<transcript::Event>& events);
  void compare_users(int began, int other);

  std::unordered_map<int, Socket> sockets_;
  std::unordered_map<std::string, int> ends_;  ///< Connected ones, by both their addresses.
  std::map<std::string, int> bound_;           ///< By address.
  std::set<std::string> ephemeral_;            ///< Addresses whose port the kernel chose.
  std::map<std::string, std::string> served_;  ///< Processes by the addresses that they were met at.
  std::set<std::string> processes_;
};

/// N of "socket N"; 0 where it is something else.
int socket_number(std::string_view text);
/// The port of an address; empty where it has none.
std::string_view port_of(std::string_view address);
/// Whether datagrams to `address` can be those that a socket bound to `local` receives.
bool may_be(std::string_view local, std::string_view address);
/// Whether a host is a wildcard: 0.0.0.0 or [::].
bool is_any(std::string_view address);

}  // namespace parley::diagram

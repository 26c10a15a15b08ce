// Who takes part in a diagram: lifelines by who acts, and at which end of a conversation. Whoever makes steps
// asks it.
#pragma once

#include <string>
#include <vector>

#include "engine/diagram/diagram.hpp"
#include "engine/diagram/sockets.hpp"

namespace parley::diagram {

class Cast {
 public:
  /// Both outlive this.
  Cast(Sockets& sockets, std::vector<Participant>& participants)
      : sockets_(sockets), participants_(participants) {}

  /// A role, or a process by its name.
  int named(const std::string& role);
  /// `role`, where it uses the socket of that number. The end that was connected to is a lifeline of its own
  /// where one role uses both.
  int user(const std::string& role, int number);
  /// Whoever is at the other end of `socket`, as far as that is known without what was received.
  int opposite(int number);
  /// Whoever serves `address`; without anybody there, the address itself.
  int server(const std::string& address, const std::string& process);
  /// Of a connection that was accepted from a process, or from somebody who is not known.
  int client(int number);
  int name_server();

 private:
  /// One of those who use a socket.
  int holder(int number);
  int add(Participant::Kind kind, const std::string& name, const std::string& detail = {});

  Sockets& sockets_;
  std::vector<Participant>& participants_;
};

}  // namespace parley::diagram

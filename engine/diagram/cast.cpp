#include "engine/diagram/cast.hpp"

#include <algorithm>

#include "engine/diagram/words.hpp"

namespace parley::diagram {

using Kind = Participant::Kind;

int Cast::add(Kind kind, const std::string& name, const std::string& detail) {
  const auto found = std::find_if(participants_.begin(), participants_.end(), [&](const Participant& known) {
    return known.kind == kind && known.name == name && known.detail == detail;
  });
  if (found != participants_.end()) return static_cast<int>(found - participants_.begin());
  participants_.push_back({kind, name, detail});
  return static_cast<int>(participants_.size()) - 1;
}

int Cast::named(const std::string& role) {
  return add(sockets_.is_process(role) ? Kind::process : Kind::role, safe(role));
}

int Cast::name_server() { return add(Kind::name_server, "name server"); }

int Cast::user(const std::string& role, int number) {
  const Socket& socket = sockets_.at(number);
  if (!socket.with_themselves.contains(role)) return named(role);
  return add(Kind::role, safe(role),
             is_nameless(socket.local) ? "(other end)" : safe(sockets_.printed(socket.local)));
}

int Cast::opposite(int number) {
  const Socket& socket = sockets_.at(number);
  if (socket.partner == 0) return socket.began ? server(socket.remote, socket.process) : client(number);
  return holder(socket.partner);
}

int Cast::holder(int number) {
  const Socket& socket = sockets_.at(number);
  return user(socket.users.empty() ? socket.role : *socket.users.begin(), number);
}

int Cast::server(const std::string& address, const std::string& process) {
  if (!process.empty()) return named(process);
  if (const int number = sockets_.bound_to(address); number != 0) return holder(number);
  if (const std::string known = sockets_.process_at(address); !known.empty()) return named(known);
  return add(Kind::outside, safe(sockets_.printed(address)));
}

int Cast::client(int number) {
  const Socket& socket = sockets_.at(number);
  if (!socket.process.empty()) return named(socket.process);
  return add(Kind::outside, "client of " + safe(sockets_.printed(socket.local)));
}

}  // namespace parley::diagram

#include "engine/diagram/sockets.hpp"

#include <charconv>

namespace parley::diagram {
namespace {

using transcript::Event;
using Kind = Event::Kind;

bool has_port(std::string_view address) {
  return !address.starts_with('/') && address.find(':') != std::string_view::npos;
}

std::string_view host_of(std::string_view address) { return address.substr(0, address.rfind(':')); }

}  // namespace

int socket_number(std::string_view text) {
  constexpr std::string_view before = "socket ";
  int number = 0;
  if (!text.starts_with(before)) return 0;
  text.remove_prefix(before.size());
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::string_view port_of(std::string_view address) {
  return has_port(address) ? address.substr(address.rfind(':') + 1) : std::string_view();
}

bool is_any(std::string_view address) {
  const std::string_view host = has_port(address) ? host_of(address) : address;
  return host == "0.0.0.0" || host == "[::]" || host == "::";
}

bool may_be(std::string_view local, std::string_view address) {
  if (local == address) return true;
  if (!has_port(local) || port_of(local) != port_of(address)) return false;
  // A multicast or a broadcast address is nobody's own.
  return is_any(local) || is_any(address) || host_of(address).starts_with("224.") ||
         host_of(address).starts_with("239.") || host_of(address).ends_with(".255") ||
         host_of(address).starts_with("[ff");
}

Sockets::Sockets(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.kind == Kind::started) processes_.insert(event.role);
    if (!event.peer.empty()) processes_.insert(event.peer);
    if (event.socket == 0 && event.kind != Kind::call) continue;
    if (event.kind == Kind::socket) describe(event);
    if (event.kind == Kind::call && event.error.empty()) note_call(event);
    if (event.kind == Kind::sent || event.kind == Kind::received)
      sockets_[event.socket].users.insert(event.role);
    if (event.kind == Kind::secured || event.kind == Kind::alert) sockets_[event.socket].sealed = true;
  }
  find_who_is_with_themselves(events);
}

void Sockets::find_who_is_with_themselves(const std::vector<Event>& events) {
  for (auto& [number, socket] : sockets_)
    if (socket.partner != 0 && !socket.began &&
        (sockets_[socket.partner].began || socket.partner < number))  // of a pair nobody began
      compare_users(socket.partner, number);
  std::set<std::pair<int, int>> met;
  for (const Event& event : events) {
    if (event.kind != Kind::sent || sockets_[event.socket].partner != 0 || sockets_[event.socket].is_stream())
      continue;
    const int other = bound_to(event.remote.empty() ? sockets_[event.socket].remote : event.remote);
    if (other == 0 || other == event.socket || met.contains({other, event.socket})) continue;
    if (met.insert({event.socket, other}).second) compare_users(event.socket, other);
  }
}

void Sockets::compare_users(int began, int other) {
  const Socket& first = sockets_[began];
  Socket& second = sockets_[other];
  const auto uses_first = [&](const std::string& role) {
    return first.users.contains(role) || (first.users.empty() && first.role == role);
  };
  if (uses_first(second.role)) second.with_themselves.insert(second.role);
  for (const std::string& role : second.users)
    if (uses_first(role)) second.with_themselves.insert(role);
}

void Sockets::join(int number, int partner) {
  sockets_[number].partner = partner;
  sockets_[partner].partner = number;
}

void Sockets::describe(const Event& event) {
  Socket& socket = sockets_[event.socket];
  if (socket.role.empty()) socket.role = event.role;
  socket.family = event.family;
  socket.type = event.type;
  socket.local = event.local;
  socket.remote = event.remote;
  if (!event.peer.empty()) {
    socket.process = event.peer;
    served_[event.remote] = event.peer;
  }
  if (event.peer_socket != 0) join(event.socket, event.peer_socket);
  if (event.family == "AF_UNIX" || event.local.empty() || event.remote.empty()) return;
  ends_[event.local + " " + event.remote] = event.socket;
  const auto partner = ends_.find(event.remote + " " + event.local);
  if (socket.is_stream() && partner != ends_.end() && partner->second != event.socket)
    join(event.socket, partner->second);
}

void Sockets::note_call(const Event& event) {
  const auto result = [&](std::size_t i) {
    return i < event.results.size() ? socket_number(event.results[i]) : 0;
  };
  if (event.what == "connect" || event.what == "connect_ex") sockets_[event.socket].began = true;
  if (event.what == "accept" && result(0) != 0) sockets_[result(0)].accepted = true;
  if (event.what == "socketpair" && result(0) != 0 && result(1) != 0) {
    join(result(0), result(1));
    sockets_[result(0)].began = true;
  }
  const bool binds = event.what == "bind" || event.what == "listen";
  if (!binds) return;
  const std::string& local = sockets_[event.socket].local;
  bound_.insert_or_assign(local, event.socket);
  if (event.what == "bind" && !event.arguments.empty() &&
      event.arguments[0].find(", 0}") != std::string::npos)
    ephemeral_.insert(local);
}

int Sockets::bound_to(const std::string& address) const {
  if (const auto found = bound_.find(address); found != bound_.end()) return found->second;
  for (const auto& [local, number] : bound_)
    if (is_any(local) && may_be(local, address)) return number;
  return 0;
}

std::string Sockets::process_at(const std::string& address) const {
  const auto found = served_.find(address);
  return found == served_.end() ? std::string() : found->second;
}

std::string Sockets::printed(const std::string& address) const {
  const bool is_starred = ephemeral_.contains(address) || [&] {
    for (const std::string& known : ephemeral_)
      if (is_any(known) && may_be(known, address)) return true;
    return false;
  }();
  return is_starred ? std::string(host_of(address)) + ":*" : address;
}

}  // namespace parley::diagram

#include "bindings/events/notes.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/names.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"
#include "engine/transcript/conversation.hpp"

namespace parley {

using transcript::Event;
using Kind = Event::Kind;

namespace {

using std::chrono::duration_cast;
using std::chrono::microseconds;

std::string family_name(int family) {
  switch (family) {
    case AF_INET:
      return "AF_INET";
    case AF_INET6:
      return "AF_INET6";
    case AF_UNIX:
      return "AF_UNIX";
    default:
      return std::to_string(family);
  }
}

std::string type_name(int type) {
  switch (type) {
    case SOCK_STREAM:
      return "SOCK_STREAM";
    case SOCK_DGRAM:
      return "SOCK_DGRAM";
    case SOCK_SEQPACKET:
      return "SOCK_SEQPACKET";
    case SOCK_RAW:
      return "SOCK_RAW";
    default:
      return std::to_string(type);
  }
}

int option_of(int fd, int option) {
  int value = 0;
  socklen_t size = sizeof value;
  return getsockopt(fd, SOL_SOCKET, option, &value, &size) == 0 ? value : 0;
}

std::string address_of(int fd, net::Outcome (*ask)(int, net::Address&)) {
  net::Address address;
  return ask(fd, address).ok() && address.length > 0 ? address.to_string() : std::string();
}

}  // namespace

void EventNotes::begin(int scenario) {
  scenario_ = scenario;
  numbers_ = 0;
  sockets_.clear();
  ends_.clear();
  // One right after the other: by both a packet's time of day becomes a time of the scenario's.
  begin_ = runtime_.clock.now();
  const auto wall = std::chrono::system_clock::now().time_since_epoch();
  draft(Kind::begin).wall = duration_cast<microseconds>(wall).count();
  add();
}

void EventNotes::end() {
  draft(Kind::end);
  add();
  flush();
}

bool EventNotes::is_quiet() const { return runtime_.current != nullptr && runtime_.current->is_load; }

std::int64_t EventNotes::now() const {
  return duration_cast<microseconds>(runtime_.clock.now() - begin_).count();
}

Event& EventNotes::draft(Kind kind) {
  draft_ = Event();
  draft_.kind = kind;
  draft_.scenario = scenario_;
  draft_.begin = now();
  if (runtime_.current != nullptr) draft_.role = runtime_.recorder->role_name(runtime_.current->role);
  return draft_;
}

EventNotes::Known& EventNotes::known(int fd) {
  const auto index = static_cast<std::size_t>(fd);
  if (index >= sockets_.size()) sockets_.resize(index + 16);
  return sockets_[index];
}

int EventNotes::number_of(int fd) {
  const auto index = static_cast<std::size_t>(fd);  // Of -1 the largest there is.
  if (index >= runtime_.sockets.size() || !runtime_.sockets[index].open) return 0;
  Known& socket = known(fd);
  if (socket.number == 0 && !is_quiet()) {
    socket = {++numbers_, address_of(fd, net::local_address), address_of(fd, net::peer_address)};
    describe(fd, socket);
  }
  return socket.number;
}

void EventNotes::look_at_addresses(int fd) {
  if (number_of(fd) == 0) return;
  Known& socket = known(fd);
  std::string local = address_of(fd, net::local_address);
  std::string remote = address_of(fd, net::peer_address);
  if (local == socket.local && remote == socket.remote) return;
  socket.local = std::move(local);
  socket.remote = std::move(remote);
  describe(fd, socket);
}

// The connection that a socket is an end of outlives the socket.
void EventNotes::note_end(int fd, Known& socket) {
  const transcript::End* end = runtime_.socket(fd).end;
  if (end == nullptr || end == socket.end) return;
  socket.end = end;
  ends_.insert_or_assign(end, socket.number);
}

std::string EventNotes::process_at_other_end(int fd) const {
  const transcript::Conversation* conversation =
      runtime_.recorder->conversation_of(runtime_.socket(fd).end, fd);
  if (conversation == nullptr) return {};
  if (conversation->peer_name != nullptr) return *conversation->peer_name;
  const bool is_known = conversation->began_outside && conversation->initiator != transcript::nobody;
  return is_known ? runtime_.recorder->role_name(conversation->initiator) : std::string();
}

void EventNotes::describe(int fd, Known& socket) {
  note_end(fd, socket);
  Event& event = draft(Kind::socket);
  if (socket.end != nullptr) {
    event.peer = process_at_other_end(fd);
    const auto peer = ends_.find(socket.end->peer);
    if (socket.end->peer != nullptr && peer != ends_.end()) event.peer_socket = peer->second;
  }
  event.socket = socket.number;
  event.family = family_name(option_of(fd, SO_DOMAIN));
  event.type = type_name(option_of(fd, SO_TYPE));
  event.proto = option_of(fd, SO_PROTOCOL);
  event.local = socket.local;
  event.remote = socket.remote;
  add();
}

void EventNotes::closed(int fd, bool ends) {
  Known& socket = known(fd);
  if (socket.number == 0) return;
  note_end(fd, socket);
  Event& event = draft(Kind::closed);
  event.socket = socket.number;
  if (ends && socket.end != nullptr && socket.end->finished) {
    transcript::Conversation& conversation = *socket.end->conversation;
    const bool is_reset = conversation.out(*socket.end).end() == transcript::Half::End::reset;
    event.what = is_reset ? "reset" : "eof";
  }
  add();
  socket = Known();
}

void EventNotes::waits(const char* call, int fd) {
  if (is_quiet()) return;
  const int number = number_of(fd);
  Event& event = draft(Kind::wait);
  event.what = call;
  event.socket = number;
  add();
}

void EventNotes::carried(Kind kind, int fd, const net::Address* remote, std::string_view bytes) {
  if (is_quiet()) return;
  const OpenSocket& open = runtime_.socket(fd);
  // A connect that did not wait has come to its end: now there are addresses.
  if (open.object != nullptr && open.object->connecting) look_at_addresses(fd);
  const int number = number_of(fd);
  Event& event = draft(kind);
  event.socket = number;
  if (remote != nullptr) event.remote = remote->to_string();
  if (open.end == nullptr) event.peer = process_at_other_end(fd);
  event.length = bytes.size();
  event.bytes = bytes.substr(0, most_bytes_);
  add();
}

void EventNotes::sent(int fd, const net::Address* remote, std::string_view bytes) {
  carried(Kind::sent, fd, remote, bytes);
}

void EventNotes::received(int fd, const net::Address* remote, std::string_view bytes) {
  carried(Kind::received, fd, remote, bytes);
}

void EventNotes::secured(int fd, std::string agreed) {
  if (is_quiet()) return;
  const int number = number_of(fd);
  Event& event = draft(Kind::secured);
  event.socket = number;
  event.what = std::move(agreed);
  add();
}

void EventNotes::alerted(int fd, const std::string& name, bool is_sent) {
  if (is_quiet()) return;
  const int number = number_of(fd);
  Event& event = draft(Kind::alert);
  event.socket = number;
  event.what = name;
  event.type = is_sent ? "sent" : "received";
  add();
}

void EventNotes::printed(std::string_view role, const char* by, std::string_view text) {
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    Event& event = draft(Kind::output);
    event.role = role;
    event.what = by;
    event.length = size;
    event.bytes = text.substr(0, std::min(size, most_bytes_));
    add();
    text.remove_prefix(size);
  }
}

void EventNotes::started(std::string_view name, const std::vector<std::string>& command, int pid) {
  Event& event = draft(Kind::started);
  event.role = name;
  event.arguments = command;
  event.number = pid;
  add();
}

void EventNotes::ended(std::string_view name, const process::Status& status) {
  Event& event = draft(Kind::ended);
  event.role = name;
  event.number = status.exit_code;
  if (status.signal != 0) event.what = net::signal_name(status.signal);
  add();
}

// Who asked is not known: glibc of a role, or a process.
void EventNotes::asked(const dns::Seen& query) {
  Event& event = draft(Kind::query);
  event.role.clear();
  event.what = query.name;
  event.type = query.type;
  event.transport = dns::name_of(query.transport);
  add();
}

void EventNotes::failed(const runner::Failure& failure) {
  Event& event = draft(Kind::failure);
  if (!failure.role.empty()) event.role = failure.role;
  event.what = failure.message;
  add();
}

void EventNotes::secret(std::string_view line) {
  draft(Kind::secret).what = line;
  add();
}

}  // namespace parley

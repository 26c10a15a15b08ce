#include "engine/capture/story.hpp"

#include <algorithm>
#include <utility>

namespace parley::capture {
namespace {

using transcript::Event;
using Kind = Event::Kind;

constexpr std::uint8_t ends = fin | rst;

bool is_name_server(const Endpoint& endpoint) { return endpoint == Endpoint::from("127.0.0.53:53"); }

std::string line(const std::string& role, const std::string& call) {
  return call.empty() || role.empty() ? role : role + ": " + call;
}

}  // namespace

void Story::add(const Event& event) {
  if (event.kind == Kind::begin) wall_ = event.wall;
  if (event.kind == Kind::started &&
      std::find(processes_.begin(), processes_.end(), event.role) == processes_.end())
    processes_.push_back(event.role);
  if (event.socket == 0) return;
  Socket& socket = sockets_[event.socket];
  if (event.kind == Kind::socket) {
    if (socket.role.empty()) socket.role = event.role;
    socket.is_stream = event.type == "SOCK_STREAM";
    socket.local = Endpoint::from(event.local);
    socket.remote = Endpoint::from(event.remote);
    if (!event.peer.empty()) peers_[socket.remote] = event.peer;
    std::vector<const Socket*>& here = by_local_[socket.local];
    if (std::find(here.begin(), here.end(), &socket) == here.end()) here.push_back(&socket);
  }
  if (event.kind == Kind::closed) socket.closed = event.begin;
  if (event.kind == Kind::sent) socket.sends.push_back({event.begin, event.begin, {}});
  if (event.kind == Kind::call) add_call(event);
}

/// A call comes after what it sent.
void Story::add_call(const Event& event) {
  Socket& socket = sockets_[event.socket];
  if (!event.role.empty()) socket.role = event.role;
  const bool has_sent = socket.named_sends < socket.sends.size();
  for (; socket.named_sends < socket.sends.size(); ++socket.named_sends)
    socket.sends[socket.named_sends].name = event.what;
  socket.calls.push_back({event.begin, event.end, event.what, has_sent});
}

/// Of several sockets that had the same addresses one after the other it is the first that was not closed
/// yet.
const Story::Socket* Story::sender_of(const Frame& frame, std::int64_t at) const {
  const bool stream = frame.protocol == Protocol::tcp;
  Endpoint wildcards[2] = {frame.source, frame.source};
  wildcards[0].host = {};
  wildcards[1].host = Endpoint::from("0.0.0.0:0").host;
  const Socket* last = nullptr;
  for (const Endpoint& local : {frame.source, wildcards[0], wildcards[1]}) {
    const auto found = by_local_.find(local);
    if (found == by_local_.end()) continue;
    for (const Socket* socket : found->second) {
      const bool fits = socket->is_stream == stream && socket->local == local &&
                        (socket->remote == frame.destination || (!stream && socket->remote == Endpoint()));
      if (fits && at <= socket->closed) return socket;
      if (fits) last = socket;
    }
  }
  return last;
}

const Story::Socket* Story::listener_at(const Endpoint& local) const {
  for (const auto& [number, socket] : sockets_) {
    const bool fits =
        socket.local == local || (socket.local.port == local.port && socket.local.is_wildcard());
    const bool listens = std::any_of(socket.calls.begin(), socket.calls.end(), [](const Call& call) {
      return call.name == "listen" || call.name == "accept";
    });
    if (socket.is_stream && fits && listens) return &socket;
  }
  return nullptr;
}

/// Who is none of the script's sockets.
std::string Story::stranger(const Frame& frame) const {
  if (is_name_server(frame.source)) return "name server";
  if (is_name_server(frame.destination)) return "a lookup";
  if (const Socket* listener = listener_at(frame.source)) return line(listener->role, "listen");
  if (const auto peer = peers_.find(frame.source); peer != peers_.end()) return peer->second;
  return processes_.size() == 1 ? processes_.front() : std::string();
}

/// The last call of that moment. One may begin in the microsecond in which the one before it ends: of what
/// carries bytes it is the one that sent some.
const Story::Call* Story::call_during(const Socket& socket, std::int64_t at, bool carries) {
  const Call* found = nullptr;
  for (auto call = socket.calls.rbegin(); call != socket.calls.rend(); ++call) {
    if (at < call->begin || at > call->end) continue;
    if (!carries || call->has_sent) return &*call;
    if (found == nullptr) found = &*call;
  }
  return found;
}

std::string Story::call_of(const Socket& socket, const Frame& frame, std::int64_t at) {
  const bool tcp = frame.protocol == Protocol::tcp;
  if (tcp && (frame.flags & syn) != 0 && (frame.flags & ack) != 0) return "accept";
  if (const Call* during = call_during(socket, at, frame.payload > 0)) return during->name;
  if (frame.payload == 0 && tcp) return {};
  // The kernel had room for the bytes, and sent them later: then it is the last one before.
  const auto taken = std::find_if(socket.sends.begin(), socket.sends.end(),
                                  [at](const Call& send) { return at <= send.end; });
  if (taken != socket.sends.end()) return taken->name;
  return socket.sends.empty() ? std::string() : socket.sends.back().name;
}

std::string Story::about(const Frame& frame, std::int64_t time) const {
  if (frame.protocol == Protocol::other) return {};
  const bool speaks = frame.payload > 0 || (frame.flags & (syn | ends)) != 0;
  if (frame.protocol == Protocol::tcp && !speaks) return {};
  const std::int64_t at = time / 1000 - wall_;
  const Socket* sender = sender_of(frame, at);
  return sender == nullptr ? stranger(frame) : line(sender->role, call_of(*sender, frame, at));
}

}  // namespace parley::capture

#include "engine/diagram/datagram_steps.hpp"

#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using transcript::Event;

/// How far back a datagram that is received is looked for: one that came as often is the first of its kind.
constexpr std::size_t most_looked_at = 1000;

}  // namespace

int DatagramSteps::conversation_of(const std::string& a, const std::string& b) {
  const auto found = known_.find(b + " " + a);
  if (found != known_.end()) return found->second;
  int& number = known_[a + " " + b];
  if (number == 0) number = ++conversations_;
  return number;
}

Step& DatagramSteps::add(const Event& event, int from, int to, const std::string& address) {
  const Socket& socket = sockets_.at(event.socket);
  // The port is what stays of an address when it is sent from a wildcard.
  const auto key = [](const std::string& known) {
    const std::string_view port = port_of(known);
    return port.empty() ? known : std::string(port);
  };
  const int before = conversations_;
  const std::string other = event.remote.empty() ? socket.remote : event.remote;
  Step& step = steps_.emplace_back();
  step.kind = Step::Kind::message;
  step.from = from;
  step.to = to;
  step.conversation = conversation_of(key(socket.local), key(other));
  if (conversations_ != before && !address.empty()) {
    const bool is_unix = socket.family == "AF_UNIX";
    step.address = (is_unix                     ? ""
                    : socket.type == "SOCK_RAW" ? "raw "
                                                : "udp ") +
                   safe(sockets_.printed(address));
  }
  step.length = event.length;
  step.text = payload(event.bytes, event.length, step.cut);
  return step;
}

void DatagramSteps::sent(const Event& event) {
  const Socket& socket = sockets_.at(event.socket);
  const std::string to = event.remote.empty() ? socket.remote : event.remote;
  const int from = cast_.user(event.role, event.socket);
  const int there = cast_.server(to, event.peer);
  const std::size_t place = steps_.size();
  Step& step = add(event, from, there, to);
  if (!event.peer.empty()) return;
  step.kind = Step::Kind::lost;
  sent_.push_back({place, event.socket, to, event.bytes});
}

bool DatagramSteps::may_be_from(const Sent& sent, const Event& event) {
  const Socket& sender = sockets_.at(sent.socket);
  const Socket& receiver = sockets_.at(event.socket);
  const bool truncated = event.bytes.size() < sent.bytes.size() && sent.bytes.starts_with(event.bytes);
  if (sent.bytes != event.bytes && !truncated) return false;
  if (sender.family != receiver.family || !may_be(receiver.local, sent.to)) return false;
  const std::string& from = event.remote.empty() ? receiver.remote : event.remote;
  return sender.local == from || (sender.family != "AF_UNIX" && may_be(sender.local, from)) || from.empty();
}

DatagramSteps::Sent* DatagramSteps::match(const Event& event, bool again) {
  while (first_untaken_ < sent_.size() && sent_[first_untaken_].taken) ++first_untaken_;
  const std::size_t late = sent_.size() > most_looked_at ? sent_.size() - most_looked_at : 0;
  for (std::size_t i = again ? late : std::max(first_untaken_, late); i < sent_.size(); ++i)
    if (sent_[i].taken == again && may_be_from(sent_[i], event)) return &sent_[i];
  return nullptr;
}

void DatagramSteps::received(const Event& event) {
  const int to = cast_.user(event.role, event.socket);
  Sent* found = event.peer.empty() ? match(event, false) : nullptr;
  if (found == nullptr && event.peer.empty()) found = match(event, true);
  if (found == nullptr) {
    const Socket& socket = sockets_.at(event.socket);
    const std::string from = event.remote.empty() ? socket.remote : event.remote;
    const int sender = event.peer.empty() ? cast_.server(from, {}) : cast_.named(event.peer);
    add(event, sender, to, socket.local);
    return;
  }
  const int from = steps_[found->step].from;
  if (!found->taken) {
    found->taken = true;
    steps_[found->step].kind = Step::Kind::message;
    steps_[found->step].to = to;
    return;
  }
  add(event, from, to, {});  // A group's: one for each who listens.
}

}  // namespace parley::diagram

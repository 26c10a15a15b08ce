// Who meets whom: roles, addresses that are bound, connections that are made and accepted, failed lookups.
#include <algorithm>

#include "engine/net/names.hpp"
#include "engine/transcript/recorder_state.hpp"

namespace parley::transcript {

namespace {

std::string symbol_of(const Error& error) {
  switch (error.domain()) {
    case Error::Domain::system:
      return net::errno_name(error.code());
    case Error::Domain::resolver:
      return net::resolver_name(error.code());
    case Error::Domain::text:
    case Error::Domain::none:
      break;
  }
  return "timeout";
}

}  // namespace

Conversation& Recorder::State::begin(Protocol protocol, Role initiator) {
  Conversation& conversation = conversations.emplace_back();
  conversation.protocol = protocol;
  conversation.initiator = initiator;
  conversation.number = static_cast<std::uint32_t>(conversations.size());
  conversation.messages = protocol != Protocol::tcp && protocol != Protocol::unix_stream;
  return conversation;
}

const Recorder::State::Server& Recorder::State::server_of(Protocol protocol, const net::Address& remote,
                                                          const Endpoint& endpoint) {
  const bool is_known = server.listener != nullptr && server.version == listeners.version() &&
                        server.listener->is_inside() && server.protocol == protocol &&
                        server.remote == remote;
  if (is_known) return server;
  const std::string* const address = printed(protocol, remote, endpoint);
  const Listener* const listener = server_at(protocol, remote, endpoint);
  server = {protocol, remote, listeners.version(), listener, intern(endpoint.host), address};
  return server;
}

Conversation& Recorder::State::begin_to(Protocol protocol, Role initiator, const net::Address& remote,
                                        const Endpoint& endpoint) {
  Conversation& conversation = begin(protocol, initiator);
  const Server& found = server_of(protocol, remote, endpoint);
  conversation.port = endpoint.port;
  conversation.host = found.host;
  conversation.address = found.address;
  if (const Listener* listener = found.listener) {
    conversation.peer = listener->role;
    conversation.peer_name = listener->name;
    conversation.peer_is_inside = listener->is_inside();
  }
  relays.begin(conversation);
  return conversation;
}

const Listener* Recorder::State::server_at(Protocol protocol, const net::Address& remote,
                                           const Endpoint& endpoint) {
  const Listener* known = listeners.find(protocol, endpoint);
  if (known != nullptr || outside == nullptr) return known;
  const std::string_view name = outside->server(protocol, remote);
  if (name.empty()) return nullptr;
  listeners.add(protocol, endpoint, Listener{nobody, intern(std::string(name)), -1}, false);
  return listeners.find(protocol, endpoint);
}

bool Recorder::State::is_served_inside(Protocol protocol, const Endpoint& endpoint) const {
  const Listener* const known = listeners.find(protocol, endpoint);
  return known != nullptr && known->is_inside();
}

End* Recorder::State::add_end(Conversation* conversation, Side side, int fd, Role role) {
  End& end = ends.emplace_back();
  end.conversation = conversation;
  end.fd = fd;
  end.role = role;
  if (conversation) conversation->ends[static_cast<std::size_t>(side)] = &end;
  return &end;
}

const std::string* Recorder::State::printed(Protocol protocol, const net::Address& address,
                                            const Endpoint& endpoint) {
  std::string text = address.to_string();
  if (listeners.is_ephemeral(protocol, endpoint)) {
    if (address.family() == AF_UNIX) {
      text = "@*";
    } else {
      text.replace(text.rfind(':') + 1, std::string::npos, "*");
    }
  }
  return intern(std::move(text));
}

Recorder::Recorder() : state_(std::make_unique<State>()) {}
Recorder::~Recorder() = default;

Role Recorder::declare_role(std::string_view name) {
  const auto known = state_->role_numbers.find(name);
  if (known != state_->role_numbers.end()) return known->second;
  const Role role = role_count();
  state_->role_numbers[state_->roles.emplace_back(name)] = role;
  return role;
}

const std::string& Recorder::role_name(Role role) const {
  return state_->roles[static_cast<std::size_t>(role)];
}

int Recorder::role_count() const { return static_cast<int>(state_->roles.size()); }

void Recorder::relays(Role role, std::vector<std::string> standing) {
  state_->relays.set(role, std::move(standing));
}

bool Recorder::is_relay(Role role) const { return state_->relays.has(role); }

void Recorder::relay_set(Role relay, Role by, const std::string& line) {
  for (Conversation& conversation : state_->conversations)
    if (conversation.peer == relay) Relays::note(conversation, by, state_->acting, line);
  for (Conversation& conversation : state_->conversations)
    if (conversation.passed_on != nullptr) Relays::break_at_notes(conversation);
}

void Recorder::adopt_relays(const Recorder& before) {
  for (const auto& [role, standing] : before.state_->relays.all()) {
    const auto known = state_->role_numbers.find(before.role_name(role));
    if (known != state_->role_numbers.end()) relays(known->second, standing);
  }
}

Conversation* Recorder::conversation_of(const End* end, int fd) const {
  if (end != nullptr) return end->conversation;
  const DatagramMatch match = state_->datagrams.latest(fd);
  return match.pair == nullptr ? nullptr : match.pair->conversation;
}

void Recorder::passes_on(const Conversation& heard, Conversation& on) {
  on.passed_on = &heard;
  if (heard.untold) on.untold = on.superseded = true;
  Relays::break_at_notes(on);
}

std::uint64_t Recorder::relay_run(const End& end) {
  return end.peer == nullptr ? UINT64_MAX : end.conversation->in(end).alike_ahead();
}

std::uint64_t Recorder::relay_heard(const End& end) {
  return end.peer == nullptr ? 0 : end.conversation->in(end).dependency_of_taken() / 2;
}

void Recorder::relay_knows(End& end, std::uint64_t units) {
  Conversation& conversation = *end.conversation;
  if (2 * units <= conversation.relay_knows) return;
  conversation.relay_knows = 2 * units;
  conversation.in(end).end_piece_at(2 * units);
}

std::size_t Recorder::conversation_count() const { return state_->conversations.size(); }

void Recorder::leave_out(std::size_t count) {
  for (std::size_t i = count; i < state_->conversations.size(); ++i)
    state_->conversations[i].superseded = true;
}

void Recorder::bound(Protocol protocol, Role role, int fd, const net::Address& local, bool ephemeral) {
  state_->listeners.add(protocol, Endpoint::of(local), Listener{role, nullptr, fd}, ephemeral);
}

void Recorder::unbound(int fd) {
  state_->datagrams.closed(fd);
  Listeners::Place place;
  if (state_->listeners.remove(fd, place)) state_->rendezvous.listener_closed(place.protocol, place.local);
}

void Recorder::served_outside(Protocol protocol, std::string_view name, const net::Address& local) {
  const Endpoint endpoint = Endpoint::of(local);
  if (name.empty()) return state_->listeners.forget_outside(protocol, endpoint);
  const std::string* const kept = state_->intern(std::string(name));
  state_->listeners.add(protocol, endpoint, Listener{nobody, kept, -1}, false);
}

void Recorder::set_outside(Outside& outside) { state_->outside = &outside; }

void Recorder::about_to_connect(Protocol protocol, const net::Address& remote) {
  if (state_->outside == nullptr || !state_->is_told) return;
  if (state_->is_served_inside(protocol, Endpoint::of(remote))) return;
  served_outside(protocol, state_->outside->server(protocol, remote), remote);
}

void Recorder::about_to_send(Protocol protocol, const net::Address& remote) {
  if (state_->outside != nullptr) state_->server_at(protocol, remote, Endpoint::of(remote));
}

void Recorder::outside_ended(std::string_view name) { state_->listeners.forget_outside(name); }

End* Recorder::connecting(Protocol protocol, Role role, int fd, const net::Address& remote) {
  const Endpoint endpoint = Endpoint::of(remote);
  if (!state_->is_told && !state_->is_served_inside(protocol, endpoint)) return nullptr;
  Conversation& conversation = state_->begin_to(protocol, role, remote, endpoint);
  conversation.untold = conversation.superseded = !state_->is_told;
  End* const end = state_->add_end(&conversation, Side::initiator, fd, role);
  end->meets_inside = conversation.peer_is_inside;
  return end;
}

void Recorder::connected(End& end, const net::Address& local) {
  Conversation& conversation = *end.conversation;
  if (conversation.established) return;
  conversation.established = true;
  // Nobody of this scenario will accept it, and AF_UNIX has no address by which to tell that later.
  if (conversation.peer_name != nullptr && conversation.protocol != Protocol::tcp) return;
  const Endpoint remote{*conversation.host, conversation.port, false};
  End* const accepted = state_->rendezvous.connected(end, conversation.protocol, Endpoint::of(local), remote);
  if (accepted) link(end, *accepted);
}

void Recorder::connect_failed(End& end, const Error& error) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  conversation.out(end).fail({0, 0, end.role, "connect", symbol_of(error)}, true);
}

End* Recorder::accepted(Protocol protocol, Role role, int fd, const net::Address& local,
                        const net::Address& remote) {
  const Endpoint here = Endpoint::of(local);
  const Endpoint there = Endpoint::of(remote);
  // A client of AF_UNIX has no address: its process tells it from those of this scenario.
  Role client = protocol == Protocol::tcp ? nobody : state_->client_outside(protocol, fd, local, remote);
  End* const connector = client == nobody ? state_->rendezvous.accepted(protocol, here, there) : nullptr;
  if (connector != nullptr) {
    End* const end = state_->add_end(nullptr, Side::peer, fd, role);
    link(*connector, *end);
    return end;
  }
  if (client == nobody) client = state_->client_outside(protocol, fd, local, remote);
  Conversation& conversation = state_->begin_to(protocol, client, local, here);
  conversation.began_outside = true;
  conversation.established = true;
  conversation.peer = role;
  End* const end = state_->add_end(&conversation, Side::peer, fd, role);
  state_->rendezvous.await_connector(*end, protocol, here, there);
  return end;
}

std::pair<End*, End*> Recorder::pair(Protocol protocol, Role role, int fd_a, int fd_b) {
  Conversation& conversation = state_->begin(protocol, role);
  conversation.kind = Conversation::Kind::pair;
  conversation.untold = conversation.superseded = !state_->is_told;
  conversation.established = true;
  conversation.peer = role;
  conversation.peer_is_inside = true;
  End* const a = state_->add_end(&conversation, Side::initiator, fd_a, role);
  End* const b = state_->add_end(&conversation, Side::peer, fd_b, role);
  a->peer = b;
  b->peer = a;
  a->meets_inside = b->meets_inside = true;
  return {a, b};
}

void Recorder::call_failed(Role role, const char* call, const char* symbol) {
  if (!state_->keeps || !state_->is_told) return;
  Conversation& conversation = state_->begin(Protocol::tcp, role);
  conversation.kind = Conversation::Kind::call;
  conversation.address = state_->intern(call);
  conversation.halves[0].fail({0, 0, role, call, symbol}, true);
}

void Recorder::lookup_failed(Role role, std::string_view host, const char* call, const char* symbol) {
  if (!state_->keeps || !state_->is_told) return;
  Conversation& conversation = state_->begin(Protocol::udp, role);
  conversation.kind = Conversation::Kind::lookup;
  conversation.address = state_->intern(std::string(host));
  conversation.halves[0].fail({0, 0, role, call, symbol}, true);
}

}  // namespace parley::transcript

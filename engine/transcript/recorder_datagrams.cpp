// Datagrams: each is recorded when it is sent, and marked when somebody of the scenario receives it.
#include "engine/transcript/recorder_state.hpp"

namespace parley::transcript {

namespace {

/// Marks the message of `half` that was received as `bytes`; false where there is none.
bool take_from(Half& half, std::string_view bytes, Fit fit) {
  const std::size_t index = find_message(half, bytes, fit);
  if (index == half.pieces().size()) return false;
  half.take_message(index);
  return true;
}

/// Finds the message among the `matches` that was received as `bytes`, and marks it. Returns where it was; a
/// match without a pair where there is none.
DatagramMatch take_pending(std::span<const DatagramMatch> matches, std::string_view bytes) {
  for (const Fit fit : {Fit::whole, Fit::truncated, Fit::again}) {
    for (const DatagramMatch& match : matches) {
      if (fit == Fit::again && !match.pair->far.any_host) continue;
      if (take_from(match.in(), bytes, fit)) return match;
      // A socket that writes to its own address reads what it wrote.
      if (match.pair->near.matches(match.pair->far) && take_from(match.out(), bytes, fit)) return match;
    }
  }
  return {};
}

/// `mind` has taken the last message of the half that the socket reads.
void note_taken(const DatagramMatch& match, Mind* mind) {
  if (match.side != match.pair->conversation->teller()) return;
  Half& in = match.in();
  const std::uint64_t place = in.taken_place();
  in.users().begin(mind, in, Users::Use::take, place < 2 ? 0 : place - 2);
  in.users().end(mind, in, place);
}

}  // namespace

void Recorder::State::took(const DatagramMatch& match, int fd, Role role) {
  datagrams.used(fd, match);
  if (match.side != Side::peer || match.pair->met) return;
  match.pair->met = true;
  match.pair->conversation->peer = role;
  match.pair->conversation->peer_is_inside = true;
}

int Recorder::datagram_sent(Protocol protocol, Role role, int fd, const net::Address& local,
                            const net::Address& remote, std::string_view bytes) {
  const Endpoint far = Endpoint::of(remote);
  if (!state_->is_told && !state_->is_served_inside(protocol, far)) return -1;
  const DatagramSocket socket{protocol, fd, Endpoint::of(local)};
  const std::span<const DatagramMatch> matches = state_->datagrams.find(socket, far);
  DatagramMatch match;
  if (!matches.empty()) {
    match = matches.front();
  } else {
    Conversation& conversation = state_->begin_to(protocol, role, remote, far);
    conversation.untold = conversation.superseded = !state_->is_told;
    match.pair = &state_->datagrams.add(protocol, {&conversation, socket.local, far, fd, -1, false});
  }
  state_->datagrams.used(fd, match);
  if (!state_->keeps_of(*match.pair->conversation)) return match.other_fd();
  const InUse use(*match.pair->conversation, match.side, match.out(), Users::Use::write, state_->acting);
  const std::uint64_t known = match.pair->conversation->taken_as_known(match.side, state_->acting);
  match.out().sent_message(bytes, known, state_->arena);
  return match.other_fd();
}

void Recorder::datagram_taken(Protocol protocol, Role role, int fd, const net::Address& local,
                              const net::Address& remote, std::string_view bytes) {
  const Endpoint sender = Endpoint::of(remote);
  const DatagramSocket socket{protocol, fd, Endpoint::of(local)};
  const std::span<const DatagramMatch> matches = state_->datagrams.find(socket, sender);
  if (matches.empty() && !(state_->keeps && state_->is_told)) return;
  if (!matches.empty() && !state_->keeps_of(*matches.front().pair->conversation))
    return state_->took(matches.front(), fd, role);
  DatagramMatch match = take_pending(matches, bytes);
  if (!match.pair) {  // The sender is outside.
    if (!matches.empty()) {
      match = matches.front();
    } else {
      const Role client = state_->client_outside(protocol, fd, local, remote);
      Conversation& conversation = state_->begin_to(protocol, client, local, socket.local);
      conversation.began_outside = true;
      match = {&state_->datagrams.add(protocol, {&conversation, sender, socket.local, -1, -1, false}),
               Side::peer};
    }
    match.in().take_message(match.in().sent_message(bytes, match.out().taken_place(), state_->arena));
  }
  note_taken(match, state_->acting);
  state_->took(match, fd, role);
}

void Recorder::datagram_passed(int fd, std::size_t count) {
  const DatagramMatch match = state_->datagrams.latest(fd);
  if (match.pair && state_->keeps_of(*match.pair->conversation)) match.out().passed_with_last(count);
}

void Recorder::datagram_failed(Protocol protocol, Role role, int fd, const net::Address& local,
                               const net::Address* remote, const char* call, const char* symbol) {
  if (!state_->keeps || !state_->is_told || state_->relays.has(role)) return;
  const DatagramSocket socket{protocol, fd, Endpoint::of(local)};
  DatagramMatch match;
  if (!remote) {
    match = state_->datagrams.latest(fd);
  } else if (const auto matches = state_->datagrams.find(socket, Endpoint::of(*remote)); !matches.empty()) {
    match = matches.front();
  }
  if (!match.pair) {
    const Endpoint far = remote ? Endpoint::of(*remote) : Endpoint();
    Conversation& conversation =
        state_->begin_to(protocol, role, remote ? *remote : local, remote ? far : socket.local);
    if (!remote) conversation.kind = Conversation::Kind::alone;
    match.pair = &state_->datagrams.add(protocol, {&conversation, socket.local, far, fd, -1, false});
    state_->datagrams.used(fd, match);
  }
  Conversation& own = *match.pair->conversation;
  match.out().fail({own.written_as_known(match.side, state_->acting),
                    own.taken_as_known(match.side, state_->acting), role, call, symbol},
                   true);
}

}  // namespace parley::transcript

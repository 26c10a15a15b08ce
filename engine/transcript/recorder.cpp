// Streams while they pass: what an end sends, takes, and how it ends. The hot path of the recorder.
#include "engine/transcript/recorder.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <cstring>

#include "engine/net/option.hpp"
#include "engine/transcript/canonical.hpp"
#include "engine/transcript/recorder_state.hpp"

namespace parley::transcript {

namespace {

bool tells_of_reset(const char* symbol) { return std::strcmp(symbol, "ECONNRESET") == 0; }

bool wants_inline(const End& reader) {
  if (reader.fd < 0) return false;
  const net::OptionValue value = net::get_option_int(reader.fd, SOL_SOCKET, SO_OOBINLINE);
  return value.ok() && value.value != 0;
}

/// What of its writes an end knows that the other one had taken when that finished, as far as its task knows
/// of them.
std::uint64_t known_to_be_heard(Conversation& conversation, Side side, const Mind* mind) {
  const std::uint64_t written = conversation.written_as_known(side, mind);
  return std::min(written, conversation.written_by(side).taken_place());
}

}  // namespace

void Recorder::acts(Mind* mind, bool is_told) {
  state_->acting = mind;
  state_->is_told = is_told;
}

void Recorder::keep_nothing() { state_->keeps = false; }

void Recorder::sent(End& end, std::string_view bytes, Part part) {
  if (!end.sealed) end.sent += bytes.size();
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  Half& out = conversation.written_by(side);
  Half& in = conversation.read_by(side);
  const InUse use(conversation, side, out, Users::Use::write, state_->acting);
  if (conversation.messages) {
    out.sent_message(bytes, conversation.taken_as_known(side, state_->acting), state_->arena);
    return;
  }
  if (bytes.empty()) return;
  if (part == Part::first) {
    const bool tells = side == conversation.teller();
    const bool begins = out.begin_send(tells ? conversation.taken_as_known(side, state_->acting) : 0);
    if (begins && tells && in.users().is_only(state_->acting)) in.cut();
  }
  if (end.peer != nullptr) {
    out.sent(bytes.size());
  } else {
    out.sent_away(bytes, conversation.peer_is_inside, state_->arena);
  }
}

void Recorder::sent_urgent(End& end, char byte) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  Half& out = conversation.written_by(side);
  Half& in = conversation.read_by(side);
  const bool tells = side == conversation.teller();
  const InUse use(conversation, side, out, Users::Use::write, state_->acting);
  const std::uint64_t known = tells ? in.taken_as_known(state_->acting) : 0;
  const bool is_tcp = conversation.protocol == Protocol::tcp;
  if (end.peer != nullptr) {
    out.send_urgent(byte, known, {out.taken(), is_tcp, wants_inline(*end.peer)});
  } else if (conversation.peer_is_inside) {
    out.send_urgent(byte, known, {0, is_tcp, false});
  } else {
    out.pass_urgent(byte, known);
  }
  if (tells && in.users().is_only(state_->acting)) in.cut();
}

void Recorder::taken_urgent(End& end, char byte) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  Half& in = conversation.read_by(side);
  const InUse use(conversation, side, in, Users::Use::take, state_->acting);
  if (end.peer != nullptr) {
    in.take_urgent();
  } else {
    in.pass_urgent(byte, conversation.written_as_known(side, state_->acting));
  }
}

void Recorder::taken(End& end, std::string_view bytes) {
  if (!end.sealed) end.taken += bytes.size();
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  Half& in = conversation.read_by(side);
  Half& out = conversation.written_by(side);
  const InUse use(conversation, side, in, Users::Use::take, state_->acting);
  if (conversation.messages) {
    if (in.take_next_message()) return;
    in.take_message(in.sent_message(bytes, out.taken_place(), state_->arena));
  } else if (end.peer != nullptr && in.has_urgent()) {
    end.taken -= bytes.size() - in.take_among_urgent(bytes, wants_inline(end), state_->arena);
  } else if (end.peer != nullptr) {
    in.take(bytes, state_->arena);
  } else if (!bytes.empty()) {
    in.take_from_outside(bytes, conversation.written_as_known(side, state_->acting), state_->arena);
  }
}

void Recorder::passes(End& end, std::size_t count) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  const bool counts = conversation.messages || side == conversation.teller();
  const std::uint64_t known = counts ? conversation.taken_as_known(side, state_->acting) : 0;
  conversation.written_by(side).pass_descriptors(count, known);
}

void Recorder::given(End& end, std::size_t count) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  if (end.peer != nullptr) return;
  const Side side = conversation.side_of(end);
  conversation.read_by(side).pass_descriptors(count, conversation.written_as_known(side, state_->acting));
}

void Recorder::declared_read(End& end) { end.conversation->in(end).cut(); }

void Recorder::took_eof(End& end) {
  Conversation& conversation = *end.conversation;
  if (end.took_end || !conversation.established) return;
  end.took_end = true;
  const Side side = conversation.side_of(end);
  Half& in = conversation.read_by(side);
  const InUse use(conversation, side, in, Users::Use::take, state_->acting);
  in.finish(Half::End::eof, known_to_be_heard(conversation, side, state_->acting));
  in.take_end();
}

void Recorder::finished(End& end, Ending ending) {
  Conversation& conversation = *end.conversation;
  if (end.finished || !conversation.established) return;
  end.finished = true;
  const Side side = conversation.side_of(end);
  Half& out = conversation.written_by(side);
  const InUse use(conversation, side, out, Users::Use::write, state_->acting);
  const Half::End how = ending == Ending::reset ? Half::End::reset : Half::End::eof;
  Half& in = conversation.read_by(side);
  out.finish(how, conversation.taken_as_known(side, state_->acting));
  if (side == conversation.teller() && in.users().is_only(state_->acting)) in.cut();
}

void Recorder::closed(End& end, std::string_view unread, std::uint64_t unread_total) {
  Conversation& conversation = *end.conversation;
  Half& in = conversation.in(end);
  const bool keeps_urgent = in.urgent().resets(conversation.protocol == Protocol::tcp);
  const bool reset = (unread_total > 0 || keeps_urgent) && conversation.protocol != Protocol::unix_dgram;
  finished(end, reset ? Ending::reset : Ending::eof);
  if (state_->keeps_of(conversation) && unread_total > 0) in.set_unread(unread, unread_total);
  if (conversation.side_of(end) == conversation.teller()) {
    in.users().close();
    conversation.out(end).users().close();
  }
  end.fd = -1;
}

void Recorder::failed(End& end, Role role, const char* call, const char* symbol) {
  Conversation& conversation = *end.conversation;
  const Side side = conversation.side_of(end);
  Half& in = conversation.read_by(side);
  Half& out = conversation.written_by(side);
  if (tells_of_reset(symbol) && !end.took_end) {
    end.took_end = true;
    const InUse use(conversation, side, in, Users::Use::take, state_->acting);
    in.finish(Half::End::reset, known_to_be_heard(conversation, side, state_->acting));
    in.take_end();
  }
  if (!state_->keeps_of(conversation) || state_->relays.has(role)) return;
  const Mind* const mind = state_->acting;
  out.fail({conversation.written_as_known(side, mind), conversation.taken_as_known(side, mind), role, call,
            symbol},
           conversation.knows_all(side, out, mind));
  if (side == conversation.teller() && in.users().is_only(mind)) in.cut();
}

std::vector<Block> Recorder::blocks() const {
  if (!state_->keeps) return {};
  return canonical_blocks(state_->conversations,
                          [this](Role role) -> const std::string& { return role_name(role); });
}

std::string Recorder::text() const {
  std::string text;
  for (const Block& block : blocks()) text += block.text;
  return text;
}

}  // namespace parley::transcript

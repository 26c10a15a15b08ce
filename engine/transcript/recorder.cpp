// Streams while they pass: what an end sends, takes, and how it ends. The hot path of the recorder.
#include "engine/transcript/recorder.hpp"

#include <cstring>

#include "engine/transcript/canonical.hpp"
#include "engine/transcript/recorder_state.hpp"

namespace parley::transcript {

namespace {

bool tells_of_reset(const char* symbol) { return std::strcmp(symbol, "ECONNRESET") == 0; }

}  // namespace

void Recorder::keep_nothing() { state_->keeps = false; }

void Recorder::sent(End& end, std::string_view bytes, Part part) {
  end.sent += bytes.size();
  if (!state_->keeps) return;
  Conversation& conversation = *end.conversation;
  const Side side = conversation.side_of(end);
  Half& out = conversation.written_by(side);
  Half& in = conversation.read_by(side);
  if (conversation.messages) {
    out.sent_message(bytes, in, state_->arena);
    return;
  }
  if (bytes.empty()) return;
  if (part == Part::first) {
    const bool tells = side == conversation.teller();
    if (out.begin_send(tells ? in.received() : 0) && tells) in.cut();
  }
  if (end.peer != nullptr) {
    out.sent(bytes.size());
  } else {
    out.sent_away(bytes, conversation.peer_is_inside, state_->arena);
  }
}

void Recorder::taken(End& end, std::string_view bytes) {
  end.taken += bytes.size();
  if (!state_->keeps) return;
  Conversation& conversation = *end.conversation;
  const Side side = conversation.side_of(end);
  Half& in = conversation.read_by(side);
  if (conversation.messages) {
    if (in.take_next_message()) return;
    in.take_message(in.sent_message(bytes, conversation.written_by(side), state_->arena));
  } else if (end.peer != nullptr) {
    in.take(bytes, state_->arena);
  } else if (!bytes.empty()) {
    in.take_from_outside(bytes, conversation.written_by(side).units(), state_->arena);
  }
}

void Recorder::passes(End& end, std::size_t count) {
  if (!state_->keeps) return;
  Conversation& conversation = *end.conversation;
  const Side side = conversation.side_of(end);
  const bool counts = conversation.messages || side == conversation.teller();
  conversation.written_by(side).pass_descriptors(count, counts ? conversation.read_by(side).received() : 0);
}

void Recorder::given(End& end, std::size_t count) {
  if (!state_->keeps) return;
  Conversation& conversation = *end.conversation;
  if (end.peer == nullptr) conversation.in(end).pass_descriptors(count, conversation.out(end).units());
}

void Recorder::declared_read(End& end) { end.conversation->in(end).cut(); }

void Recorder::took_eof(End& end) {
  Conversation& conversation = *end.conversation;
  if (end.took_end || !conversation.established) return;
  end.took_end = true;
  Half& in = conversation.in(end);
  in.finish(Half::End::eof, conversation.out(end));
  in.take_end();
}

void Recorder::finished(End& end, Ending ending) {
  Conversation& conversation = *end.conversation;
  if (end.finished || !conversation.established) return;
  end.finished = true;
  const Half::End how = ending == Ending::reset ? Half::End::reset : Half::End::eof;
  conversation.out(end).finish(how, conversation.in(end));
}

void Recorder::closed(End& end, std::string_view unread, std::uint64_t unread_total) {
  Conversation& conversation = *end.conversation;
  const bool reset = unread_total > 0 && conversation.protocol != Protocol::unix_dgram;
  finished(end, reset ? Ending::reset : Ending::eof);
  if (state_->keeps && !unread.empty()) conversation.in(end).set_unread(unread, unread_total);
  end.fd = -1;
}

void Recorder::failed(End& end, Role role, const char* call, const char* symbol) {
  Conversation& conversation = *end.conversation;
  Half& in = conversation.in(end);
  Half& out = conversation.out(end);
  if (tells_of_reset(symbol) && !end.took_end) {
    end.took_end = true;
    in.finish(Half::End::reset, out);
    in.take_end();
  }
  if (!state_->keeps) return;
  out.fail({0, 0, role, call, symbol}, in);
  if (conversation.side_of(end) == conversation.teller()) in.cut();
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

// What TLS says beside the bytes that it carries.
#include <utility>

#include "engine/transcript/recorder.hpp"
#include "engine/transcript/recorder_state.hpp"

namespace parley::transcript {

void Recorder::secured(End& end, std::string agreed) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  if (side != conversation.teller()) return;
  Half& out = conversation.written_by(side);
  const InUse use(conversation, side, out, Users::Use::write, state_->acting);
  Half& in = conversation.read_by(side);
  out.remark({out.written(), in.taken_as_known(state_->acting), std::move(agreed), false, true});
  in.cut();
}

void Recorder::alert_sent(End& end, const std::string& name) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  Half& out = conversation.written_by(side);
  const InUse use(conversation, side, out, Users::Use::write, state_->acting);
  const std::uint64_t known = conversation.taken_as_known(side, state_->acting);
  out.remark({out.written(), known, name, true, end.peer == nullptr});
}

void Recorder::alert_taken(End& end, const std::string& name) {
  Conversation& conversation = *end.conversation;
  if (!state_->keeps_of(conversation)) return;
  const Side side = conversation.side_of(end);
  Half& in = conversation.read_by(side);
  const InUse use(conversation, side, in, Users::Use::take, state_->acting);
  if (end.peer != nullptr) return in.take_remark();
  in.remark({in.written(), conversation.written_as_known(side, state_->acting), name, true, true});
  in.cut();
}

}  // namespace parley::transcript

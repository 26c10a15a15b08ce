#include "engine/transcript/relays.hpp"

namespace parley::transcript {

namespace {

/// Of datagrams nobody says that there will be no more.
bool is_over(const Conversation& conversation) {
  if (conversation.superseded) return true;
  const End* const teller = conversation.ends[static_cast<std::size_t>(conversation.teller())];
  return teller != nullptr && teller->fd < 0;
}

}  // namespace

void Relays::begin(Conversation& conversation) const {
  if (relays_.empty()) return;
  conversation.relayed = has(conversation.initiator);
  const auto relay = relays_.find(conversation.peer);
  if (relay == relays_.end()) return;
  for (const std::string& line : relay->second) conversation.notes.push_back({0, 0, nobody, line, 0});
}

void Relays::note(Conversation& conversation, Role by, const Mind* mind, const std::string& line) {
  if (is_over(conversation)) return;
  // Of what a process does no task knows.
  if (conversation.began_outside) {
    conversation.notes.push_back({0, 0, by, line, 0});
    return;
  }
  Half& out = conversation.written_by(Side::initiator);
  const std::uint64_t written = conversation.written_as_known(Side::initiator, mind);
  const std::uint64_t taken = conversation.taken_as_known(Side::initiator, mind);
  conversation.notes.push_back({written, taken, by, line, out.errors().size()});
  Half& in = conversation.read_by(Side::initiator);
  if (out.users().is_only(mind)) out.interrupt();
  if (in.users().is_only(mind)) in.cut();
}

void Relays::break_at_notes(Conversation& conversation) {
  for (const Note& note : conversation.passed_on->notes) {
    conversation.written_by(Side::initiator).end_piece_at(note.position);
    conversation.written_by(Side::peer).end_piece_at(note.dependency);
  }
}

}  // namespace parley::transcript

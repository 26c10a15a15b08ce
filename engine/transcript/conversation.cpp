#include "engine/transcript/conversation.hpp"

#include <utility>

namespace parley::transcript {

void link(transcript::End& connector, transcript::End& accepted) {
  Conversation& kept = *connector.conversation;
  Conversation* const own = accepted.conversation;
  connector.peer = &accepted;
  accepted.peer = &connector;
  connector.meets_inside = accepted.meets_inside = true;
  accepted.conversation = &kept;
  kept.ends[1] = &accepted;
  kept.peer = accepted.role;
  kept.peer_is_inside = true;
  kept.established = true;
  if (own) own->superseded = true;
  if (kept.messages) return;

  // What was recorded when it was sent is now recorded when it is taken, or has been by `accepted`.
  kept.halves[0].await_reader();
  if (!own) return;
  kept.halves[0].adopt_record(std::move(own->halves[0]));
  kept.halves[1] = std::move(own->halves[1]);
  kept.halves[1].await_reader();
}

}  // namespace parley::transcript

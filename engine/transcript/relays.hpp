// Relays: roles that pass on what others say to each other, and what stands in a transcript of how they do
// it. A proxy of t:proxy is one. The recorder drives it.
//
// What a relay is set to do is noted in the conversations that others begin with it, at the place that the
// task knew of which set it; what holds already stands at a conversation's head. The conversation in which
// the relay passes on what it hears in another one has that one's notes, at the same places.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/transcript/conversation.hpp"

namespace parley::transcript {

class Relays {
 public:
  bool has(Role role) const { return !relays_.empty() && relays_.contains(role); }
  /// `role` is a relay; `standing` is what holds of it from now on, a line each.
  void set(Role role, std::vector<std::string> standing) { relays_[role] = std::move(standing); }
  const std::map<Role, std::vector<std::string>>& all() const { return relays_; }
  /// A conversation begins: notes in it what holds of its peer, where that is a relay.
  void begin(Conversation& conversation) const;
  /// `by` set something of the relay `role`, as `line` says: notes it in a conversation with it that is not
  /// over, at the place that `mind` knows of.
  static void note(Conversation& conversation, Role by, const Mind* mind, const std::string& line);
  /// What passes on `conversation.passed_on` has a break where a note of that one stands.
  static void break_at_notes(Conversation& conversation);

 private:
  std::map<Role, std::vector<std::string>> relays_;
};

}  // namespace parley::transcript

#include "engine/transcript/canonical.hpp"

#include <algorithm>
#include <map>
#include <vector>

#include "engine/base/escape.hpp"
#include "engine/transcript/items.hpp"

namespace parley::transcript {

namespace {

const char* protocol_name(Protocol protocol) {
  switch (protocol) {
    case Protocol::tcp:
      return "tcp";
    case Protocol::udp:
      return "udp";
    case Protocol::unix_stream:
      return "unix";
    case Protocol::unix_dgram:
      return "unix-dgram";
    case Protocol::unix_seqpacket:
      return "unix-seqpacket";
    case Protocol::raw:
      return "raw";
  }
  return "";
}

std::string peer_name(const Conversation& conversation, const RoleNames& names) {
  if (conversation.peer != nobody) return names(conversation.peer);
  return conversation.peer_name ? *conversation.peer_name : "-";
}

/// `count` is how many blocks the initiator has begun, with this one.
std::string header(const Conversation& conversation, int count, const RoleNames& names) {
  std::string line = conversation.initiator == nobody ? "-" : names(conversation.initiator);
  if (count > 1) line += '#' + std::to_string(count);
  switch (conversation.kind) {
    case Conversation::Kind::lookup:
      return line + "  resolve " + quoted(*conversation.address) + '\n';
    case Conversation::Kind::alone:
      return line + "  " + protocol_name(conversation.protocol) + ' ' + *conversation.address + '\n';
    case Conversation::Kind::pair:
      return line + " > " + peer_name(conversation, names) + "  " + protocol_name(conversation.protocol) +
             " socketpair\n";
    case Conversation::Kind::addressed:
      break;
  }
  return line + " > " + peer_name(conversation, names) + "  " + protocol_name(conversation.protocol) + ' ' +
         *conversation.address + '\n';
}

/// Both halves in causal order: the initiator's next record goes first unless it was written by somebody who
/// had taken something of the other half that is not there yet.
std::string merged(const std::vector<Item>& initiator, const std::vector<Item>& peer) {
  std::string text;
  auto a = initiator.begin();
  auto b = peer.begin();
  while (a != initiator.end() || b != peer.end()) {
    const bool ready = b == peer.end() || (a != initiator.end() && b->start >= a->dependency);
    text += (ready ? a++ : b++)->text;
  }
  return text;
}

}  // namespace

std::string canonical_text(const std::deque<Conversation>& conversations, const RoleNames& names) {
  std::vector<const Conversation*> blocks;
  for (const Conversation& conversation : conversations) {
    if (!conversation.superseded) blocks.push_back(&conversation);
  }
  // As unsigned numbers, so that `nobody` comes last.
  std::stable_sort(blocks.begin(), blocks.end(), [](const Conversation* a, const Conversation* b) {
    return static_cast<unsigned>(a->initiator) < static_cast<unsigned>(b->initiator);
  });

  std::string text;
  std::map<Role, int> counts;
  for (const Conversation* block : blocks) {
    text += header(*block, ++counts[block->initiator], names);
    text += merged(items_of(*block, Side::initiator, names), items_of(*block, Side::peer, names));
  }
  return text;
}

}  // namespace parley::transcript

#include "engine/transcript/canonical.hpp"

#include <algorithm>
#include <map>
#include <utility>
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
std::string block_name(const Conversation& conversation, int count, const RoleNames& names) {
  const std::string name = conversation.initiator == nobody ? "-" : names(conversation.initiator);
  return count > 1 ? name + '#' + std::to_string(count) : name;
}

std::string header(const Conversation& conversation, const std::string& name, const RoleNames& names) {
  switch (conversation.kind) {
    case Conversation::Kind::lookup:
      return name + "  resolve " + quoted(*conversation.address) + '\n';
    case Conversation::Kind::call:
      return name + "  " + *conversation.address + '\n';
    case Conversation::Kind::alone:
      return name + "  " + protocol_name(conversation.protocol) + ' ' + *conversation.address + '\n';
    case Conversation::Kind::pair:
      return name + " > " + peer_name(conversation, names) + "  " + protocol_name(conversation.protocol) +
             " socketpair\n";
    case Conversation::Kind::addressed:
      break;
  }
  return name + " > " + peer_name(conversation, names) + "  " + protocol_name(conversation.protocol) + ' ' +
         *conversation.address + '\n';
}

/// Both halves in causal order: the initiator's next record goes first unless its writer had taken something
/// of the other half that is not there yet. What the other end had taken when it wrote need not be looked at:
/// a byte that the initiator had taken was sent after whatever it answers.
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

std::vector<Block> canonical_blocks(const std::deque<Conversation>& conversations, const RoleNames& names) {
  std::vector<const Conversation*> blocks;
  for (const Conversation& conversation : conversations) {
    if (!conversation.superseded) blocks.push_back(&conversation);
  }
  // As unsigned numbers, so that `nobody` comes last.
  const auto rank = [](const Conversation* block) {
    return std::make_pair(block->initiator == nobody ? 2 : static_cast<int>(block->relayed),
                          static_cast<unsigned>(block->initiator));
  };
  std::stable_sort(blocks.begin(), blocks.end(),
                   [&](const Conversation* a, const Conversation* b) { return rank(a) < rank(b); });

  std::vector<Block> made;
  std::map<Role, int> counts;
  for (const Conversation* block : blocks) {
    std::string name = block_name(*block, ++counts[block->initiator], names);
    std::string text = header(*block, name, names);
    text += merged(items_of(*block, Side::initiator, names), items_of(*block, Side::peer, names));
    made.push_back({std::move(name), std::move(text)});
  }
  return made;
}

}  // namespace parley::transcript

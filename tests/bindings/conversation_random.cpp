// Conversations by chance, and changes of them.
#include <algorithm>

#include "tests/bindings/conversation.hpp"

namespace parley::conversations {

namespace {

std::size_t up_to(Random& random, std::size_t most) { return most == 0 ? 0 : random() % (most + 1); }
bool one_in(Random& random, std::size_t n) { return random() % n == 0; }

/// Words, lines, binary data; now and then more than a transcript shows.
std::string any_bytes(Random& random) {
  static constexpr char letters[] = "abcdefgh\nABCDEFGH\n0123\n";
  static constexpr char binary[] = {'\0', '\1', '\xff', 'a', '\n'};
  const bool is_binary = one_in(random, 8);
  const std::size_t size = one_in(random, 60) ? 3000 + up_to(random, 5000) : 1 + up_to(random, 11);
  std::string bytes(size, ' ');
  for (char& c : bytes)
    c = is_binary ? binary[up_to(random, sizeof binary - 1)] : letters[up_to(random, sizeof letters - 2)];
  return bytes;
}

Link any_link(Random& random, int roles) {
  Link link;
  link.client = static_cast<int>(random() % static_cast<unsigned>(roles));
  link.server = static_cast<int>(random() % static_cast<unsigned>(roles));
  static constexpr Transport likely[] = {Transport::tcp,         Transport::tcp, Transport::unix_stream,
                                         Transport::unix_stream, Transport::udp, Transport::unix_seqpacket};
  link.transport = likely[up_to(random, std::size(likely) - 1)];
  link.overreads = link.is_stream() && one_in(random, 3);
  return link;
}

Action any_action(Random& random, const Meaning& before) {
  static constexpr What likely[] = {What::connect,      What::accept,   What::send,      What::send,
                                    What::send,         What::send,     What::read,      What::read,
                                    What::read_greedy,  What::echo,     What::read_line, What::read_until,
                                    What::read_exactly, What::read_end, What::read_all,  What::shutdown,
                                    What::close,        What::abandon,  What::pause,     What::send};
  Action action;
  action.what = likely[up_to(random, std::size(likely) - 1)];
  action.link = static_cast<int>(up_to(random, before.waiting.size() - 1));
  action.server = action.what == What::accept || action.what == What::echo ||
                  (action.what != What::connect && one_in(random, 2));
  const std::size_t waiting = before.waiting[static_cast<std::size_t>(action.link)][action.server ? 1 : 0];
  action.count = one_in(random, 3) || action.what == What::read_greedy ? waiting : up_to(random, waiting);
  if (action.what == What::send) action.bytes = any_bytes(random);
  if (action.what == What::read_until) action.bytes = any_bytes(random).substr(0, 1 + up_to(random, 1));
  return action;
}

bool add(Conversation& conversation, Meaning& meaning, const Action& action) {
  conversation.actions.push_back(action);
  const Meaning after = meaning_of(conversation);
  if (after.possible) {
    meaning = after;
  } else {
    conversation.actions.pop_back();
  }
  return after.possible;
}

/// So that it can end: what was begun is accepted, and what may have been taken is used. Mostly it is closed.
void end(Random& random, Conversation& conversation, Meaning& meaning) {
  const bool closes = !one_in(random, 4);
  for (int link = 0; link < static_cast<int>(conversation.links.size()); ++link) {
    const auto waiting = [&](bool server) {
      return meaning.waiting[static_cast<std::size_t>(link)][server ? 1 : 0];
    };
    add(conversation, meaning, {What::accept, link, true, 0, {}});
    add(conversation, meaning, {What::read, link, true, waiting(true), {}});
    if (!closes) continue;
    const bool first = one_in(random, 2);
    for (const bool server : {first, !first}) {
      add(conversation, meaning, {What::read, link, server, waiting(server), {}});
      add(conversation, meaning, {What::close, link, server, 0, {}});
    }
  }
}

void change(Conversation& conversation, Random& random) {
  std::vector<Action>& actions = conversation.actions;
  const std::size_t at = up_to(random, actions.size() - 1);
  const auto place = actions.begin() + static_cast<std::ptrdiff_t>(at);
  Action& action = *place;
  Link& link = conversation.links[static_cast<std::size_t>(action.link)];
  switch (up_to(random, 6)) {
    case 0:
      if (!action.bytes.empty()) action.bytes[up_to(random, action.bytes.size() - 1)] ^= 1;
      break;
    case 1:
      actions.erase(place);
      break;
    case 2:
      if (at > 0) std::swap(action, actions[at - 1]);
      break;
    case 3: {
      const Action moved = action;
      actions.erase(place);
      actions.insert(actions.begin() + static_cast<std::ptrdiff_t>(up_to(random, actions.size())), moved);
      break;
    }
    case 4:
      action.count = up_to(random, action.count + 2);
      if (action.bytes.size() > 1) action.bytes.pop_back();
      break;
    case 5:
      (one_in(random, 2) ? link.client : link.server) =
          static_cast<int>(up_to(random, static_cast<std::size_t>(conversation.roles) - 1));
      break;
    default:
      action.what = action.what == What::close ? What::shutdown : What::close;
  }
}

}  // namespace

Conversation any_conversation(Random& random) {
  Conversation conversation;
  conversation.roles = 1 + static_cast<int>(up_to(random, 7));
  const std::size_t links =
      1 + up_to(random, std::min<std::size_t>(3, static_cast<std::size_t>(conversation.roles)));
  for (std::size_t i = 0; i < links; ++i) conversation.links.push_back(any_link(random, conversation.roles));
  Meaning meaning = meaning_of(conversation);
  for (std::size_t tries = 40 + up_to(random, 200); tries > 0; --tries)
    add(conversation, meaning, any_action(random, meaning));
  end(random, conversation, meaning);
  return conversation;
}

Conversation changed(const Conversation& conversation, Random& random) {
  for (int tries = 0; tries < 50 && !conversation.actions.empty(); ++tries) {
    Conversation other = conversation;
    change(other, random);
    const Meaning meaning = meaning_of(other);
    if (meaning.possible && meaning.complete && other != conversation) return other;
  }
  return conversation;
}

}  // namespace parley::conversations

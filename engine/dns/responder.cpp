#include "engine/dns/responder.hpp"

#include <utility>

#include "engine/dns/malformed.hpp"
#include "engine/dns/name.hpp"

namespace parley::dns {

void Responder::begin() {
  zone_.clear();
  seen_.clear();
  open_.clear();
}

Outcome Responder::take(std::string_view message, Transport transport) {
  Open open{read_query(message), {}, transport};
  switch (open.query.kind) {
    case Query::Kind::no_query:
      return {};
    case Query::Kind::faulty:
      open.response.code = open.query.code;
      break;
    case Query::Kind::question:
      note({open.query.name, open.query.type, transport});
      open.response = zone_.answer(folded_name(open.query.name), open.query.type);
      break;
  }
  return conclude(std::move(open));
}

void Responder::note(Seen query) {
  if (told_) told_(query);
  if (seen_.size() < most_seen) seen_.push_back(std::move(query));
}

Outcome Responder::reply(std::uint64_t ticket, const Answer& answer) {
  const auto found = open_.find(ticket);
  if (found == open_.end()) return {};
  Open open = std::move(found->second);
  open_.erase(found);
  zone_.go_on(open.response, answer, open.query.type);
  return conclude(std::move(open));
}

Outcome Responder::conclude(Open open) {
  Outcome outcome;
  if (!open.response.asked.empty()) {
    outcome.ticket = ++last_ticket_;
    outcome.seen = {open.response.asked, open.query.type, open.transport};
    open_.emplace(outcome.ticket, std::move(open));
    return outcome;
  }
  if (open.response.silent) return outcome;
  const bool over_udp = open.transport == Transport::udp;
  outcome.bytes = write_response(open.query, open.response, over_udp && open.response.truncated,
                                 over_udp ? open.query.udp_limit : largest_limit);
  outcome.bytes = malformed(std::move(outcome.bytes), open.response.malformed);
  outcome.delay = open.response.delay;
  return outcome;
}

}  // namespace parley::dns

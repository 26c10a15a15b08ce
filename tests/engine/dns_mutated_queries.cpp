// Queries that were right once, with some of their bits turned: whatever comes, the name server answers it
// with a message, or drops it on purpose. PARLEY_MUTATED_QUERIES says how many; the seed is always the same.
#include <cstdlib>
#include <random>

#include "engine/dns/name.hpp"
#include "tests/catch.hpp"
#include "tests/engine/dns_is_message.hpp"
#include "tests/engine/dns_queries.hpp"

namespace parley::dns {
namespace {

constexpr long usual_count = 20'000;
constexpr std::size_t header_size = 12;

long wanted_count() {
  const char* text = std::getenv("PARLEY_MUTATED_QUERIES");
  return text != nullptr ? std::strtol(text, nullptr, 10) : usual_count;
}

std::vector<std::string> originals() {
  std::vector<std::string> queries;
  for (const char* name : {"www.test", "alias.test", "circle.test", "mail.test", "_sip._tcp.test",
                           "many.test", "silent.test", "asks.test", "none.test", ""}) {
    for (const unsigned type : {1U, 5U, 12U, 15U, 16U, 28U, 33U, 255U, 999U}) {
      queries.push_back(query_for(name, type));
      queries.push_back(query_for(name, type, 4096));
    }
  }
  return queries;
}

class Mutator {
 public:
  std::string next() {
    std::string bytes = originals_[below(originals_.size())];
    for (std::size_t rounds = below(4); rounds > 0; --rounds) mutate(bytes);
    return bytes;
  }
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

 private:
  char any_byte() { return static_cast<char>(below(256)); }
  void mutate(std::string& bytes) {
    const std::size_t at = below(bytes.size());
    switch (below(7)) {
      case 0:
        if (!bytes.empty()) bytes[at] = any_byte();
        break;
      case 1:
        if (!bytes.empty()) bytes[at] = static_cast<char>(bytes[at] ^ (1 << below(8)));
        break;
      case 2:
        bytes.resize(at);
        break;
      case 3:
        bytes.insert(at, below(40), any_byte());
        break;
      case 4:
        bytes.erase(at, below(20));
        break;
      case 5:  // A compression pointer, forwards or backwards.
        bytes.insert(at, {static_cast<char>(0xc0 | below(2)), static_cast<char>(below(80))});
        break;
      default:
        bytes += originals_[below(originals_.size())].substr(below(header_size));
    }
  }

  const std::vector<std::string> originals_ = originals();
  std::mt19937 random_{20240229};
};

bool is_response(const std::string& bytes) { return (static_cast<unsigned char>(bytes[2]) & 0x80) != 0; }

/// Whether there was a reason to say nothing: no query, or one for the name that stays without an answer.
bool may_be_dropped(const std::string& query) {
  if (query.size() < header_size || is_response(query)) return true;
  const Query read = read_query(query);
  return read.kind == Query::Kind::question && folded_name(read.name) == "silent.test";
}

TEST_CASE("whatever comes is answered with a message, or dropped on purpose", "[dns]") {
  Responder responder;
  fill(responder.zone());
  Mutator mutator;
  const long count = wanted_count();
  long answered = 0, good = 0;
  for (long i = 0; i < count; ++i) {
    const std::string query = mutator.next();
    const Transport transport = mutator.below(2) == 0 ? Transport::udp : Transport::tcp;
    Outcome outcome = responder.take(query, transport);
    if (outcome.ticket > 0) outcome = responder.reply(outcome.ticket, with_records({{"A", "127.0.0.9", 1}}));
    if (outcome.bytes.empty()) {
      if (!may_be_dropped(query)) FAIL("query " << i << " of " << query.size() << " bytes was dropped");
      continue;
    }
    ++answered;
    if (!is_message(outcome.bytes)) FAIL("the answer to query " << i << " is no message");
    const bool fits = transport == Transport::tcp || outcome.bytes.size() <= read_query(query).udp_limit;
    const bool belongs = outcome.bytes.substr(0, 2) == query.substr(0, 2) && is_response(outcome.bytes);
    if (!fits || !belongs) FAIL("the answer to query " << i << " is too long, or another's");
    good += (static_cast<unsigned char>(outcome.bytes[3]) & 15) == 0 ? 1 : 0;
    if (i % 1000 == 0) {
      responder.begin();
      fill(responder.zone());
    }
  }
  // Most are still answered, and a good part of them well: the mutations are not all too wild.
  CHECK(answered > count / 2);
  CHECK(good > count / 10);
}

TEST_CASE("spoilt responses are what they are called", "[dns]") {
  const auto spoilt = [](Malformation how) {
    Responder responder;
    Answer answer = with_records({{"A", "127.0.0.2", 60}});
    answer.malformed = how;
    responder.zone().set("www.test", {answer});
    return responder.take(query_for("www.test", 1), Transport::udp).bytes;
  };
  const std::string right = spoilt(Malformation::none);
  REQUIRE(is_message(right));
  CHECK(spoilt(Malformation::wrong_id).substr(0, 2) != right.substr(0, 2));
  CHECK(spoilt(Malformation::wrong_id).substr(2) == right.substr(2));
  for (const Malformation how :
       {Malformation::cut_short, Malformation::compression_loop, Malformation::random_bytes}) {
    CHECK(spoilt(how).substr(0, 2) == right.substr(0, 2));
    CHECK_FALSE(is_message(spoilt(how)));
  }
}

}  // namespace
}  // namespace parley::dns

// A transcript tells one conversation, and always in the same words: random conversations, played over real
// sockets under several seeds of segmentation and of the order in which tasks take turns, and each beside one
// that differs from it in one thing. PARLEY_CONVERSATIONS says how many; PARLEY_SEED where to begin.
#include <functional>
#include <optional>
#include <unordered_map>

#include "tests/bindings/conversation.hpp"
#include "tests/bindings/stage.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::conversations;

namespace {

/// What differs, or failed, when the conversation is played in all ways; nothing where it is told the same.
std::optional<std::string> told_otherwise(Stage& stage, const Conversation& conversation,
                                          std::uint64_t seed) {
  const std::string first = stage.play(script_of(conversation), way(seed, 0));
  if (first.find("failed: ") != std::string::npos) return first;
  for (int i = 1; i < ways; ++i) {
    const std::string text = stage.play(script_of(conversation), way(seed, i));
    if (text != first)
      return "one way:\n" + first + "another (" + std::to_string(way(seed, i)) + "):\n" + text;
  }
  return std::nullopt;
}

/// The conversation without whatever can be left out of it so that it is still `wanted`.
Conversation shrunk(Conversation conversation, const std::function<bool(const Conversation&)>& wanted) {
  const auto still = [&](const Conversation& smaller) {
    const Meaning meaning = meaning_of(smaller);
    return meaning.possible && meaning.complete && wanted(smaller);
  };
  for (std::size_t size = conversation.actions.size(); size > 0; size /= 2) {
    for (std::size_t at = 0; at + size <= conversation.actions.size();) {
      Conversation smaller = conversation;
      const auto from = smaller.actions.begin() + static_cast<std::ptrdiff_t>(at);
      smaller.actions.erase(from, from + static_cast<std::ptrdiff_t>(size));
      if (still(smaller)) {
        conversation = smaller;
      } else {
        ++at;
      }
    }
  }
  return conversation;
}

void check_told_always_the_same(Stage& stage, const Conversation& conversation, std::uint64_t seed) {
  if (!told_otherwise(stage, conversation, seed)) return;
  const Conversation small =
      shrunk(conversation, [&](const Conversation& c) { return told_otherwise(stage, c, seed).has_value(); });
  FAIL("seed " << seed << ": one conversation, several transcripts\n"
               << told_otherwise(stage, small, seed).value_or("(not this time)") << script_of(small));
}

/// Two conversations differ where their transcripts do, but for declared reads.
void check_told_apart(const Conversation& a, const std::string& a_text, const Conversation& b,
                      const std::string& b_text, std::uint64_t seed) {
  const Meaning one = meaning_of(a);
  const Meaning other = meaning_of(b);
  INFO("seed " << seed << "\n" << a_text << script_of(a) << "\n" << b_text << script_of(b));
  if (one.order != other.order) REQUIRE(a_text != b_text);
  if (one.order == other.order && one.cuts == other.cuts) REQUIRE(a_text == b_text);
}

}  // namespace

TEST_CASE("each conversation has one transcript, and no other conversation has it", "[conversations]") {
  const std::uint64_t first = number_from("PARLEY_SEED", 1);
  const std::uint64_t count = number_from("PARLEY_CONVERSATIONS", 100);
  Stage stage;
  std::unordered_map<std::string, Conversation> known;
  for (std::uint64_t seed = first; seed < first + count; ++seed) {
    Random random(seed);
    const Conversation conversation = any_conversation(random);
    check_told_always_the_same(stage, conversation, seed);
    const std::string text = stage.play(script_of(conversation), way(seed, 1));
    const auto [place, is_new] = known.emplace(text, conversation);
    if (!is_new) check_told_apart(place->second, text, conversation, text, seed);
    const Conversation other = changed(conversation, random);
    check_told_apart(conversation, text, other, stage.play(script_of(other), way(seed, 2)), seed);
  }
}

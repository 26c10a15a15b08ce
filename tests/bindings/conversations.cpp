// A transcript tells one conversation, and always in the same words: random conversations, played over real
// sockets under several seeds of segmentation and of the order in which tasks take turns, and each beside one
// that differs from it in one thing. PARLEY_CONVERSATIONS says how many; PARLEY_SEED where to begin.
#include <cstdlib>
#include <functional>
#include <optional>
#include <unordered_map>

#include "tests/bindings/conversation.hpp"
#include "tests/bindings/in_process.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::conversations;

namespace {

constexpr int ways = 5;

std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// Plays conversations, each as a scenario of its own, and gives their transcripts.
class Stage {
 public:
  Stage() : process_(folder_) {
    const std::string path = folder_.write("stage.lua",
                                           "scenario('it', { timeout = 60 }, function(t) "
                                           "assert(load(t:param('script'), '=conversation'))(t) end)");
    if (!process_.load(path)) FAIL(process_.problem.message);
  }

  /// The transcript as it is when the last role is done; what went wrong, if something did.
  std::string play(const Conversation& conversation, std::uint64_t seed) {
    process_.surroundings().parameters["script"] = script_of(conversation);
    process_.surroundings().segment = seed;
    process_.runtime.scheduler.choose_by(seed);
    std::string text;
    const runner::Result result =
        process_.play_once([&](const runner::Scenario&) { text = process_.runtime.recorder->text(); });
    if (!result.failures.empty()) text += "failed: " + result.failures.front().message + '\n';
    return text;
  }

 private:
  Folder folder_;
  InProcess process_;
};

/// The seeds of a conversation: one cuts byte by byte.
std::uint64_t way(std::uint64_t seed, int number) {
  return number == 0 ? 1 : seed * ways + static_cast<unsigned>(number) + 2;
}

/// What differs, or failed, when the conversation is played in all ways; nothing where it is told the same.
std::optional<std::string> told_otherwise(Stage& stage, const Conversation& conversation,
                                          std::uint64_t seed) {
  const std::string first = stage.play(conversation, way(seed, 0));
  if (first.find("failed: ") != std::string::npos) return first;
  for (int i = 1; i < ways; ++i) {
    const std::string text = stage.play(conversation, way(seed, i));
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
    const std::string text = stage.play(conversation, way(seed, 1));
    const auto [place, is_new] = known.emplace(text, conversation);
    if (!is_new) check_told_apart(place->second, text, conversation, text, seed);
    const Conversation other = changed(conversation, random);
    check_told_apart(conversation, text, other, stage.play(other, way(seed, 2)), seed);
  }
}

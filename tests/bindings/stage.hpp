// Where a scenario is played several times in one process, each time with other cuts of its streams and
// another order in which its tasks take turns: it has one transcript.
#pragma once

#include <cstdlib>
#include <string>

#include "tests/bindings/in_process.hpp"
#include "tests/catch.hpp"

namespace parley {

/// In how many ways each is played.
inline constexpr int ways = 5;

inline std::uint64_t number_from(const char* variable, std::uint64_t otherwise) {
  const char* text = std::getenv(variable);
  return text != nullptr ? std::strtoull(text, nullptr, 10) : otherwise;
}

/// The seeds of one that is itself made from a seed: the first cuts byte by byte.
inline std::uint64_t way(std::uint64_t seed, int number) {
  return number == 0 ? 1 : seed * ways + static_cast<unsigned>(number) + 2;
}

class Stage {
 public:
  Stage() : process_(folder_) {
    const std::string path = folder_.write("stage.lua",
                                           "scenario('it', { timeout = 60 }, function(t) "
                                           "assert(load(t:param('script'), '=conversation'))(t) end)");
    if (!process_.load(path)) FAIL(process_.problem.message);
  }

  /// The transcript of the body `script` as it is when the last role is done; what went wrong, if something
  /// did.
  std::string play(const std::string& script, std::uint64_t seed) {
    process_.surroundings().parameters["script"] = script;
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

}  // namespace parley

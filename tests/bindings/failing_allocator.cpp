// Memory that runs out at each allocation of a scenario's life in turn: no crash, nothing left behind (the
// sanitizers watch), and each time a result.
#include "tests/bindings/in_process.hpp"
#include "tests/catch.hpp"

using namespace parley;
using runner::Verdict;

namespace {

const std::string life = PARLEY_SOURCE_DIR "/tests/bindings/life.lua";

/// Whether the result is one: it failed with words, or passed without any.
bool is_whole(const runner::Result& result) {
  if (result.verdict == Verdict::passed) return result.failures.empty();
  return !result.failures.empty() && !result.failures.front().message.empty();
}

/// Plays the scenario with memory for `requests` more allocations; after the body there is memory again where
/// it `recovers`. Returns whether that was enough.
bool enough_to_play(const Folder& folder, std::uint64_t requests, bool recovers) {
  InProcess process(folder);
  REQUIRE(process.load(life));
  Allocator& allocator = process.runtime.allocator;
  std::uint64_t used = 0;
  const auto begins = [&, phase = 0](const runner::Scenario&) mutable {
    const std::uint64_t now = allocator.requests();
    if (phase++ == 0)
      allocator.fail_from(now + requests);
    else if (recovers)
      allocator.fail_from(UINT64_MAX);
    used = now;
  };
  const std::uint64_t before = allocator.requests();
  const runner::Result result = process.play_it(begins);
  if (!recovers) used = allocator.requests();
  const bool enough = used - before < requests;
  INFO("allocation " << requests << (recovers ? ", then memory again" : ""));
  REQUIRE(is_whole(result));
  // The last thing before the clean-up is a smaller stack for each cancelled task, which Lua can do without.
  if (enough || !recovers) REQUIRE((result.verdict == Verdict::passed) == enough);
  return enough;
}

}  // namespace

TEST_CASE("no state where there is no memory for one", "[allocator]") {
  const Folder folder;
  for (const std::size_t bytes : {0U, 1'000U, 2'000U, 4'000U, 8'000U, 16'000U}) {
    InProcess process(folder, bytes);
    CHECK_FALSE(process.load(life));
    CHECK_FALSE(process.problem.message.empty());
  }
}

TEST_CASE("loading ends in words, whichever allocation fails", "[allocator]") {
  const Folder folder;
  for (std::uint64_t n = 1;; ++n) {
    InProcess process(folder);
    process.runtime.allocator.fail_from(process.runtime.allocator.requests() + n);
    if (process.load(life)) break;
    INFO("allocation " << n);
    REQUIRE_FALSE(process.problem.message.empty());
  }
}

TEST_CASE("playing ends in a result, whichever allocation fails", "[allocator]") {
  const Folder folder;
  const std::ptrdiff_t before = open_descriptors();
  for (const bool recovers : {false, true}) {
    for (std::uint64_t n = 1; !enough_to_play(folder, n, recovers); ++n)
      REQUIRE(open_descriptors() == before);
  }
}

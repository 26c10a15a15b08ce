// Memory that runs out at each allocation of a scenario's life in turn: no crash, nothing left behind (the
// sanitizers watch), and each time a result.
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

#include "tests/bindings/in_process.hpp"
#include "tests/catch.hpp"

using namespace parley;

namespace {

const std::string life = PARLEY_SOURCE_DIR "/tests/bindings/life.lua";

/// A folder for the scenario's files.
class Folder {
 public:
  Folder() : path_(::mkdtemp(name_)) {}
  ~Folder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

 private:
  char name_[32] = "/tmp/parley-life-XXXXXX";
  std::string path_;
};

/// How many descriptors this process has open.
std::ptrdiff_t descriptors() {
  return std::distance(std::filesystem::directory_iterator("/proc/self/fd"),
                       std::filesystem::directory_iterator());
}

bool has_words(const runner::Result& result) {
  return !result.failures.empty() && !result.failures.front().message.empty();
}

}  // namespace

TEST_CASE("the scenario of this test passes while there is memory", "[allocator]") {
  const Folder folder;
  InProcess process(folder.path());
  REQUIRE(process.load(life));
  const runner::Result result = process.play_it();
  for (const runner::Failure& failure : result.failures) UNSCOPED_INFO(failure.message);
  CHECK(result.verdict == runner::Verdict::passed);
}

TEST_CASE("no state where there is no memory for one", "[allocator]") {
  for (const std::size_t bytes : {0U, 1'000U, 2'000U, 4'000U, 8'000U, 16'000U}) {
    InProcess process("/", bytes);
    CHECK_FALSE(process.load(life));
    CHECK_FALSE(process.problem.message.empty());
  }
}

TEST_CASE("loading ends in words, whichever allocation fails", "[allocator]") {
  for (std::uint64_t n = 1;; ++n) {
    InProcess process("/");
    process.runtime.allocator.fail_from(process.runtime.allocator.requests() + n);
    const bool loaded = process.load(life);
    INFO("allocation " << n);
    if (loaded) break;
    REQUIRE_FALSE(process.problem.message.empty());
  }
}

TEST_CASE("playing ends in a result, whichever allocation fails", "[allocator]") {
  const Folder folder;
  const std::ptrdiff_t before = descriptors();
  for (std::uint64_t n = 1;; ++n) {
    bool enough = false;
    {
      InProcess process(folder.path());
      REQUIRE(process.load(life));
      const std::uint64_t last = process.runtime.allocator.requests() + n;
      process.runtime.allocator.fail_from(last);
      const runner::Result result = process.play_it();
      enough = process.runtime.allocator.requests() < last;
      INFO("allocation " << n);
      REQUIRE(has_words(result) == (result.verdict == runner::Verdict::failed));
      REQUIRE((enough || result.verdict == runner::Verdict::failed));
    }
    REQUIRE(descriptors() == before);
    if (enough) break;
  }
}

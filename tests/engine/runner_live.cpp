// What a listener learns while a scenario still runs: what its roles print, and when it may draw.
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>

#include "engine/base/descriptor.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

/// A named pipe by which the listener lets the scenario go on; descriptors are not inherited by that.
class Gate {
 public:
  Gate() {
    char name[] = "/tmp/parley-gate-XXXXXX";
    folder_ = ::mkdtemp(name);
    path_ = folder_ + "/gate";
    ::mkfifo(path_.c_str(), 0666);
    ::chmod(folder_.c_str(), 0755);
    pipe_.reset(::open(path_.c_str(), O_RDWR | O_CLOEXEC));
  }
  ~Gate() { std::filesystem::remove_all(folder_); }

  void open() const { CHECK(::write(pipe_.get(), "x", 1) == 1); }
  void wait() const {
    char byte = 0;
    const Descriptor reading(::open(path_.c_str(), O_RDONLY | O_CLOEXEC));
    if (::read(reading.get(), &byte, 1) != 1) _exit(99);
  }

 private:
  std::string folder_;
  std::string path_;
  Descriptor pipe_;
};

class Audience final : public SessionListener {
 public:
  explicit Audience(const Gate& gate) : gate_(gate) {}

  void role_printed(const Scenario& scenario, const Output& output) override {
    heard += scenario.name + ": " + output.role + ": " + output.text;
    gate_.open();
  }
  void scenario_finished(const Scenario&, const Result& result) override { verdict = result.verdict; }
  Duration idle() override {
    ++asked;
    if (asked == opens_after) gate_.open();
    return asked < opens_after ? std::chrono::milliseconds(1) : Duration::max();
  }

  std::string heard;
  int asked = 0;
  int opens_after = 0;
  Verdict verdict = Verdict::failed;

 private:
  const Gate& gate_;
};

SessionEnd run(FakeHost& host, Audience& audience, Network network, bool live) {
  SessionOptions options;
  options.network = network;
  options.live_output = live;
  SignalWatch signals;
  return run_scenarios(host, host.scenarios, options, audience, signals);
}

TEST_CASE("what a role prints is told while its scenario runs", "[runner]") {
  for (const Network network : networks()) {
    const Gate gate;
    FakeHost host;
    host.add("talks", [&](const Surroundings& surroundings, Result&) {
      surroundings.printed("server", "listening\n");
      gate.wait();
    });
    Audience audience(gate);
    CHECK_FALSE(run(host, audience, network, true).failure);
    CHECK(audience.heard == "talks: server: listening\n");
    CHECK(audience.verdict == Verdict::passed);
  }
}

TEST_CASE("nothing is sent where nobody looks on", "[runner]") {
  const Gate gate;
  FakeHost host;
  host.add("talks", [](const Surroundings& surroundings, Result& result) {
    if (surroundings.printed) fail(result, "somebody looks on");
  });
  Audience audience(gate);
  run(host, audience, Network::automatic, false);
  CHECK(audience.verdict == Verdict::passed);
}

TEST_CASE("a listener that has something to draw is asked again while nothing happens", "[runner]") {
  const Gate gate;
  FakeHost host;
  host.add("waits", [&](const Surroundings&, Result&) { gate.wait(); });
  Audience audience(gate);
  audience.opens_after = 20;
  run(host, audience, Network::automatic, false);
  CHECK(audience.asked >= 20);
  CHECK(audience.verdict == Verdict::passed);
}

}  // namespace
}  // namespace parley::runner

// Scenarios of one run, one after the other, and the worlds that they find themselves in.
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "engine/net/residue.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

/// Tells its process id, which in a new world is always the same, and its network. The numbers of namespaces
/// that are gone are given anew, so they tell only those apart that follow each other.
void tell(const Surroundings&, Result& result) {
  result.outputs.push_back({"process", std::to_string(getpid()), {}});
  result.outputs.push_back({"network", std::filesystem::read_symlink("/proc/self/ns/net").string(), {}});
}

/// What all of them told, in their order.
class Told {
 public:
  Told(const FakeHost& host, Notes& notes) {
    for (const Scenario& scenario : host.scenarios) {
      const std::vector<Output>& outputs = notes.results[scenario.name].outputs;
      REQUIRE(outputs.size() == 2);
      processes_.push_back(outputs[0].text);
      networks_.push_back(outputs[1].text);
    }
  }

  /// How many found a world that was new.
  std::ptrdiff_t new_worlds() const {
    return std::count(processes_.begin(), processes_.end(), first_process);
  }

  /// Whether nobody had the network of the one before the last one: while one runs the next world is made
  /// ready, so two worlds take turns.
  bool networks_change() const {
    for (std::size_t i = 2; i < networks_.size(); ++i)
      if (networks_[i] == networks_[i - 2]) return false;
    return true;
  }

  /// Whether what that one told of its network ends so.
  bool is_network_of(std::size_t scenario, const std::string& words) const {
    return networks_[scenario].ends_with(words);
  }

 private:
  static constexpr const char* first_process = "2";  ///< Behind the keeper.

  std::vector<std::string> processes_;
  std::vector<std::string> networks_;
};

bool has_worlds() {
  if (networks().size() == 2) return true;
  WARN("no private worlds on this machine");
  return false;
}

TEST_CASE("a world serves one scenario after the other", "[runner]") {
  if (!has_worlds()) return;
  FakeHost host;
  for (const char* name : {"1", "2", "3", "4", "5", "6", "7", "8"}) host.add(name, tell);
  Notes notes;
  run(host, notes, Network::private_world);
  const Told told(host, notes);
  CHECK(told.new_worlds() == 2);  // The next one is made ready while one runs.
}

TEST_CASE("a world that a scenario failed in, or left a process in, serves no other", "[runner]") {
  if (!has_worlds()) return;
  FakeHost host;
  const auto fails = [](const Surroundings& surroundings, Result& result) {
    tell(surroundings, result);
    fail(result, "as it should");
  };
  const auto forks = [](const Surroundings& surroundings, Result& result) {
    tell(surroundings, result);
    const pid_t child = fork();
    if (child == 0) _exit(0);
    waitpid(child, nullptr, 0);
  };
  for (const char* name : {"1", "2", "3"}) host.add(name, fails);
  for (const char* name : {"4", "5", "6"}) host.add(name, forks);
  Notes notes;
  run(host, notes, Network::private_world);
  const Told told(host, notes);
  CHECK(told.new_worlds() == 6);
}

TEST_CASE("a world with names of its own serves one scenario", "[runner]") {
  if (!has_worlds()) return;
  FakeHost host;
  for (const char* name : {"1", "2", "3", "4"}) host.add(name, tell).hosts = {{"db.example", "127.0.0.2"}};
  for (const char* name : {"5", "6", "7", "8"}) host.add(name, tell);
  Notes notes;
  run(host, notes, Network::private_world);
  const Told told(host, notes);
  CHECK(told.new_worlds() == 6);
}

TEST_CASE("nobody meets the network of a scenario that reached below its transport", "[runner]") {
  if (!has_worlds()) return;
  FakeHost host;
  for (const char* name : {"1", "2", "3", "4", "5", "6"}) {
    host.add(name, [](const Surroundings& surroundings, Result& result) {
      net::note_residue();
      tell(surroundings, result);
    });
  }
  Notes notes;
  run(host, notes, Network::private_world);
  const Told told(host, notes);
  CHECK(told.new_worlds() == 2);
  CHECK(told.networks_change());
}

/// What each of eight scenarios, of these files in turn, finds to be loaded ahead, by `host`'s on_preload or
/// one that always can.
Lines found_ahead(FakeHost& host, const Lines& files) {
  static std::string ahead;
  if (!host.on_preload) host.on_preload = [](const std::string& file) { return !(ahead += file).empty(); };
  for (std::size_t i = 0; i < 8; ++i) {
    host.add(std::to_string(i),
             [](const Surroundings&, Result& result) {
               result.outputs.push_back({"ahead", std::exchange(ahead, "changed"), {}});
             })
        .file = files[i % files.size()];
  }
  Notes notes;
  run(host, notes, Network::private_world);
  Lines found;
  for (const Scenario& scenario : host.scenarios)
    found.push_back(notes.results[scenario.name].outputs.at(0).text);
  return found;
}

// Two worlds take turns, and in each the second scenario of a file is the first to be worth a fork server.
TEST_CASE("a file is loaded ahead once in each world, and nobody meets what another one did to it",
          "[runner]") {
  if (!has_worlds()) return;
  FakeHost same;
  CHECK(found_ahead(same, {"f"}) == Lines{"", "", "f", "f", "f", "f", "f", "f"});
  FakeHost one_after_the_other;
  CHECK(found_ahead(one_after_the_other, {"f", "f", "f", "f", "g", "g", "g", "g"}) ==
        Lines{"", "", "f", "f", "", "", "g", "g"});
}

TEST_CASE("where files take turns none is loaded ahead, nor where that is of no use", "[runner]") {
  if (!has_worlds()) return;
  const Lines nothing(8);
  FakeHost host;
  CHECK(found_ahead(host, {"f", "f", "g", "g"}) == nothing);
  FakeHost refusing;
  refusing.on_preload = [](const std::string&) { return false; };
  CHECK(found_ahead(refusing, {"f"}) == nothing);
  FakeHost dying;
  dying.on_preload = [](const std::string&) -> bool { _exit(1); };
  CHECK(found_ahead(dying, {"f"}) == nothing);
}

TEST_CASE("a file that is loaded ahead stays so where scenarios get other networks", "[runner]") {
  if (!has_worlds()) return;
  static bool is_ahead = false;
  FakeHost host;
  host.on_preload = [](const std::string&) { return is_ahead = true; };
  for (const char* name : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
    host.add(name, [](const Surroundings& surroundings, Result& result) {
      net::note_residue();
      tell(surroundings, result);
      result.outputs.back().text += is_ahead ? " ahead" : " by itself";
    });
  }
  Notes notes;
  run(host, notes, Network::private_world);
  const Told told(host, notes);
  CHECK(told.networks_change());
  for (std::size_t i = 0; i < 8; ++i) CHECK(told.is_network_of(i, i < 2 ? "by itself" : "ahead"));
}

TEST_CASE("a scenario whose world cannot be made anew gets another one", "[runner]") {
  if (!has_worlds()) return;
  FakeHost host;
  for (const char* name : {"1", "2", "3", "4"}) {
    host.add(name, [](const Surroundings& surroundings, Result& result) {
      // Its keeper has room for no further network then, which it finds out when it has said that it stays.
      std::ofstream("/proc/sys/user/max_net_namespaces") << "0";
      tell(surroundings, result);
    });
  }
  Notes notes;
  run(host, notes, Network::private_world);
  const Told told(host, notes);
  CHECK(told.new_worlds() == 4);
  CHECK(notes.lines ==
        Lines{"start 1", "passed 1", "start 2", "passed 2", "start 3", "passed 3", "start 4", "passed 4"});
}

TEST_CASE("events of each scenario are its own where they share a world", "[runner]") {
  for (const Network network : networks()) {
    FakeHost host;
    for (int index = 0; index < 4; ++index) {
      host.add(std::to_string(index), [index](const Surroundings& surroundings, Result&) {
        transcript::Event event;
        event.scenario = index;
        surroundings.events->add(event);
      });
    }
    struct Counting final : SessionListener {
      void scenario_events(const Scenario& scenario, const RunOf&,
                           const std::vector<transcript::Event>& events) override {
        counts[scenario.name] += events.size();
      }
      std::map<std::string, std::size_t> counts;
    } counting;
    SessionOptions options;
    options.network = network;
    options.jobs = 1;
    options.events = true;
    options.rounds = 2;
    SignalWatch signals;
    run_scenarios(host, host.scenarios, options, counting, signals);
    CHECK(counting.counts == std::map<std::string, std::size_t>{{"0", 2}, {"1", 2}, {"2", 2}, {"3", 2}});
  }
}

}  // namespace
}  // namespace parley::runner

// Scenarios of one run, one after the other, and the worlds that they find themselves in.
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <set>

#include "engine/net/residue.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

/// Tells which world it is in, and which network.
void tell(const Surroundings&, Result& result) {
  for (const char* space : {"user", "net"})
    result.outputs.push_back(
        {space, std::filesystem::read_symlink(std::string("/proc/self/ns/") + space).string(), {}});
}

class Told {
 public:
  Told(FakeHost& host, Notes& notes) {
    for (const Scenario& scenario : host.scenarios) {
      const std::vector<Output>& outputs = notes.results[scenario.name].outputs;
      if (outputs.size() < 2) continue;
      worlds.push_back(outputs[0].text);
      networks.push_back(outputs[1].text);
    }
  }

  static std::size_t different(const std::vector<std::string>& names) {
    return std::set<std::string>(names.begin(), names.end()).size();
  }

  std::vector<std::string> worlds;
  std::vector<std::string> networks;
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
  REQUIRE(told.worlds.size() == 8);
  CHECK(Told::different(told.worlds) == 2);  // The next one is made ready while one runs.
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
  REQUIRE(told.worlds.size() == 6);
  CHECK(Told::different(told.worlds) == 6);
}

TEST_CASE("a world with names of its own serves one scenario", "[runner]") {
  if (!has_worlds()) return;
  FakeHost host;
  for (const char* name : {"1", "2", "3", "4"}) host.add(name, tell).hosts = {{"db.example", "127.0.0.2"}};
  for (const char* name : {"5", "6", "7", "8"}) host.add(name, tell);
  Notes notes;
  run(host, notes, Network::private_world);
  const Told told(host, notes);
  REQUIRE(told.worlds.size() == 8);
  CHECK(Told::different(told.worlds) == 6);
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
  REQUIRE(told.worlds.size() == 6);
  CHECK(Told::different(told.worlds) == 2);
  CHECK(Told::different(told.networks) == 6);
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

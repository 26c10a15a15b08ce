// A ScriptHost without scripts: scenarios are C++ functions, found by name. And a listener that takes down
// what it is told.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/runner/script_host.hpp"
#include "engine/runner/session.hpp"
#include "engine/world/probe.hpp"

namespace parley::runner {

class FakeHost final : public ScriptHost {
 public:
  using Body = std::function<void(const Surroundings&, Result&)>;

  /// Registers a scenario of the file "fake.lua" and returns it, to be changed further.
  Scenario& add(const std::string& name, Body body) {
    Scenario scenario;
    scenario.name = name;
    scenario.file = "fake.lua";
    scenario.index = static_cast<int>(scenarios.size());
    scenario.line = scenario.index + 1;
    bodies_[scenario.index] = std::move(body);
    scenarios.push_back(scenario);
    return scenarios.back();
  }

  LoadedFile load(const std::string& file) override { return on_load(file); }

  bool preload(const std::string& file, bool) override { return on_preload && on_preload(file); }

  void run(const std::string&, const std::vector<Scenario>& members, const Surroundings& surroundings,
           const std::function<void(const Scenario&)>& started,
           const std::function<void(const Scenario&, const Result&)>& finished) override {
    for (const Scenario& scenario : members) {
      started(scenario);
      current = [&](const Result& result) { finished(scenario, result); };
      Result result;
      bodies_[scenario.index](surroundings, result);
      finished(scenario, result);
    }
    if (at_end) at_end();
  }

  std::vector<Scenario> scenarios;
  std::function<LoadedFile(const std::string&)> on_load;
  std::function<bool(const std::string&)> on_preload;
  std::function<void()> at_end;
  std::function<void(const Result&)> current;  ///< What a crash handler would call.

 private:
  std::map<int, Body> bodies_;
};

inline void fail(Result& result, const std::string& message) {
  result.verdict = Verdict::failed;
  Failure failure;
  failure.message = message;
  result.failures.push_back(failure);
}

class Notes final : public SessionListener {
 public:
  void scenario_started(const Scenario& scenario) override { lines.push_back("start " + scenario.name); }
  void scenario_finished(const Scenario& scenario, const Result& result) override {
    static const char* const verdicts[] = {"passed ", "failed ", "skipped "};
    lines.push_back(verdicts[static_cast<int>(result.verdict)] + scenario.name);
    results[scenario.name] = result;
  }

  /// The first failure's message; empty where there is none.
  std::string message(const std::string& name) {
    const Result& result = results[name];
    return result.failures.empty() ? "" : result.failures.front().message;
  }

  std::vector<std::string> lines;
  std::map<std::string, Result> results;
};

using Lines = std::vector<std::string>;

/// The networks that this machine has: the tests run in each.
inline std::vector<Network> networks() {
  static const bool has_private = !world::try_private_world().failure;
  if (has_private) return {Network::private_world, Network::host};
  return {Network::host};
}

inline SessionEnd run(FakeHost& host, Notes& notes, Network network, int jobs = 1) {
  SessionOptions options;
  options.network = network;
  options.jobs = jobs;
  options.patience = std::chrono::milliseconds(100);
  SignalWatch signals;
  return run_scenarios(host, host.scenarios, options, notes, signals);
}

}  // namespace parley::runner

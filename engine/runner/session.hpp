// A session loads files and runs their scenarios, each in a process of its own, and tells a listener what
// happens. The parent's half of the runner; it runs no script itself.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/capture/captures.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"
#include "engine/runner/script_host.hpp"
#include "engine/runner/signal_watch.hpp"
#include "engine/transcript/event.hpp"
#include "engine/world/probe.hpp"

namespace parley::runner {

struct SessionOptions {
  Network network = Network::automatic;  ///< --network: automatic is private where the machine allows it.
  /// How many scenarios run at the same time; 0: as many as keep the cores busy (capacity.hpp).
  int jobs = 1;
  bool all_exchanges = false;  ///< Results of scenarios that passed hold their transcript, too.
  bool record = true;          ///< Surroundings::record.
  bool live_output = false;    ///< The listener is told what roles print while they run.
  bool events = false;         ///< The listener is told all that happens, as it happens.
  capture::Captures* captures =
      nullptr;  ///< Packets are captured, and written there; it outlives the session.
  golden::Mode goldens = golden::Mode::compare;
  int retries = 0;                       ///< How often a scenario that failed is run again.
  int rounds = 1;                        ///< How often every scenario is run.
  int fail_fast = 0;                     ///< After so many failures no other scenario is started; 0: never.
  std::optional<std::uint64_t> shuffle;  ///< The seed of a random order.
  /// How streams are cut, as Surroundings::segment. Under several of them, each scenario runs once for each,
  /// and has one verdict (sweep.hpp).
  std::vector<std::optional<std::uint64_t>> segments = {std::nullopt};
  Duration time_limit = Duration::max();  ///< Of the whole session.
  Duration slow_after = Duration::max();  ///< The listener is told of a scenario that runs longer than that.
  std::map<std::string, std::string> parameters;
  /// How long after its deadline a scenario that does not answer is killed.
  Duration patience = std::chrono::milliseconds(1000);
  /// Whether private worlds can be had here: whoever asked before the scripts were loaded knows it sooner.
  std::function<world::PrivateWorld()> private_world = world::try_private_world;
};

/// One run of a scenario, of those that attempts, rounds and sweeps make.
struct RunOf {
  int number = 0;                          ///< From 1, in the session.
  std::optional<std::uint64_t> segment{};  ///< Result::segment.
  int round = 0;                           ///< Result::round.
};

/// Is told what happens, in order. With several jobs the scenarios interleave.
class SessionListener {
 public:
  virtual ~SessionListener() = default;
  virtual void scenario_started(const Scenario&) {}
  virtual void scenario_finished(const Scenario&, const Result&) {}
  /// A role printed this much more; only with SessionOptions::live_output, and in the results all the same.
  virtual void role_printed(const Scenario&, const Output&) {}
  /// More has happened in a run of it, only with SessionOptions::events. Unlike all the others this is told
  /// at once: before scenario_started, and after scenario_finished, too.
  virtual void scenario_events(const Scenario&, const RunOf&, const std::vector<transcript::Event>&) {}
  /// It runs for more than `so_far`: SessionOptions::slow_after, then twice that, four times, ...
  virtual void scenario_slow(const Scenario&, Duration /*so_far*/) {}
  /// Called whenever the session is about to wait: how long it may wait before it calls again.
  virtual Duration idle() { return Duration::max(); }
};

/// Loads each file in a process of its own, in the given order. A file whose loading crashes, hangs (5 s) or
/// says nothing is an error of that file; two scenarios of one name in a file are an error that names both
/// lines. A signal that ends the run ends the loading: `signals` knows which, and the files after it are
/// empty.
std::vector<LoadedFile> load_files(ScriptHost& host, const std::vector<std::string>& files,
                                   SignalWatch& signals);

/// Why the session stopped before its end; nothing where it did not.
struct SessionEnd {
  int signal = 0;  ///< That stopped it (SIGINT, ...): scenarios that ran were killed, nothing is left behind.
  Error failure;   ///< The machine failed us (no process to be had, the network forbidden that was demanded,
                   ///< ...).
  std::string early{};  ///< The options ended it: which, and why.
};

/// Runs the scenarios, skips by name those whose requirements the machine does not meet. A SIGTSTP suspends
/// all of it: neither the scenarios nor their time limits run on until SIGCONT.
SessionEnd run_scenarios(ScriptHost& host, const std::vector<Scenario>& scenarios,
                         const SessionOptions& options, SessionListener& listener, SignalWatch& signals);

}  // namespace parley::runner

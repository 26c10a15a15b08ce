#include "engine/runner/worker.hpp"

#include <stdio.h>
#include <sys/resource.h>

#include <iostream>
#include <optional>
#include <utility>

#include "engine/net/residue.hpp"
#include "engine/runner/channel.hpp"
#include "engine/runner/event_writer.hpp"
#include "engine/runner/wire.hpp"

#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/lsan_interface.h>
#endif

namespace parley::runner {
namespace {

/// A process that leaves by _exit runs no leak check of its own, and flushes nothing.
int leave_with(int status) {
  std::cout.flush();
  fflush(nullptr);
#ifdef __SANITIZE_ADDRESS__
  if (__lsan_do_recoverable_leak_check() != 0) return leaked;
#endif
  return status;
}

Duration duration(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

/// What this process took of the cores so far, and those of its children that it has waited for
/// (getrusage(2)).
Duration cpu_time() {
  Duration sum{};
  for (const auto who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
    rusage usage{};
    getrusage(who, &usage);
    sum += duration(usage.ru_utime) + duration(usage.ru_stime);
  }
  return sum;
}

std::vector<Scenario> copies(const std::vector<const Scenario*>& members) {
  std::vector<Scenario> scenarios;
  for (const Scenario* member : members) scenarios.push_back(*member);
  return scenarios;
}

}  // namespace

int run_members(const Work& work, const world::Alarm& alarm) {
  bool failed = false;
  const std::size_t residues_before = net::residues();
  int running = work.members.front()->index;
  Duration cpu_before = cpu_time();
  const auto started = [&](const Scenario& scenario) {
    alarm.set(scenario.timeout + work.patience);
    // Of the first one, and of clean-ups, parley knows: each message takes the scenarios' cores from them.
    if (std::exchange(running, scenario.index) == scenario.index) return;
    send_record(work.channel, Sender::script, encode(Started{scenario.index}));
  };
  // A crash handler may call this one: it touches nothing but the result, the alarm and the channel.
  const auto finished = [&](const Scenario& scenario, const Result& result) {
    failed = failed || result.verdict == Verdict::failed;
    Finished message{scenario.index, result};
    const Duration cpu = cpu_time();
    message.result.cpu = cpu - std::exchange(cpu_before, cpu);
    send_record(work.channel, Sender::script, encode(message));
    alarm.set(loading_limit + work.patience);
  };
  Surroundings surroundings = work.surroundings;
  if (work.live_output) {
    surroundings.printed = [&](const std::string& role, std::string_view text) {
      send_record(work.channel, Sender::script, encode(Printed{running, {role, std::string(text)}}));
    };
  }
  std::optional<EventWriter> events;
  if (work.events != nullptr) surroundings.events = &events.emplace(*work.events, work.channel);
  alarm.set(loading_limit + work.patience);
  work.host.run(work.members.front()->file, copies(work.members), surroundings, started, finished);
  if (events) events->flush();
  const int passed = net::residues() == residues_before ? all_passed : passed_with_residue;
  return leave_with(failed ? some_failed : passed);
}

int load_and_send(ScriptHost& host, const std::string& file, int channel) {
  const LoadedFile loaded = host.load(file);
  send_record(channel, Sender::script, encode(loaded));
  return leave_with(all_passed);
}

}  // namespace parley::runner

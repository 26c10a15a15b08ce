#include "bindings/process/processes.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "engine/process/table.hpp"
#include "engine/runner/signal_name.hpp"
#include "engine/world/descendants.hpp"

namespace parley {

namespace {

// How long a killed process may take to be gone: the kernel's business alone.
constexpr int dying_milliseconds = 2000;
// How long others of an ended process's group may take to follow it.
constexpr Duration group_grace = std::chrono::milliseconds(500);
void wait_until_dead(process::Process& process) {
  pollfd end{process.news_fd(), POLLIN, 0};
  if (process.is_running()) poll(&end, 1, dying_milliseconds);
  process.look();
}

// What is left of a group gets a moment to follow its leader.
void wait_for_group(Runtime& runtime, pid_t group) {
  const Instant end = runtime.scheduler.now() + group_grace;
  for (;;) {
    const std::vector<pid_t> members = process::living_members(group);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - runtime.scheduler.now()).count();
    if (members.empty() || left <= 0) return;
    const Descriptor member(static_cast<int>(syscall(SYS_pidfd_open, members.front(), 0)));
    pollfd ended{member.get(), POLLIN, 0};
    if (member) poll(&ended, 1, static_cast<int>(left));
  }
}

using ManagedList = std::vector<std::unique_ptr<Managed>>;

// Our children that are in none of their groups: orphans that were left to us.
std::vector<pid_t> strays_among(const ManagedList& all) {
  std::vector<pid_t> strays = world::children();
  std::erase_if(strays, [&](pid_t child) {
    return std::any_of(all.begin(), all.end(),
                       [&](const auto& managed) { return managed->process.pid() == getpgid(child); });
  });
  return strays;
}

// Waits a moment for them to end by themselves; names those that do not.
std::string strays_in_words(Runtime& runtime, const ManagedList& all) {
  const Instant end = runtime.scheduler.now() + group_grace;
  std::string words;
  for (const pid_t stray : strays_among(all)) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - runtime.scheduler.now()).count();
    const Descriptor process(static_cast<int>(syscall(SYS_pidfd_open, stray, 0)));
    pollfd ended{process.get(), POLLIN, 0};
    if (!process || poll(&ended, 1, static_cast<int>(std::max<decltype(left)>(left, 0))) > 0) continue;
    if (!words.empty()) words += ", ";
    words += std::to_string(stray) + " (" + process::command_of(stray) + ")";
  }
  return words;
}

runner::Failure failure_of(const Managed& managed, std::string message) {
  runner::Failure failure;
  failure.message = std::move(message);
  failure.role = managed.name;
  failure.file = managed.place.file;
  failure.line = managed.place.line;
  return failure;
}

}  // namespace

std::string members_in_words(pid_t group) {
  std::string words;
  for (const pid_t pid : process::living_members(group)) {
    if (!words.empty()) words += ", ";
    words += std::to_string(pid) + " (" + process::command_of(pid) + ")";
  }
  return words;
}

Processes& processes_of(Runtime& runtime) {
  if (runtime.processes == nullptr) {
    runtime.processes = std::make_unique<Processes>(runtime);
    runtime.recorder->set_outside(*runtime.processes);
    // What loses its parent becomes our child, so that it ends with the scenario.
    prctl(PR_SET_CHILD_SUBREAPER, 1);
  }
  return *runtime.processes;
}

bool Processes::anybody_left() {
  for (;;) {
    siginfo_t info{};
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0) return false;  // ECHILD
    if (info.si_pid == 0) return true;
    const auto own = std::find_if(all.begin(), all.end(), [&](const auto& managed) {
      return managed->process.is_running() && managed->process.pid() == info.si_pid;
    });
    if (own != all.end()) {
      (*own)->process.look();
    } else {
      waitpid(info.si_pid, nullptr, WNOHANG);  // An orphan that was left to us.
    }
  }
}

void Processes::carry_over(transcript::Recorder& fresh) {
  fresh.set_outside(*this);
  for (const auto& managed : all) {
    managed->is_past = managed->is_over;
    if (managed->is_past) continue;
    managed->role = fresh.declare_role(managed->name);
  }
}

// Whatever is wrong with a process at the end of the scenario, unless the script knows already.
void Processes::judge(Managed& managed) {
  process::Process& process = managed.process;
  process.look();
  if (process.is_running()) return;
  const int signal = process.status().signal;
  if (signal != 0 && !managed.attended && !managed.was_sent(signal)) {
    runtime_.fail(failure_of(
        managed, "the process died of " + runner::signal_in_words(signal) + ", and nobody waited for it"));
  }
  managed.attended = true;
  if (managed.settled) return;
  managed.settled = true;
  if (!managed.was_sent(SIGKILL)) wait_for_group(runtime_, process.pid());
  const std::string left = managed.was_sent(SIGKILL) ? std::string() : members_in_words(process.pid());
  if (left.empty()) return;
  runtime_.fail(
      failure_of(managed, "the process ended and left others of its group behind, killed now: " + left));
}

// What left the group of whoever started it and outlived that one. Asked before parley itself ends anybody,
// and not where the script killed one: nobody could have looked after its children then.
void Processes::judge_strays() {
  const bool killed = std::any_of(all.begin(), all.end(), [](const auto& managed) {
    return !managed->is_past && managed->was_sent(SIGKILL);
  });
  if (killed) return;
  const std::string strays = strays_in_words(runtime_, all);
  if (strays.empty()) return;
  runner::Failure failure;
  failure.message = "left running by a process that has ended, killed now: " + strays;
  runtime_.fail(std::move(failure));
}

bool Processes::keeps_any(bool everything) const {
  return std::any_of(all.begin(), all.end(), [&](const auto& managed) {
    return !managed->is_over && managed->is_fixture && !everything;
  });
}

void Processes::end(bool everything) {
  bool any = false;
  const bool any_stays = keeps_any(everything);
  for (const auto& managed : all) {
    if (!managed->is_over) judge(*managed);
  }
  if (!any_stays) judge_strays();
  for (const auto& managed : all) {
    if (managed->is_over || (managed->is_fixture && !everything)) continue;
    any = true;
    managed->is_over = true;
    managed->sockets.clear();
    managed->process.signal_group(SIGKILL);
    wait_until_dead(managed->process);
  }
  // Of what has left its group nobody can say whose it is, so it stays as long as anything does.
  if (any && !any_stays) world::end_descendants();
}

}  // namespace parley

#include "engine/world/supervisor.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

namespace parley::world {
namespace {

/// What the handler of SIGXCPU has to report what it knows.
constexpr Duration last_words = std::chrono::milliseconds(500);

sigset_t keeper_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGTERM);
  return set;
}

Instant now() { return SteadyClock().now(); }

int milliseconds_until(Instant when) {
  if (when == never) return -1;
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(when - now()).count();
  return static_cast<int>(std::max<decltype(left)>(left, 0));
}

/// Reaps whatever ended. True once `scenario` is among it.
bool reap(pid_t scenario, Ending& ending) {
  int status = 0;
  for (pid_t pid = waitpid(-1, &status, WNOHANG); pid > 0; pid = waitpid(-1, &status, WNOHANG)) {
    if (pid != scenario) continue;
    ending.how = WIFSIGNALED(status) ? Ending::How::signalled : Ending::How::exited;
    ending.code = WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status);
    return true;
  }
  return false;
}

bool told_to_stop(int signals) {
  signalfd_siginfo info{};
  bool stop = false;
  while (read(signals, &info, sizeof info) == sizeof info) stop = stop || info.ssi_signo == SIGTERM;
  return stop;
}

}  // namespace

void block_keeper_signals() {
  const sigset_t set = keeper_signals();
  sigprocmask(SIG_BLOCK, &set, nullptr);
}

bool supervise(pid_t scenario, const Alarm& alarm, int channel, Ending& ending) {
  const sigset_t set = keeper_signals();
  const Descriptor signals(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  Instant kill_at = never;
  for (;;) {
    // No event is asked of the channel: its error, which poll always tells, is that its reader has gone.
    std::array<pollfd, 3> watched = {{{signals.get(), POLLIN, 0}, {alarm.fd(), POLLIN, 0}, {channel, 0, 0}}};
    poll(watched.data(), watched.size(), milliseconds_until(kill_at));
    if (watched[0].revents != 0 && told_to_stop(signals.get())) return false;
    if ((watched[2].revents & POLLERR) != 0) return false;
    if (reap(scenario, ending)) return true;
    if (watched[1].revents != 0 && alarm.take_ring()) {
      ending.unresponsive = true;
      kill_at = now() + last_words;
      kill(scenario, SIGXCPU);
    }
    if (now() >= kill_at) {
      kill_at = never;
      kill(scenario, SIGKILL);
    }
  }
}

}  // namespace parley::world

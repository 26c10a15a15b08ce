#include "engine/world/supervisor.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "engine/world/descendants.hpp"

namespace parley::world {
namespace {

/// What the handler of SIGXCPU has to report what it knows.
constexpr Duration last_words = std::chrono::milliseconds(500);

sigset_t keeper_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGCHLD);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGTSTP);
  sigaddset(&set, SIGCONT);
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

/// Stops and continues the scenario, and what holds its time limit. Of the two signals that drive it the
/// kernel lets only the later one wait.
class Suspension {
 public:
  Suspension(const Alarm& alarm, bool private_world) : alarm_(alarm), private_world_(private_world) {}

  void begin() {
    if (is_on_) return;
    is_on_ = true;
    signal_all(SIGSTOP);
    left_ = alarm_.hold();
  }

  void end() {
    if (!is_on_) return;
    is_on_ = false;
    if (left_ > Duration::zero()) alarm_.set(left_);
    signal_all(SIGCONT);
  }

 private:
  void signal_all(int number) const {
    if (private_world_) {
      kill(-1, number);  // All of this PID namespace but its process 1.
    } else {
      signal_descendants(number);
    }
  }

  const Alarm& alarm_;
  bool private_world_;
  bool is_on_ = false;
  Duration left_{};
};

/// Obeys the signals that wait. True where one says that all is over.
bool take_orders(int signals, Suspension& suspension) {
  signalfd_siginfo info{};
  bool stop = false;
  while (read(signals, &info, sizeof info) == sizeof info) {
    if (info.ssi_signo == SIGTSTP) suspension.begin();
    if (info.ssi_signo == SIGCONT) suspension.end();
    stop = stop || info.ssi_signo == SIGTERM;
  }
  return stop;
}

}  // namespace

void block_keeper_signals() {
  const sigset_t set = keeper_signals();
  sigprocmask(SIG_BLOCK, &set, nullptr);
}

bool supervise(pid_t scenario, const Alarm& alarm, PacketTap& tap, int channel, bool private_world,
               Ending& ending) {
  const sigset_t set = keeper_signals();
  const Descriptor signals(signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK));
  Suspension suspension(alarm, private_world);
  Instant kill_at = never;
  for (;;) {
    // No event is asked of the channel: its error, which poll always tells, is that its reader has gone.
    std::array<pollfd, 4> watched = {
        {{signals.get(), POLLIN, 0}, {alarm.fd(), POLLIN, 0}, {channel, 0, 0}, {tap.fd(), POLLIN, 0}}};
    poll(watched.data(), watched.size(), milliseconds_until(kill_at));
    if (watched[0].revents != 0 && take_orders(signals.get(), suspension)) return false;
    if ((watched[2].revents & POLLERR) != 0) return false;
    if (watched[3].revents != 0) tap.drain();
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

#include "engine/runner/signal_watch.hpp"

#include <sys/signalfd.h>
#include <unistd.h>

namespace parley::runner {
namespace {

bool is_ignored(int number) {
  struct sigaction action {};
  return sigaction(number, nullptr, &action) == 0 && action.sa_handler == SIG_IGN;
}

/// SIGHUP of a run under nohup(1), and SIGTSTP of one whose shell knows no jobs, stay ignored. SIGINT does
/// not: a shell ignores it for whatever it starts in the background, where it may still be sent on purpose.
sigset_t watched_signals() {
  sigset_t watched;
  sigemptyset(&watched);
  sigaddset(&watched, SIGINT);
  sigaddset(&watched, SIGTERM);
  for (const int number : {SIGHUP, SIGTSTP})
    if (!is_ignored(number)) sigaddset(&watched, number);
  return watched;
}

/// From here on a signal that ends the run ends this process: whoever sends a second one does not want to
/// wait.
void let_the_next_one_kill() {
  sigset_t ending;
  sigemptyset(&ending);
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    if (number != SIGHUP || !is_ignored(number)) signal(number, SIG_DFL);
    sigaddset(&ending, number);
  }
  sigprocmask(SIG_UNBLOCK, &ending, nullptr);
}

}  // namespace

SignalWatch::SignalWatch() {
  const sigset_t watched = watched_signals();
  sigprocmask(SIG_BLOCK, &watched, &mask_before_);
  signals_.reset(signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
  struct sigaction action {};
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, &pipe_before_);
  // Whoever started parley may have ignored SIGCHLD; waitpid would then find nothing.
  action.sa_handler = SIG_DFL;
  sigaction(SIGCHLD, &action, &child_before_);
}

SignalWatch::~SignalWatch() {
  sigaction(SIGCHLD, &child_before_, nullptr);
  sigaction(SIGPIPE, &pipe_before_, nullptr);
  sigprocmask(SIG_SETMASK, &mask_before_, nullptr);
}

int SignalWatch::take() {
  signalfd_siginfo info{};
  if (read(signals_.get(), &info, sizeof info) != sizeof info) return 0;
  const auto number = static_cast<int>(info.ssi_signo);
  if (number != SIGTSTP) {
    ending_ = number;
    let_the_next_one_kill();
  }
  return number;
}

Duration SignalWatch::suspend() const {
  const Instant before = SteadyClock().now();
  sigset_t suspending;
  sigemptyset(&suspending);
  sigaddset(&suspending, SIGTSTP);
  raise(SIGTSTP);  // Blocked, so it waits; a SIGCONT that comes in between takes it away again.
  sigprocmask(SIG_UNBLOCK, &suspending, nullptr);
  sigprocmask(SIG_BLOCK, &suspending, nullptr);
  return SteadyClock().now() - before;
}

}  // namespace parley::runner

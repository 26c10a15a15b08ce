#include "engine/process/execution.hpp"

#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>

namespace parley::process {

namespace {

constexpr std::string_view own_number = "LISTEN_PID=";

// The child's own stack: it calls nothing that is deep.
constexpr std::size_t stack_size = std::size_t{64} << 10U;

// What the child reads, and how it says what failed.
struct Job {
  const Execution* execution = nullptr;
  std::vector<char*> arguments;
  std::vector<char*> environment;
  char* number = nullptr;  // Of LISTEN_PID, with room for any.
  std::string maps[2];     // Of user and group.
  int error = 0;
  bool as_user = false;
};

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

// ---- In the child

bool write_text(const char* path, std::string_view text) {
  const int fd = open(path, O_WRONLY | O_CLOEXEC);
  const bool written = fd >= 0 && write(fd, text.data(), text.size()) == static_cast<ssize_t>(text.size());
  if (fd >= 0) close(fd);
  return written;
}

// user_namespaces(7): one user and one group each, who are the parent's own outside.
bool become(const Job& job) {
  return write_text("/proc/self/setgroups", "deny") && write_text("/proc/self/uid_map", job.maps[0]) &&
         write_text("/proc/self/gid_map", job.maps[1]);
}

// What is ignored would stay so behind execve(2).
void reset_signals() {
  struct sigaction usual {};
  usual.sa_handler = SIG_DFL;
  for (int number = 1; number < NSIG; ++number) sigaction(number, &usual, nullptr);
}

bool place(const Execution& execution) {
  const Streams& streams = execution.streams;
  if (dup2(streams.in, 0) < 0 || dup2(streams.out, 1) < 0 || dup2(streams.err, 2) < 0) return false;
  int number = 3;
  for (const int descriptor : execution.descriptors)
    if (dup2(descriptor, number++) < 0) return false;
  close_range(static_cast<unsigned>(number), ~0U, CLOSE_RANGE_CLOEXEC);
  return fchdir(execution.directory) == 0;
}

// Returns only where no path can be executed.
int try_paths(const Job& job) {
  int told = 0;
  int last = ENOENT;
  for (const std::string& path : job.execution->paths) {
    execve(path.c_str(), job.arguments.data(), job.environment.data());
    last = errno;
    if (last != ENOENT && last != ENOTDIR && told == 0) told = last;
  }
  return told != 0 ? told : last;
}

void run(Job& job) {
  reset_signals();
  setsid();
  if (job.execution->user && !become(job)) {
    job.as_user = true;
    job.error = errno;
    return;
  }
  if (!place(*job.execution)) {
    job.error = errno;
    return;
  }
  if (job.number != nullptr) *std::to_chars(job.number, job.number + 10, getpid()).ptr = '\0';
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  job.error = try_paths(job);
}

int child(void* job) {
  run(*static_cast<Job*>(job));
  _exit(127);
}

// ---- In the parent

// Room for the child's own number where it is to be told of descriptors.
char* number_in(std::vector<std::string>& environment) {
  const auto number = std::find_if(environment.begin(), environment.end(), [](const std::string& variable) {
    return variable.starts_with(own_number);
  });
  if (number == environment.end()) return nullptr;
  number->resize(own_number.size() + 10);
  return number->data() + own_number.size();
}

void prepare(Job& job, const Execution& execution, std::vector<std::string>& environment) {
  job.execution = &execution;
  if (!execution.descriptors.empty()) job.number = number_in(environment);
  job.arguments = pointers(execution.arguments);
  job.environment = pointers(environment);
  if (!execution.user) return;
  job.maps[0] = std::to_string(execution.user->uid) + " " + std::to_string(geteuid()) + " 1";
  job.maps[1] = std::to_string(execution.user->gid) + " " + std::to_string(getegid()) + " 1";
}

// No handler of ours may run in the child.
class SignalsBlocked {
 public:
  SignalsBlocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_{};
};

}  // namespace

Started execute(const Execution& execution) {
  Started started;
  Job job;
  std::vector<std::string> environment = execution.environment;
  prepare(job, execution, environment);
  const std::unique_ptr<max_align_t[]> stack(new max_align_t[stack_size / sizeof(max_align_t)]);
  const int flags = CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD | (execution.user ? CLONE_NEWUSER : 0);
  int pidfd = -1;
  const SignalsBlocked blocked;
  started.pid =
      clone(child, stack.get() + stack_size / sizeof(max_align_t), flags, &job, &pidfd, nullptr, nullptr);
  if (started.pid < 0) {
    started.error = errno;
    started.as_user = execution.user.has_value();
    return started;
  }
  started.pidfd.reset(pidfd);
  started.error = job.error;
  started.as_user = job.as_user;
  if (job.error != 0) waitpid(started.pid, nullptr, 0);
  return started;
}

}  // namespace parley::process

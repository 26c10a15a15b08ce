#include "engine/world/fork_server.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <utility>

#include "engine/base/file.hpp"
#include "engine/base/move_up.hpp"
#include "engine/base/pipe.hpp"
#include "engine/world/inherited.hpp"

namespace parley::world {
namespace {

/// Longer than a file may load.
constexpr int longest_answer_in_ms = 6000;
constexpr pid_t ready = 1;  ///< The first answer; no scenario has this number, which is the keeper's.

struct Header {
  std::uint32_t size;          ///< Of the order, which follows.
  std::uint32_t is_elsewhere;  ///< The keeper has gone to another network.
};

/// Out of the way of what the groundwork opens.
Pipe open_pipe_above() {
  Result<Pipe> pipe = open_pipe();
  if (!pipe) return {};
  return {moved_up(std::move(pipe->reading)), moved_up(std::move(pipe->writing))};
}

bool read_all(int fd, char* bytes, std::size_t size) {
  while (size > 0) {
    const ssize_t got = read(fd, bytes, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    bytes += got;
    size -= static_cast<std::size_t>(got);
  }
  return true;
}

template <class Value>
bool read_value(int fd, Value& value) {
  return read_all(fd, reinterpret_cast<char*>(&value), sizeof value);
}

template <class Value>
bool write_value(int fd, const Value& value) {
  return !write_all(fd, {reinterpret_cast<const char*>(&value), sizeof value});
}

/// What is forked has the same open files: an epoll object, say, would be one for all of them.
bool opened_nothing() {
  const Descriptor lowest(fcntl(2, F_DUPFD_CLOEXEC, 3));
  return lowest.get() == 3;
}

/// Follows the keeper into its network (setns(2)). False where nobody may look at the keeper (PR_SET_DUMPABLE
/// of prctl(2)), as where the program file cannot be read: then each scenario has to load its file.
bool follow() {
  constexpr pid_t keeper = 1;
  const Descriptor pidfd(static_cast<int>(syscall(SYS_pidfd_open, keeper, 0)));
  return pidfd && setns(pidfd.get(), CLONE_NEWNET) == 0;
}

/// The server's process.
class Serving {
 public:
  Serving(const ForkServer::Job& job, const Pipe& orders, const Pipe& answers)
      : job_(job), orders_(orders.reading.get()), answers_(answers.writing.get()) {}

  [[noreturn]] void run() {
    std::vector<int> kept(job_.kept);
    kept.insert(kept.end(), {orders_, answers_});
    close_inherited(std::move(kept));
    quiet_standard_streams();
    reset_signals();
    const bool is_ready = job_.make_ready() && opened_nothing();
    bool goes_on = write_value(answers_, is_ready ? ready : pid_t{0}) && is_ready;
    while (goes_on) goes_on = take_order();
    _exit(0);
  }

 private:
  bool take_order() {
    Header header{};
    if (!read_value(orders_, header)) return false;
    std::string order(header.size, '\0');
    if (!read_all(orders_, order.data(), order.size())) return false;
    const pid_t forked = header.is_elsewhere != 0 && !follow() ? 0 : fork_one(order);
    return write_value(answers_, forked) && forked > 0;
  }

  /// As fork(2), but that the child is the keeper's.
  pid_t fork_one(const std::string& order) {
    const Result<Process> forked = clone_process(CLONE_PARENT);
    if (!forked) return 0;
    if (forked.value().pid > 0) return forked.value().pid;
    close(orders_);
    close(answers_);
    _exit(job_.body(order));
  }

  const ForkServer::Job& job_;
  int orders_;
  int answers_;
};

}  // namespace

ForkServer::ForkServer(const Job& job, int network) : network_(network) {
  Pipe orders = open_pipe_above();
  Pipe answers = open_pipe_above();
  if (!orders.writing || !answers.writing) return;
  Result<Process> process = clone_process(0);
  if (!process) return;
  if (process->pid == 0) Serving(job, orders, answers).run();
  process_ = std::move(*process);
  orders_ = std::move(orders.writing);
  answers_ = std::move(answers.reading);
  answers.writing.reset();
  if (take_answer() != ready) end();
}

ForkServer& ForkServer::operator=(ForkServer&& other) noexcept {
  end();
  process_ = std::move(other.process_);
  orders_ = std::move(other.orders_);
  answers_ = std::move(other.answers_);
  network_ = other.network_;
  return *this;
}

pid_t ForkServer::fork(std::string_view order, int network) {
  if (!process_.pidfd) return 0;
  const Header header{static_cast<std::uint32_t>(order.size()), network != network_ ? 1U : 0U};
  network_ = network;
  const bool is_told = write_value(orders_.get(), header) && !write_all(orders_.get(), order);
  const pid_t forked = is_told ? take_answer() : 0;
  if (forked == 0) end();
  return forked;
}

pid_t ForkServer::take_answer() {
  pollfd watched{answers_.get(), POLLIN, 0};
  pid_t answer = 0;
  const bool is_there = poll(&watched, 1, longest_answer_in_ms) > 0;
  return is_there && read_value(answers_.get(), answer) ? answer : 0;
}

// Who reaps orphans may have waited for it already.
void ForkServer::end() {
  if (!process_.pidfd) return;
  syscall(SYS_pidfd_send_signal, process_.pidfd.get(), SIGKILL, nullptr, 0);
  wait_for(process_);
  process_.pidfd.reset();
  orders_.reset();
  answers_.reset();
}

}  // namespace parley::world

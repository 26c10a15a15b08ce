// A child process under test: what it prints is taken as soon as it comes, whether anybody waits for it or
// not, so that it never hangs on a full pipe; its end is seen by a pidfd. Driven by the scheduler, as its
// watcher. A task that waits for news of it parks on news_fd(): whatever happens wakes it, and it looks
// again.
#pragma once

#include <sys/types.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/loop/scheduler.hpp"
#include "engine/process/captured.hpp"
#include "engine/process/spawn.hpp"
#include "engine/process/tail.hpp"
#include "engine/process/usage.hpp"

namespace parley::process {

/// How a process ended.
struct Status {
  int exit_code = 0;
  int signal = 0;  ///< That killed it; 0 where it exited.
};

class Process final : public loop::Watcher {
 public:
  explicit Process(loop::Scheduler& scheduler) : scheduler_(scheduler) {}
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  /// Kills the whole group of one that still runs, and reaps it.
  ~Process() override;

  /// Starts `program`. Its standard input is a pipe where `wants_input`, else /dev/null. Errors: those of
  /// spawn(), with `culprit`, and of pipe(2).
  Error start(const Program& program, bool wants_input, std::string& culprit);

  /// From now on `told` is told what it prints, as it comes, and whether that is its standard error.
  void tell_output(std::function<void(std::string_view bytes, bool is_error)> told) {
    told_ = std::move(told);
  }

  /// From now on `told` is told how it ended, once, behind all that it printed itself.
  void tell_end(std::function<void(const Status&)> told) { told_end_ = std::move(told); }

  /// Reads the file at `path` as it grows; `told` is told of it. Before start(). Errors: those of
  /// Tail::open().
  Error tail(std::string path, bool skips_old, std::function<void(std::string_view bytes)> told);
  const Tail& tail_at(std::size_t index) const { return *tails_[index].file; }
  /// Takes what its files have by now: their news may not have been reported yet.
  void look_at_files();

  pid_t pid() const { return pid_; }
  /// Readable at its end; woken (Scheduler::hint) at every news.
  int news_fd() const { return pidfd_.get(); }
  bool is_running() const { return !ended_; }
  /// How it ended; only where it is not running.
  const Status& status() const { return status_; }

  /// What it has taken of the machine so far.
  Usage usage() const { return ended_ ? usage_ : usage_of(pid_); }

  /// Its standard output, standard error, and both in the order in which they came.
  const Captured& output() const { return output_; }
  const Captured& errors() const { return errors_; }
  const Captured& both() const { return both_; }
  /// Nothing more can come: everybody who could write has closed it.
  bool output_ended() const { return !out_ && !err_; }

  /// Hands `bytes` to its standard input, as fast as it reads. EPIPE where that is closed.
  Error write(std::string_view bytes);
  /// Closes its standard input, once all that was written has gone there.
  void close_input();
  bool input_is_open() const { return static_cast<bool>(in_) && !closes_input_; }
  /// All that was written has gone into the pipe.
  bool input_is_flushed() const { return flushed_ == pending_.size(); }

  /// Sends a signal to the process alone. ESRCH where it has ended. pidfd_send_signal(2).
  Error signal(int number) const;
  /// Sends a signal to all of its process group that is left.
  void signal_group(int number) const;
  /// Looks whether it has ended, at once: its end may not have been reported yet.
  void look();

  int ready(int fd) override;

 private:
  Error make_pipes(Streams& streams, Descriptor (&childs)[3], bool wants_input);
  Error watch_all();
  int news();
  void take_from(std::size_t index);
  void drain(Descriptor& pipe, Captured& captured);
  void flush();
  void close(Descriptor& descriptor);
  void reap();

  struct Tailed {
    std::unique_ptr<Tail> file;
    std::function<void(std::string_view)> told;
  };

  loop::Scheduler& scheduler_;
  pid_t pid_ = -1;
  Descriptor pidfd_;
  Descriptor in_;
  Descriptor out_;
  Descriptor err_;
  Captured output_;
  Captured errors_;
  Captured both_;
  std::function<void(std::string_view, bool)> told_;
  std::function<void(const Status&)> told_end_;
  std::vector<Tailed> tails_;
  Usage usage_;
  std::string pending_;  ///< For its standard input; the first `flushed_` bytes of it are there.
  std::size_t flushed_ = 0;
  bool closes_input_ = false;
  bool ended_ = true;
  Status status_;
};

}  // namespace parley::process

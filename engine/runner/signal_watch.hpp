// While it lives, the signals that end a run (SIGINT, SIGTERM, SIGHUP) or suspend it (SIGTSTP) do nothing by
// themselves but wait to be asked for; SIGPIPE is ignored, and children can be waited for. Afterwards
// everything is as it was. Whoever waits for something polls its descriptor and takes what came.
#pragma once

#include <signal.h>

#include "engine/base/clock.hpp"
#include "engine/base/descriptor.hpp"

namespace parley::runner {

class SignalWatch {
 public:
  SignalWatch();
  ~SignalWatch();
  SignalWatch(const SignalWatch&) = delete;
  SignalWatch& operator=(const SignalWatch&) = delete;

  /// Readable when a signal waits (signalfd(2)).
  int fd() const { return signals_.get(); }
  /// The signal that arrived; 0 where none did. After the first one that ends the run, the next one ends this
  /// process at once.
  int take();
  /// The signal that ends the run, once it was taken; else 0.
  int ending() const { return ending_; }
  /// After SIGTSTP was taken: stops this process as that signal does by itself. Returns when it goes on, with
  /// how long that took. Where nobody could wake it (an orphaned process group) it does not stop.
  Duration suspend() const;

 private:
  Descriptor signals_;
  int ending_ = 0;
  sigset_t mask_before_;
  struct sigaction pipe_before_ {};
  struct sigaction child_before_ {};
};

}  // namespace parley::runner

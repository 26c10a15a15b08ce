// While it lives, SIGINT and SIGTERM stop nothing by themselves but wait to be asked for; SIGPIPE is ignored,
// and children can be waited for. Afterwards everything is as it was.
#pragma once

#include <signal.h>

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
  /// The signal that arrived; 0 where none did.
  int take() const;

 private:
  Descriptor signals_;
  sigset_t mask_before_;
  struct sigaction pipe_before_ {};
  struct sigaction child_before_ {};
};

}  // namespace parley::runner

// What a system call on a socket came to: a count and an errno, never mixed up. Plain data, so that a
// function which Lua may leave by longjmp can hold one.
#pragma once

#include <sys/types.h>

#include <cerrno>

namespace parley::net {

/// The bytes moved, the descriptor made, or the number read; where `error` is an errno, `value` is -1.
struct [[nodiscard]] Count {
  ssize_t value = 0;
  int error = 0;
  bool ok() const { return error == 0; }
  /// The call would have waited: park on the poller and try again.
  bool would_wait() const { return error == EAGAIN; }
};

/// A call with nothing to say but how it went: an errno, 0 for success.
struct [[nodiscard]] Outcome {
  int error = 0;
  bool ok() const { return error == 0; }
};

/// Makes `call` until no signal interrupts it (Python's PEP 475).
template <class Call>
Count counted(Call call) {
  for (;;) {
    const ssize_t value = call();
    if (value >= 0) return {.value = value, .error = 0};
    if (errno != EINTR) return {.value = -1, .error = errno};
  }
}

/// The same for a call whose value says nothing.
template <class Call>
Outcome tried(Call call) {
  return {.error = counted(call).error};
}

}  // namespace parley::net

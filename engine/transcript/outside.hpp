// Who is at the other end where that is no role of this scenario: a process under test. The recorder asks,
// and only where it does not know the other end itself; the bindings answer.
#pragma once

#include <string_view>

#include "engine/transcript/recorder.hpp"

namespace parley::transcript {

class Outside {
 public:
  virtual ~Outside() = default;
  /// The name of the process that serves `address`; empty where none is known to. It lives as long as this
  /// object.
  virtual std::string_view server(Protocol protocol, const net::Address& address) = 0;
  /// The role of the process that wrote from `remote` to our socket `fd`, which is bound to `local`; negative
  /// where none is known to. A connection of AF_UNIX, which has no address, is told by `fd`.
  virtual Role client(Protocol protocol, int fd, const net::Address& local, const net::Address& remote) = 0;
};

}  // namespace parley::transcript

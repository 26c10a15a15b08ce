// One TCP connection of the name server: messages with their length before them (RFC 1035, 4.2.2), in both
// directions. Entirely passive; the Server reads and flushes it when its descriptor is ready.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/base/descriptor.hpp"

namespace parley::dns {

class Connection {
 public:
  explicit Connection(Descriptor socket) : socket_(std::move(socket)) {}
  int fd() const { return socket_.get(); }

  /// Takes what has come, and notes an end or a failure.
  void receive();
  /// The next message that is there whole; to be called until there is none. An answer is owed for it from
  /// now on.
  std::optional<std::string> next_message();
  /// Puts one message behind what is to be sent.
  void queue(std::string_view message);
  /// Sends what it can; the rest goes when the descriptor is ready again.
  void flush();
  /// The answer to one message is queued, or there will be none.
  void settle() { --owed_; }
  /// Nothing more can come, or go: the descriptor may be closed.
  bool is_over() const { return failed_ || (ended_ && owed_ == 0 && out_.empty()); }

 private:
  Descriptor socket_;
  std::string in_, out_;
  int owed_ = 0;
  bool ended_ = false;
  bool failed_ = false;
};

}  // namespace parley::dns

// The pipes from a scenario's process and its keeper to parley, and from parley to the keeper, and how
// records cross them: in pieces of at most PIPE_BUF bytes, which the kernel writes whole or not at all
// (pipe(7)). A process killed in the middle of a record leaves a record without its end, which is dropped,
// and the keeper's own records after it stay readable.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/move_up.hpp"
#include "engine/base/pipe.hpp"

namespace parley::runner {

/// Who wrote a piece; the records of each are put together for themselves.
enum class Sender : std::uint8_t { script, keeper, parley };

/// pipe2(2): to parley, whose end does not block, while the other one is out of the way of the scripts'
/// (move_up.hpp). Errors: EMFILE and its like.
parley::Result<Pipe> open_channel();
/// The other way: both ends block, and the keeper's is out of the way. Errors: the same.
parley::Result<Pipe> open_channel_to_keeper();

/// Writes `record`, blocking until parley has room for it. False where parley is gone, or where this very
/// thread is in the middle of another record: a crash handler that interrupted one must not write into it.
bool send_record(int fd, Sender sender, std::string_view record);

/// Puts records together again from whatever bytes arrive.
class Assembler {
 public:
  /// Adds bytes as they were read. Bytes that are no pieces of ours make it deaf: it adds no record any more.
  void feed(std::string_view bytes);
  /// The next complete record, in the order in which they were completed.
  std::optional<std::string> next();
  bool deaf() const { return deaf_; }

 private:
  /// How many bytes the piece at the front of `bytes` takes; 0 where it is not complete.
  std::size_t take_piece(std::string_view bytes);

  std::string bytes_;
  std::array<std::string, 3> partial_;  ///< By sender.
  std::deque<std::string> records_;
  bool deaf_ = false;
};

/// Reads all that `fd`, a pipe, has at the moment into `assembler`. False where that is the end of the file.
bool drain(int fd, Assembler& assembler);

/// The next record from `fd`, which blocks; nothing at end of file.
std::optional<std::string> wait_for_record(int fd, Assembler& assembler);

}  // namespace parley::runner

// The urgent bytes of a half (MSG_OOB): the last byte of a send marks its place in the stream and is taken
// beside it, once and at any time, unless the reader wants it inline (SO_OOBINLINE) or another urgent byte
// takes its place. So it is no unit of the half; it stands between two of them. tcp(7), unix(7); where the
// two differ, what Linux 6 does.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace parley::transcript {

struct Urgent {
  std::uint64_t position = 0;    ///< How much its writer had written.
  std::uint64_t dependency = 0;  ///< What of the other half it had taken: a place (half.hpp).
  char byte = 0;
  bool is_taken = false;
  bool is_passed =
      false;  ///< The stream was taken from behind it, or will be: it cannot come there any more.
  bool in_stream = false;  ///< Another one took its place: it is an ordinary byte for whoever comes to it.
};

class UrgentBytes {
 public:
  /// How the reader of a half meets urgent bytes.
  struct Reader {
    std::uint64_t taken = 0;  ///< How much it has taken.
    bool is_tcp = true;
    bool wants_inline = false;  ///< SO_OOBINLINE.
  };

  bool empty() const { return all_.empty(); }
  const std::vector<Urgent>& all() const { return all_; }
  /// The place behind the last one that was taken; 0 where none was.
  std::uint64_t taken_place() const;
  /// Whether one is still in the stream, as far as the kernel's count of unread bytes goes.
  bool any_ahead() const;
  /// Whether the reader's close is a reset for one alone. TCP keeps those that were taken, too.
  bool resets(bool is_tcp) const;

  /// The writer sent one. Of several that are under way only the last is urgent.
  void sent(const Urgent& urgent, const Reader& reader);
  /// The reader took the last one beside the stream.
  void taken();
  /// The reader takes `size` bytes of the stream. Returns how many of them come before the next urgent byte;
  /// where that is all, it is not reached.
  std::uint64_t before_next(std::uint64_t taken, std::uint64_t size) const;
  /// The reader goes on behind the next one. Returns whether that is among what it takes.
  bool pass(bool wants_inline);

 private:
  std::vector<Urgent>::iterator next();

  std::vector<Urgent> all_;
};

}  // namespace parley::transcript

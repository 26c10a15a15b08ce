// A capture file in the format pcapng (draft-ietf-opsawg-pcapng), as Wireshark reads it: one section, one
// interface, Ethernet frames. Blocks are appended to a string, which whoever drives this writes out.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::capture {

class PcapngWriter {
 public:
  /// `out` outlives this.
  explicit PcapngWriter(std::string& out) : out_(out) {}

  /// Section header with a comment, and the interface `lo`, with times in nanoseconds.
  void begin(std::string_view comment);
  /// Lines of NSS's key log format: what TLS conversations in the packets behind it are decrypted with.
  void secrets(std::string_view lines);
  /// A packet that had `length` bytes, of which `bytes` were kept, at `time` (nanoseconds since 1970). Of an
  /// empty comment there is none.
  void packet(std::int64_t time, std::string_view bytes, std::uint32_t length, std::string_view comment);
  /// How many packets came, and how many of them found no room; comes last.
  void statistics(std::int64_t time, std::uint64_t received, std::uint64_t dropped);

 private:
  void number(std::uint64_t value, unsigned size);
  void padded(std::string_view bytes);
  void option(std::uint16_t code, std::string_view value);
  /// Opens a block; what it returns is for close().
  std::size_t open(std::uint32_t type);
  void close(std::size_t begin);

  std::string& out_;
};

}  // namespace parley::capture

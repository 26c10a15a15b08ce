#include "engine/runner/channel.hpp"

#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace parley::runner {
namespace {

struct Header {
  std::uint32_t mark;
  std::uint16_t length;  ///< Of the bytes after the header.
  std::uint8_t sender;
  std::uint8_t last;  ///< 1 where the record ends with this piece.
};

constexpr std::uint32_t mark = 0x70a51e79;
constexpr std::size_t piece_room = PIPE_BUF - sizeof(Header);
/// Far above what a scenario reports; a record beyond it is a runaway.
constexpr std::size_t largest_record = std::size_t{256} << 20;

volatile sig_atomic_t sending = 0;

bool write_piece(int fd, const char* piece, std::size_t size) {
  for (;;) {
    const ssize_t written = write(fd, piece, size);
    if (written >= 0 || errno != EINTR) return written == static_cast<ssize_t>(size);
  }
}

bool send_pieces(int fd, Sender sender, std::string_view record) {
  std::array<char, PIPE_BUF> piece;
  do {
    const std::size_t length = std::min(record.size(), piece_room);
    const Header header{mark, static_cast<std::uint16_t>(length), static_cast<std::uint8_t>(sender),
                        static_cast<std::uint8_t>(length == record.size())};
    std::memcpy(piece.data(), &header, sizeof header);
    std::memcpy(piece.data() + sizeof header, record.data(), length);
    if (!write_piece(fd, piece.data(), sizeof header + length)) return false;
    record.remove_prefix(length);
  } while (!record.empty());
  return true;
}

}  // namespace

parley::Result<Pipe> open_channel() {
  parley::Result<Pipe> channel = open_pipe();
  if (!channel) return channel;
  // The flag belongs to the reading end alone.
  if (fcntl(channel->reading.get(), F_SETFL, O_NONBLOCK) < 0) return Error::system(errno);
  channel->writing = moved_up(std::move(channel->writing));
  return channel;
}

parley::Result<Pipe> open_channel_to_keeper() {
  parley::Result<Pipe> channel = open_pipe();
  if (channel) channel->reading = moved_up(std::move(channel->reading));
  return channel;
}

bool send_record(int fd, Sender sender, std::string_view record) {
  if (sending != 0) return false;
  sending = 1;
  const bool sent = send_pieces(fd, sender, record);
  sending = 0;
  return sent;
}

void Assembler::feed(std::string_view bytes) {
  if (deaf_) return;
  bytes_.append(bytes);
  std::string_view rest = bytes_;
  for (std::size_t used = take_piece(rest); used > 0; used = take_piece(rest)) rest.remove_prefix(used);
  bytes_.erase(0, bytes_.size() - rest.size());
}

std::optional<std::string> Assembler::next() {
  if (records_.empty()) return std::nullopt;
  std::string record = std::move(records_.front());
  records_.pop_front();
  return record;
}

std::size_t Assembler::take_piece(std::string_view bytes) {
  Header header{};
  if (deaf_ || bytes.size() < sizeof header) return 0;
  std::memcpy(&header, bytes.data(), sizeof header);
  deaf_ = header.mark != mark || header.length > piece_room || header.sender >= partial_.size() ||
          header.last > 1 || partial_[header.sender].size() > largest_record;
  if (deaf_ || bytes.size() - sizeof header < header.length) return 0;
  std::string& partial = partial_[header.sender];
  partial.append(bytes.substr(sizeof header, header.length));
  if (header.last == 1) {
    records_.push_back(std::move(partial));
    partial.clear();
  }
  return sizeof header + header.length;
}

bool drain(int fd, Assembler& assembler) {
  std::array<char, 65536> bytes;
  for (;;) {
    const ssize_t length = read(fd, bytes.data(), bytes.size());
    if (length > 0) {
      assembler.feed(std::string_view(bytes.data(), static_cast<std::size_t>(length)));
      // Less than asked for is all that there was: a further read would only say so.
      if (static_cast<std::size_t>(length) < bytes.size()) return true;
    } else if (length == 0 || errno != EINTR) {
      return length != 0;
    }
  }
}

std::optional<std::string> wait_for_record(int fd, Assembler& assembler) {
  std::array<char, PIPE_BUF> bytes;
  for (;;) {
    if (std::optional<std::string> record = assembler.next()) return record;
    const ssize_t length = read(fd, bytes.data(), bytes.size());
    if (length > 0) {
      assembler.feed(std::string_view(bytes.data(), static_cast<std::size_t>(length)));
    } else if (length == 0 || errno != EINTR) {
      return std::nullopt;
    }
  }
}

}  // namespace parley::runner

#include "engine/dns/connection.hpp"

#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace parley::dns {
namespace {

constexpr std::size_t prefix_size = 2;
// A client that sends without taking its answers, or never ends a message, is cut off.
constexpr std::size_t most_kept = 1U << 20;

}  // namespace

void Connection::receive() {
  std::array<char, 16384> buffer;
  while (in_.size() < most_kept) {
    const ssize_t count = recv(fd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count > 0) {
      in_.append(buffer.data(), static_cast<std::size_t>(count));
    } else if (count == 0) {
      ended_ = true;
      return;
    } else if (errno != EINTR) {
      failed_ = failed_ || errno != EAGAIN;
      return;
    }
  }
  failed_ = true;
}

std::optional<std::string> Connection::next_message() {
  if (in_.size() < prefix_size) return std::nullopt;
  const auto byte = [this](std::size_t at) { return static_cast<unsigned char>(in_[at]); };
  const std::size_t length = static_cast<std::size_t>(byte(0)) << 8 | byte(1);
  if (in_.size() < prefix_size + length) return std::nullopt;
  std::string message = in_.substr(prefix_size, length);
  in_.erase(0, prefix_size + length);
  ++owed_;
  return message;
}

void Connection::queue(std::string_view message) {
  out_ += static_cast<char>(message.size() >> 8);
  out_ += static_cast<char>(message.size() & 0xff);
  out_ += message;
  if (out_.size() > most_kept) failed_ = true;
}

void Connection::flush() {
  while (!out_.empty() && !failed_) {
    const ssize_t count = ::send(fd(), out_.data(), out_.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
    if (count >= 0) {
      out_.erase(0, static_cast<std::size_t>(count));
    } else if (errno == EAGAIN) {
      return;
    } else if (errno != EINTR) {
      failed_ = true;
    }
  }
}

}  // namespace parley::dns

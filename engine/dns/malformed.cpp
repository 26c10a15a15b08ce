#include "engine/dns/malformed.hpp"

#include <algorithm>
#include <random>

namespace parley::dns {
namespace {

constexpr std::size_t header_size = 12;
constexpr std::size_t missing = 3;
constexpr std::size_t answer_count = 6;  // Where the header has it.

// Where the question of a message of ours ends, whose name is never compressed.
std::size_t end_of_question(const std::string& message) {
  std::size_t at = header_size;
  while (at < message.size() && message[at] != '\0')
    at += static_cast<unsigned char>(message[at]) + std::size_t{1};
  return std::min(at + 5, message.size());
}

std::string with_loop(std::string message) {
  message.resize(end_of_question(message));
  const std::size_t own_place = message.size();
  message[answer_count] = '\0';
  message[answer_count + 1] = '\1';
  for (std::size_t at = answer_count + 2; at < header_size; ++at) message[at] = '\0';
  message += static_cast<char>(0xc0 | own_place >> 8);
  message += static_cast<char>(own_place & 0xff);
  // Type A, class IN, a TTL of 0, four bytes of data.
  message.append("\0\1\0\1\0\0\0\0\0\4\x7f\0\0\1", 14);
  return message;
}

// Without the two bits of a compression pointer, which could lead to the id, the only bytes that change.
constexpr unsigned noise_bits = 0x3f;

std::string with_noise(std::string message) {
  std::mt19937 noise(1);
  for (std::size_t at = header_size; at < message.size(); ++at)
    message[at] = static_cast<char>(noise() & noise_bits);
  return message;
}

}  // namespace

std::string malformed(std::string message, Malformation how) {
  if (message.size() <= header_size) return message;
  switch (how) {
    case Malformation::none:
      break;
    case Malformation::wrong_id:
      message[0] = static_cast<char>(~message[0]);
      break;
    case Malformation::cut_short:
      message.resize(message.size() - missing);
      break;
    case Malformation::compression_loop:
      return with_loop(std::move(message));
    case Malformation::random_bytes:
      return with_noise(std::move(message));
  }
  return message;
}

}  // namespace parley::dns

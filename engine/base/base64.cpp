#include "engine/base/base64.hpp"

#include <cstdint>

namespace parley {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

std::uint32_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<unsigned char>(bytes[i]); }

/// The four letters of three bytes.
void write_group(char* place, std::uint32_t group) {
  place[0] = letters[group >> 18U];
  place[1] = letters[(group >> 12U) & 0x3fU];
  place[2] = letters[(group >> 6U) & 0x3fU];
  place[3] = letters[group & 0x3fU];
}

}  // namespace

void append_base64(std::string& text, std::string_view bytes) {
  const std::size_t begin = text.size();
  text.resize(begin + (bytes.size() + 2) / 3 * 4);
  char* place = text.data() + begin;
  for (; bytes.size() >= 3; bytes.remove_prefix(3), place += 4)
    write_group(place, byte_at(bytes, 0) << 16U | byte_at(bytes, 1) << 8U | byte_at(bytes, 2));
  if (bytes.empty()) return;
  write_group(place, byte_at(bytes, 0) << 16U | (bytes.size() == 2 ? byte_at(bytes, 1) << 8U : 0));
  for (std::size_t i = bytes.size() + 1; i < 4; ++i) place[i] = '=';
}

std::string base64(std::string_view bytes) {
  std::string text;
  append_base64(text, bytes);
  return text;
}

std::string from_base64(std::string_view text) {
  std::string bytes;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char letter : text) {
    const std::size_t value = letters.find(letter);
    if (value == std::string_view::npos) break;
    bits = (bits << 6U | static_cast<std::uint32_t>(value)) & 0xffffU;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes += static_cast<char>(bits >> count & 0xffU);
  }
  return bytes;
}

}  // namespace parley

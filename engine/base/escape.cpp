#include "engine/base/escape.hpp"

#include <algorithm>
#include <cstdint>

namespace parley {

namespace {

constexpr char digits[] = "0123456789abcdef";

std::uint8_t byte_at(std::string_view bytes, std::size_t i) { return static_cast<std::uint8_t>(bytes[i]); }

bool is_continuation(std::uint8_t byte) { return (byte & 0xc0) == 0x80; }

/// How long the sequence is that `lead` announces; 0 where no sequence begins with it.
std::size_t announced_length(std::uint8_t lead) {
  if (lead < 0x80) return 1;
  if (lead >= 0xc2 && lead <= 0xdf) return 2;
  if (lead >= 0xe0 && lead <= 0xef) return 3;
  if (lead >= 0xf0 && lead <= 0xf4) return 4;
  return 0;
}

std::uint32_t decode(std::string_view sequence) {
  const std::uint32_t lead = byte_at(sequence, 0);
  if (sequence.size() == 1) return lead;
  std::uint32_t point = lead & (0x7fU >> sequence.size());
  for (std::size_t i = 1; i < sequence.size(); ++i) point = (point << 6) | (byte_at(sequence, i) & 0x3fU);
  return point;
}

bool is_invisible(std::uint32_t point) {
  return (point >= 0x80 && point <= 0x9f) || (point >= 0x200b && point <= 0x200f) ||
         (point >= 0x2028 && point <= 0x202e) || (point >= 0x2060 && point <= 0x2069) || point == 0xfeff ||
         (point & 0xfffe) == 0xfffe;
}

void append_hex(std::string& out, std::uint8_t byte) {
  out += digits[byte >> 4];
  out += digits[byte & 0xf];
}

void append_escape(std::string& out, std::uint8_t byte) {
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\t':
      out += "\\t";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\n':
      out += "\\n";
      return;
    default:
      out += "\\x";
      append_hex(out, byte);
  }
}

bool is_plain(std::uint8_t byte) { return byte >= 0x20 && byte < 0x7f && byte != '"' && byte != '\\'; }

bool is_odd_control(std::uint8_t byte) {
  return (byte < 0x20 && byte != '\t' && byte != '\r' && byte != '\n' && byte != 0x1b) || byte == 0x7f;
}

}  // namespace

std::size_t utf8_sequence(std::string_view bytes) {
  if (bytes.empty()) return 0;
  const std::size_t length = announced_length(byte_at(bytes, 0));
  if (length <= 1) return length;
  if (length > bytes.size()) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if (!is_continuation(byte_at(bytes, i))) return 0;
  }
  const std::uint32_t point = decode(bytes.substr(0, length));
  const bool overlong = (length == 3 && point < 0x800) || (length == 4 && point < 0x10000);
  const bool surrogate = point >= 0xd800 && point <= 0xdfff;
  return overlong || surrogate || point > 0x10ffff ? 0 : length;
}

std::string quoted(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size() + 2);
  out += '"';
  while (!bytes.empty()) {
    const std::uint8_t first = byte_at(bytes, 0);
    std::size_t length = utf8_sequence(bytes);
    if (is_plain(first) || (length > 1 && !is_invisible(decode(bytes.substr(0, length))))) {
      out += bytes.substr(0, length);
    } else {
      length = std::max<std::size_t>(length, 1);
      for (std::size_t i = 0; i < length; ++i) append_escape(out, byte_at(bytes, i));
    }
    bytes.remove_prefix(length);
  }
  out += '"';
  return out;
}

bool is_binary(std::string_view bytes) {
  const std::size_t size = bytes.size();
  std::size_t controls = 0;
  while (!bytes.empty()) {
    const std::size_t length = utf8_sequence(bytes);
    if (length == 0 || bytes.front() == '\0') return true;
    if (length == 1 && is_odd_control(byte_at(bytes, 0))) ++controls;
    bytes.remove_prefix(length);
  }
  return controls * 10 > size;
}

std::string hex_dump(std::string_view bytes, std::string_view line_break) {
  std::string out;
  out.reserve(bytes.size() * 3);
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    if (i % 16 != 0) {
      out += ' ';
    } else if (i != 0) {
      out += line_break;
    }
    append_hex(out, byte_at(bytes, i));
  }
  return out;
}

std::string_view without_partial_character(std::string_view bytes) {
  for (std::size_t back = 1; back <= 3 && back <= bytes.size(); ++back) {
    const std::uint8_t byte = byte_at(bytes, bytes.size() - back);
    if (is_continuation(byte)) continue;
    if (announced_length(byte) > back) bytes.remove_suffix(back);
    break;
  }
  return bytes;
}

}  // namespace parley

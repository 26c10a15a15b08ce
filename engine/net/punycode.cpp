#include "engine/net/punycode.hpp"

#include <algorithm>
#include <cstdint>

namespace parley::net {
namespace {

// The parameters of RFC 3492, section 5.
constexpr std::uint32_t base = 36, lowest = 1, highest = 26, skew = 38, damping = 700;
constexpr std::uint32_t first_bias = 72;
constexpr char32_t first_beyond_ascii = 0x80;

char digit(std::uint32_t value) { return static_cast<char>(value < 26 ? 'a' + value : '0' + (value - 26)); }

// Section 6.1: how long the next difference is likely to be, judged by this one.
std::uint32_t adapted_bias(std::uint32_t delta, std::uint32_t written, bool first) {
  delta /= first ? damping : 2;
  delta += delta / written;
  std::uint32_t steps = 0;
  for (; delta > (base - lowest) * highest / 2; steps += base) delta /= base - lowest;
  return steps + (base - lowest + 1) * delta / (delta + skew);
}

// Section 3.3: a number of digits whose last one can be told from the others.
void append_number(std::string& out, std::uint32_t number, std::uint32_t bias) {
  for (std::uint32_t position = base;; position += base) {
    const std::uint32_t threshold = position <= bias ? lowest : std::clamp(position - bias, lowest, highest);
    if (number < threshold) break;
    out += digit(threshold + (number - threshold) % (base - threshold));
    number = (number - threshold) / (base - threshold);
  }
  out += digit(number);
}

}  // namespace

std::string punycode(std::u32string_view label) {
  std::string out;
  for (const char32_t c : label) {
    if (c < first_beyond_ascii) out += static_cast<char>(c);
  }
  const std::size_t plain = out.size();
  std::uint32_t written = static_cast<std::uint32_t>(plain);
  if (plain > 0) out += '-';

  std::uint32_t delta = 0, bias = first_bias;
  for (char32_t reached = first_beyond_ascii; written < label.size(); ++reached, ++delta) {
    char32_t next = 0x10FFFF;
    for (const char32_t c : label) {
      if (c >= reached) next = std::min(next, c);
    }
    delta += (next - reached) * (written + 1);
    reached = next;
    for (const char32_t c : label) {
      if (c < reached) ++delta;
      if (c != reached) continue;
      append_number(out, delta, bias);
      bias = adapted_bias(delta, written + 1, written == plain);
      delta = 0;
      ++written;
    }
  }
  return out;
}

}  // namespace parley::net

#include "engine/net/idna.hpp"

#include <locale.h>
#include <wctype.h>

#include <algorithm>
#include <optional>

#include "engine/net/punycode.hpp"

namespace parley::net {
namespace {

constexpr std::size_t longest_label = 63;

// One character off the front of `text`; none where it is not UTF-8 (overlong forms and surrogates included).
std::optional<char32_t> take_character(std::string_view& text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const std::size_t size = byte(0) < 0x80   ? 1
                           : byte(0) < 0xC2 ? 0
                           : byte(0) < 0xE0 ? 2
                           : byte(0) < 0xF0 ? 3
                                            : 4;
  if (size == 0 || text.size() < size) return std::nullopt;
  char32_t character = size == 1 ? byte(0) : byte(0) & (0xFFU >> (size + 1));
  for (std::size_t i = 1; i < size; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
    character = (character << 6) | (byte(i) & 0x3FU);
  }
  const bool overlong = (size == 3 && character < 0x800) || (size == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (overlong || surrogate || character > 0x10FFFF) return std::nullopt;
  text.remove_prefix(size);
  return character;
}

// towlower(3) of a locale that knows Unicode, whichever the process runs in.
char32_t lower_case(char32_t character) {
  static const locale_t unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (unicode == nullptr) return character;
  return static_cast<char32_t>(towlower_l(static_cast<wint_t>(character), unicode));
}

// Any of the four full stops of RFC 3490, section 3.1.
bool is_dot(char32_t c) { return c == U'.' || c == U'\u3002' || c == U'\uFF0E' || c == U'\uFF61'; }

Result<std::string> ascii_label(std::u32string_view label) {
  constexpr std::size_t most = 255;
  if (label.empty() || label.size() > most) return Error::text(label_empty_or_too_long);
  std::string ascii;
  if (std::all_of(label.begin(), label.end(), [](char32_t c) { return c < 0x80; })) {
    for (const char32_t c : label) ascii += static_cast<char>(c);
  } else {
    std::u32string lower(label);
    std::transform(lower.begin(), lower.end(), lower.begin(), lower_case);
    ascii = "xn--" + punycode(lower);
  }
  if (ascii.size() > longest_label) return Error::text(label_empty_or_too_long);
  return ascii;
}

// What Python checks of a name that is ASCII already, with its two texts.
Error check_labels(std::string_view name) {
  for (std::size_t dot; (dot = name.find('.')) != name.npos; name.remove_prefix(dot + 1)) {
    if (dot == 0 || dot > longest_label) return Error::text(label_empty_or_too_long);
  }
  return name.size() > longest_label ? Error::text(label_too_long) : Error();
}

}  // namespace

bool is_ascii(std::string_view name) {
  return std::all_of(name.begin(), name.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

Result<std::string> to_ascii_name(std::string_view name) {
  if (name.find('\0') != name.npos) return Error::text(host_name_with_nul);
  if (is_ascii(name)) {
    if (const Error error = check_labels(name)) return error;
    return std::string(name);
  }
  std::string ascii;
  std::u32string label;
  const auto finish_label = [&]() -> Error {
    Result<std::string> done = ascii_label(label);
    if (!done) return done.error();
    ascii += *done;
    label.clear();
    return {};
  };
  while (!name.empty()) {
    const std::optional<char32_t> character = take_character(name);
    if (!character) return Error::text(host_name_not_encodable);
    if (!is_dot(*character)) {
      label += *character;
      continue;
    }
    if (const Error error = finish_label()) return error;
    ascii += '.';
  }
  if (label.empty()) return ascii;
  if (const Error error = finish_label()) return error;
  return ascii;
}

}  // namespace parley::net

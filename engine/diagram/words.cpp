#include "engine/diagram/words.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "engine/base/escape.hpp"

namespace parley::diagram {
namespace {

constexpr std::size_t shown_text = 240;
constexpr std::size_t shown_binary = 24;
constexpr std::string_view ellipsis = "…";

/// Columns of a character, by its first byte and length: from U+1100 on many are wide, and none is taken for
/// narrow.
std::size_t cells_of(std::string_view character) {
  if (character.size() < 3) return 1;
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 4) return 2;
  const auto second = static_cast<unsigned char>(character[1]);
  const bool is_narrow = lead == 0xe2 || (lead == 0xe1 && second < 0x84) || lead == 0xe0;
  return is_narrow ? 1 : 2;
}

std::size_t next_character(std::string_view text) { return std::max<std::size_t>(1, utf8_sequence(text)); }

std::size_t fitting(std::string_view text, std::size_t room) {
  std::size_t place = 0;
  for (std::size_t used = 0; place < text.size();) {
    const std::size_t size = next_character(text.substr(place));
    used += cells_of(text.substr(place, size));
    if (used > room) break;
    place += size;
  }
  return place;
}

bool has_payload(Step::Kind kind) {
  return kind == Step::Kind::message || kind == Step::Kind::lost || kind == Step::Kind::unread;
}

/// What follows the payload: how often, how many bytes, that nobody took them.
std::string behind_payload(const Step& step, bool cut) {
  std::string text;
  if (step.count > 1) text += " × " + std::to_string(step.count);
  if (step.count > 1 || cut) text += (step.count > 1 ? ", " : " ") + size_text(step.length);
  if (step.kind == Step::Kind::lost) text += ", lost";
  if (step.kind == Step::Kind::unread) text += ", unread";
  return text;
}

}  // namespace

std::string safe(std::string_view text) {
  const std::string escaped = quoted(text);
  std::string plain;
  for (std::size_t i = 1; i + 1 < escaped.size(); ++i) {
    if (escaped[i] == '\\' && (escaped[i + 1] == '"' || escaped[i + 1] == '\\')) ++i;
    plain += escaped[i];
  }
  return plain;
}

std::string payload(std::string_view bytes, std::uint64_t length, bool& cut) {
  const bool binary = is_binary(bytes.substr(0, 4096));
  std::string_view shown = bytes.substr(0, binary ? shown_binary : shown_text);
  if (!binary && shown.size() < bytes.size()) shown = without_partial_character(shown);
  cut = shown.size() < length;
  return binary ? hex_dump(shown, " ") : quoted(shown);
}

std::string address_of_argument(std::string_view argument) {
  if (argument.empty()) return {};
  const bool is_list = argument.front() == '{';
  if (is_list) argument = argument.substr(1, argument.size() - 2);
  const std::size_t comma = argument.find(", ");
  std::string host(argument.substr(0, comma));
  std::erase(host, '"');
  if (!is_list || comma == std::string_view::npos) return safe(host);
  const std::string_view rest = argument.substr(comma + 2);
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  return safe(host + ":" + std::string(rest.substr(0, rest.find(','))));
}

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<const char*, 4> units = {"KiB", "MiB", "GiB", "TiB"};
  if (bytes < 1024) return std::to_string(bytes) + (bytes == 1 ? " byte" : " bytes");
  auto value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  for (; value >= 1024 && unit + 1 < units.size(); ++unit) value /= 1024;
  std::array<char, 32> text{};
  const bool is_whole = value >= 10 || std::lround(value * 10) % 10 == 0;
  std::snprintf(text.data(), text.size(), is_whole ? "%.0f %s" : "%.1f %s", value, units[unit]);
  return text.data();
}

std::size_t cells(std::string_view text) {
  std::size_t sum = 0;
  while (!text.empty()) {
    const std::size_t size = next_character(text);
    sum += cells_of(text.substr(0, size));
    text.remove_prefix(size);
  }
  return sum;
}

std::string shortened(std::string_view text, std::size_t room) {
  if (fitting(text, room) == text.size()) return std::string(text);
  return std::string(text.substr(0, fitting(text, room > 0 ? room - 1 : 0))).append(ellipsis);
}

std::vector<std::string> wrapped(std::string_view text, std::size_t room, std::size_t most) {
  std::vector<std::string> lines;
  while (fitting(text, room) < text.size() && lines.size() + 1 < most) {
    const std::size_t end = fitting(text, room);
    std::size_t blank = text.rfind(' ', end);
    if (blank == std::string_view::npos || blank == 0) blank = end;
    lines.emplace_back(text.substr(0, blank));
    text.remove_prefix(blank);
    text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  }
  if (!text.empty() || lines.empty()) lines.push_back(shortened(text, room));
  return lines;
}

std::string label(const Step& step, std::size_t room) {
  if (step.kind == Step::Kind::folded)
    return "… " + std::to_string(step.count) + (step.count == 1 ? " more step" : " more steps") +
           (step.length > 0 ? ", " + size_text(step.length) : std::string()) + " …";
  std::string before = step.address.empty() ? std::string() : step.address + " ";
  if (!has_payload(step.kind)) {
    const std::string often = step.count > 1 ? " × " + std::to_string(step.count) : std::string();
    return shortened(before + step.text, std::max<std::size_t>(room, 12) - often.size()) + often;
  }
  const std::size_t least = 10;
  std::string whole = before + step.text + behind_payload(step, step.cut);
  if (cells(whole) <= room && !step.cut) return whole;
  const std::string behind = behind_payload(step, true);
  const std::size_t taken = cells(before) + cells(behind);
  std::string text = shortened(step.text, std::max(least, room > taken ? room - taken : 0));
  if (step.cut && text == step.text) text += ellipsis;
  return before + text + behind;
}

std::size_t room_of_line(const Step& step) { return is_trouble(step.kind) ? 300 : 80; }

bool is_trouble(Step::Kind kind) {
  using Kind = Step::Kind;
  return kind == Kind::refused || kind == Kind::reset || kind == Kind::error || kind == Kind::waiting ||
         kind == Kind::failure || kind == Kind::lost;
}

bool is_note(Step::Kind kind) {
  using Kind = Step::Kind;
  return kind == Kind::note || kind == Kind::error || kind == Kind::waiting || kind == Kind::failure ||
         kind == Kind::folded;
}

std::string title(const Participant& participant) {
  return participant.detail.empty() ? participant.name : participant.name + " " + participant.detail;
}

}  // namespace parley::diagram

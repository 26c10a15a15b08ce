#include "engine/golden/name.hpp"

#include <xxhash.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

#include "engine/base/escape.hpp"

namespace parley::golden {
namespace {

constexpr std::string_view separator = " > ";
constexpr std::string_view suffix = ".txt";
constexpr std::string_view pending_suffix = ".txt.pending";
constexpr std::string_view cut_mark = "%%";
/// A name with that of its golden, the suffixes and a writer's own stays below NAME_MAX, 255.
constexpr std::size_t longest_part = 100;

bool is_plain(char c) {
  const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  return letter || (c >= '0' && c <= '9') || std::string_view("-.,+=@[]").find(c) != std::string_view::npos;
}

void append_escaped(std::string& out, char byte) {
  std::array<char, 4> digits{};
  std::snprintf(digits.data(), digits.size(), "%%%02X",
                static_cast<unsigned>(static_cast<unsigned char>(byte)));
  out += digits.data();
}

/// A dot that would hide the file, name the folder above, or make a folder look like a golden.
bool is_odd_dot(std::string_view rest, bool first) {
  return rest.front() == '.' && (first || rest.starts_with(suffix));
}

std::string with_hash(std::string_view encoded, std::string_view whole) {
  std::array<char, 17> hash{};
  std::snprintf(hash.data(), hash.size(), "%016llx",
                static_cast<unsigned long long>(XXH3_64bits(whole.data(), whole.size())));
  std::size_t kept = longest_part - cut_mark.size() - 16;
  // No escape is cut in two.
  for (const std::size_t back : {std::size_t{1}, std::size_t{2}})
    if (encoded[kept - back] == '%') kept -= back;
  return std::string(without_partial_character(encoded.substr(0, kept))).append(cut_mark).append(hash.data());
}

std::string decode(std::string_view part) {
  std::string out;
  while (!part.empty()) {
    unsigned value = 0;
    const bool escaped = part.size() >= 3 && part.front() == '%' &&
                         std::from_chars(part.data() + 1, part.data() + 3, value, 16).ptr == part.data() + 3;
    if (escaped) {
      out += static_cast<char>(value);
    } else if (part.starts_with(cut_mark)) {
      return out + "...";
    } else if (part.front() != '%') {
      out += part.front() == '_' ? ' ' : part.front();
    }
    part.remove_prefix(escaped ? 3 : 1);
  }
  return out;
}

std::string decode_scenario(std::string_view path) {
  std::string name;
  for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/')) {
    name.append(decode(path.substr(0, at))).append(separator);
    path.remove_prefix(at + 1);
  }
  return name + decode(path);
}

constexpr std::string_view script_suffix = ".lua";

}  // namespace

std::string safe_name(std::string_view part) {
  if (part.empty()) return "%";
  std::string out;
  for (std::string_view rest = part; !rest.empty();) {
    const std::size_t length = utf8_sequence(rest);
    if (rest.front() == ' ') {
      out += '_';
    } else if (length > 1) {
      out += rest.substr(0, length);
    } else if (is_plain(rest.front()) && !is_odd_dot(rest, out.empty())) {
      out += rest.front();
    } else {
      append_escaped(out, rest.front());
    }
    rest.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return out.size() <= longest_part ? out : with_hash(out, part);
}

std::string safe_path(std::string_view name) {
  std::string path;
  for (std::size_t at = name.find(separator); at != std::string_view::npos; at = name.find(separator)) {
    path += safe_name(name.substr(0, at)) + '/';
    name.remove_prefix(at + separator.size());
  }
  return path + safe_name(name);
}

std::string folder_of(const std::string& script) {
  const std::size_t slash = script.rfind('/');
  const std::size_t name = slash == std::string::npos ? 0 : slash + 1;
  std::string folder = script.substr(0, name) + "golden/";
  const bool usual = script.ends_with(script_suffix) && script.size() > name + script_suffix.size();
  // One that is called otherwise keeps its whole name, and a mark, so that `echo` and `echo.lua` are two.
  return folder + (usual ? script.substr(name, script.size() - name - script_suffix.size())
                         : script.substr(name) + "%");
}

std::string path_of(const Subject& subject) {
  std::string path = folder_of(subject.script) + '/' + safe_path(subject.scenario);
  if (!subject.name.empty()) path += '~' + safe_name(subject.name);
  return path.append(suffix);
}

std::optional<Subject> subject_of(const std::string& path) {
  constexpr std::string_view room = "golden/";
  const std::size_t at = path.starts_with(room) ? 0 : path.find("/golden/") + 1;
  if (!path.substr(at).starts_with(room) || !is_golden_path(path)) return std::nullopt;
  const std::size_t begin = at + room.size();
  const std::size_t end = path.find('/', begin);
  if (end == std::string::npos) return std::nullopt;
  Subject subject;
  const std::string script = path.substr(begin, end - begin);
  subject.script = path.substr(0, at);
  subject.script +=
      script.ends_with('%') ? script.substr(0, script.size() - 1) : script + std::string(script_suffix);
  std::string_view scenario = std::string_view(path).substr(end + 1);
  scenario.remove_suffix(suffix.size());
  const std::size_t tilde = scenario.rfind('~');
  if (tilde != std::string_view::npos) subject.name = decode(scenario.substr(tilde + 1));
  subject.scenario = decode_scenario(scenario.substr(0, tilde));
  return subject;
}

std::string pending_path(const std::string& golden) { return golden + ".pending"; }

std::optional<std::string> golden_of_pending(const std::string& path) {
  if (!path.ends_with(pending_suffix)) return std::nullopt;
  return path.substr(0, path.size() - std::string_view(".pending").size());
}

bool is_golden_path(std::string_view path) { return path.ends_with(suffix); }

}  // namespace parley::golden

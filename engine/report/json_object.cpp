#include "engine/report/json_object.hpp"

#include <algorithm>

#include "engine/base/base64.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

/// Bytes that safe_line leaves as they are.
bool is_printable(char byte) { return byte >= 0x20 && byte < 0x7f; }

/// `value` is UTF-8 without control characters, as safe_line gives it: of what RFC 8259 has escaped, only two
/// characters may be in it.
void append_escaped(std::string& out, std::string_view value) {
  while (!value.empty()) {
    const std::size_t plain = std::min(value.find_first_of("\"\\"), value.size());
    out.append(value.substr(0, plain));
    if (plain == value.size()) return;
    out += '\\';
    out += value[plain];
    value.remove_prefix(plain + 1);
  }
}

void append_quoted(std::string& out, std::string_view value) {
  out += '"';
  if (std::all_of(value.begin(), value.end(), is_printable)) {
    append_escaped(out, value);
  } else {
    append_escaped(out, safe_line(value));
  }
  out += '"';
}

}  // namespace

void JsonObject::name(std::string_view name) {
  if (!is_first_) out_ += ',';
  is_first_ = false;
  out_ += '"';
  out_.append(name).append("\":");
}

void JsonObject::text(std::string_view name, std::string_view value) {
  this->name(name);
  append_quoted(out_, value);
}

void JsonObject::texts(std::string_view name, const std::vector<std::string>& values) {
  this->name(name);
  out_ += '[';
  for (const std::string& value : values) {
    if (&value != &values.front()) out_ += ',';
    append_quoted(out_, value);
  }
  out_ += ']';
}

void JsonObject::bytes(std::string_view name, std::string_view value) {
  this->name(name);
  out_ += '"';
  append_base64(out_, value);
  out_ += '"';
}

}  // namespace parley::report

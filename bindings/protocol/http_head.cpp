#include "bindings/protocol/http_head.hpp"

#include <algorithm>
#include <charconv>

namespace parley {

namespace {

constexpr std::string_view token_marks = "!#$%&'*+-.^_`|~";

enum Kind : unsigned char { token = 1, visible = 2, text = 4, blank = 8 };

// Which kinds a byte is of: RFC 9110, 5.5 and 5.6.2.
constexpr std::array<unsigned char, 256> make_kinds() {
  std::array<unsigned char, 256> kinds{};
  for (unsigned byte = 0; byte < 256; ++byte) {
    const bool is_letter = (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
    const bool is_digit = byte >= '0' && byte <= '9';
    const bool is_visible = byte > ' ' && byte < 0x7f;
    unsigned kind = 0;
    if (is_letter || is_digit ||
        (is_visible && token_marks.find(static_cast<char>(byte)) != token_marks.npos))
      kind |= Kind::token;
    if (is_visible) kind |= Kind::visible;
    if (is_visible || byte >= 0x80 || byte == ' ' || byte == '\t') kind |= Kind::text;
    if (byte == ' ' || byte == '\t') kind |= Kind::blank;
    kinds[byte] = static_cast<unsigned char>(kind);
  }
  return kinds;
}

constexpr std::array<unsigned char, 256> kinds = make_kinds();

bool is_of(Kind kind, char byte) { return (kinds[static_cast<unsigned char>(byte)] & kind) != 0; }

class Scanner {
 public:
  explicit Scanner(std::string_view bytes) : bytes_(bytes) {}

  /// The bytes of that kind that come next; may be none.
  std::string_view run_of(Kind kind) {
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && is_of(kind, bytes_[at_])) ++at_;
    return bytes_.substr(begin, at_ - begin);
  }
  /// Whether `wanted` comes next, which is passed then.
  bool passes(std::string_view wanted) {
    if (!bytes_.substr(at_).starts_with(wanted)) return false;
    at_ += wanted.size();
    return true;
  }
  std::string_view take(std::size_t size) {
    const std::string_view part = bytes_.substr(at_, size);
    at_ += part.size();
    return part;
  }
  std::size_t place() const { return at_; }

 private:
  std::string_view bytes_;
  std::size_t at_ = 0;
};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_version(std::string_view version) {
  return version.size() == 8 && version.starts_with("HTTP/1.") && is_digit(version[7]);
}

bool is_status(std::string_view status) {
  return status.size() == 3 && status[0] >= '1' && status[0] <= '5' && is_digit(status[1]) &&
         is_digit(status[2]);
}

bool read_status_line(Scanner& scanner, HttpHead& head) {
  auto& [version, status, reason] = head.start;
  version = scanner.take(8);
  if (!is_version(version) || !scanner.passes(" ")) return false;
  status = scanner.take(3);
  if (!is_status(status) || !scanner.passes(" ")) return false;
  reason = scanner.run_of(Kind::text);
  return scanner.passes("\r\n");
}

bool read_request_line(Scanner& scanner, HttpHead& head) {
  auto& [method, target, version] = head.start;
  method = scanner.run_of(Kind::token);
  if (method.empty() || !scanner.passes(" ")) return false;
  target = scanner.run_of(Kind::visible);
  if (target.empty() || !scanner.passes(" ")) return false;
  version = scanner.take(8);
  return is_version(version) && scanner.passes("\r\n");
}

bool read_field(Scanner& scanner, HttpField& field) {
  field.name = scanner.run_of(Kind::token);
  if (field.name.empty() || !scanner.passes(":")) return false;
  scanner.run_of(Kind::blank);
  field.value = scanner.run_of(Kind::text);
  const bool ends_blank = !field.value.empty() && is_of(Kind::blank, field.value.back());
  return !ends_blank && scanner.passes("\r\n");
}

// Whether `text` is `word`, whatever its capitals; `word` has none.
bool is_word(std::string_view text, std::string_view word) {
  if (text.size() != word.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_capital = text[i] >= 'A' && text[i] <= 'Z';
    if ((is_capital ? text[i] + ('a' - 'A') : text[i]) != word[i]) return false;
  }
  return true;
}

// So many digits fit into any integer.
void note_length(std::string_view value, HttpHead& head) {
  constexpr std::size_t most_digits = 18;
  const char* end = value.data() + value.size();
  const bool is_first = head.length_kind == HttpLength::unsaid;
  const bool is_number = std::from_chars(value.data(), end, head.length).ptr == end && !value.empty();
  head.length_kind =
      is_first && is_number && value.size() <= most_digits ? HttpLength::known : HttpLength::unclear;
}

// The words of a Connection: a list with commas (RFC 9110, 5.6.1).
void note_connection(std::string_view value, HttpHead& head) {
  while (!value.empty()) {
    const std::size_t comma = std::min(value.find(','), value.size());
    std::string_view word = value.substr(0, comma);
    value.remove_prefix(std::min(comma + 1, value.size()));
    while (!word.empty() && is_of(Kind::blank, word.front())) word.remove_prefix(1);
    while (!word.empty() && is_of(Kind::blank, word.back())) word.remove_suffix(1);
    head.says_close = head.says_close || is_word(word, "close");
    head.says_keep_alive = head.says_keep_alive || is_word(word, "keep-alive");
  }
}

void note_meaning(const HttpField& field, HttpHead& head) {
  if (is_word(field.name, "content-length")) {
    note_length(field.value, head);
  } else if (is_word(field.name, "transfer-encoding")) {
    head.length_kind = HttpLength::unclear;
  } else if (is_word(field.name, "connection")) {
    note_connection(field.value, head);
  }
}

}  // namespace

int HttpHead::status() const {
  int number = 0;
  std::from_chars(start[1].data(), start[1].data() + start[1].size(), number);
  return number;
}

bool HttpHead::has_known_body() const {
  const int number = status();
  return length_kind == HttpLength::known && number >= 200 && number != 204 && number != 304;
}

bool read_http_head(std::string_view bytes, bool is_request, HttpHead& head) {
  Scanner scanner(bytes);
  if (!(is_request ? read_request_line(scanner, head) : read_status_line(scanner, head))) return false;
  const std::size_t begin = scanner.place();
  std::size_t end = begin;
  for (HttpField field; !scanner.passes("\r\n"); end = scanner.place()) {
    if (!read_field(scanner, field)) return false;
    ++head.field_count;
    note_meaning(field, head);
  }
  head.fields = bytes.substr(begin, end - begin);
  head.size = scanner.place();
  return true;
}

// They were read once, so all that it takes is to find their ends.
HttpField take_http_field(std::string_view& lines) {
  const std::size_t colon = lines.find(':');
  const std::size_t end = lines.find('\r', colon);
  std::size_t value = colon + 1;
  while (value < end && is_of(Kind::blank, lines[value])) ++value;
  const HttpField field{lines.substr(0, colon), lines.substr(value, end - value)};
  lines.remove_prefix(end + 2);
  return field;
}

}  // namespace parley

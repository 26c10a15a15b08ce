// The head of a message of HTTP/1.x that is there as a whole and has no flaw, as nearly all are: RFC 9112, 2
// to 5, with the strictest reading. Of any other it says only that it is another one;
// lua/protocol/http_parse.lua then finds out what is wrong with it, and whether a lenient reader takes it.
#include <array>
#include <string_view>

#include "bindings/protocol/module.hpp"

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

class Scanner {
 public:
  explicit Scanner(std::string_view bytes) : bytes_(bytes) {}

  /// The bytes of that kind that come next; may be none.
  std::string_view run_of(Kind kind) {
    const std::size_t begin = at_;
    while (at_ < bytes_.size() && (kinds[static_cast<unsigned char>(bytes_[at_])] & kind) != 0) ++at_;
    return bytes_.substr(begin, at_ - begin);
  }
  /// Whether `wanted` comes next, which is passed then.
  bool passes(std::string_view wanted) {
    if (bytes_.compare(at_, wanted.size(), wanted) != 0) return false;
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

void push(lua_State* L, std::string_view part) { lua_pushlstring(L, part.data(), part.size()); }

bool is_version(std::string_view version) {
  return version.size() == 8 && version.starts_with("HTTP/1.") && is_digit(version[7]);
}

// Pushes version, status, reason.
bool read_status_line(lua_State* L, Scanner& scanner) {
  const std::string_view version = scanner.take(8);
  if (!is_version(version) || !scanner.passes(" ")) return false;
  const std::string_view status = scanner.take(3);
  const bool is_status = status.size() == 3 && status[0] >= '1' && status[0] <= '5' && is_digit(status[1]) &&
                         is_digit(status[2]);
  if (!is_status || !scanner.passes(" ")) return false;
  const std::string_view reason = scanner.run_of(Kind::text);
  push(L, version);
  lua_pushinteger(L, (status[0] - '0') * 100 + (status[1] - '0') * 10 + (status[2] - '0'));
  push(L, reason);
  return scanner.passes("\r\n");
}

// Pushes method, target, version.
bool read_request_line(lua_State* L, Scanner& scanner) {
  const std::string_view method = scanner.run_of(Kind::token);
  if (method.empty() || !scanner.passes(" ")) return false;
  const std::string_view target = scanner.run_of(Kind::visible);
  if (target.empty() || !scanner.passes(" ")) return false;
  const std::string_view version = scanner.take(8);
  push(L, method);
  push(L, target);
  push(L, version);
  return is_version(version) && scanner.passes("\r\n");
}

// Adds { name, value } to the list on the top of the stack.
bool read_field(lua_State* L, Scanner& scanner, lua_Integer number) {
  const std::string_view name = scanner.run_of(Kind::token);
  if (name.empty() || !scanner.passes(":")) return false;
  scanner.run_of(Kind::blank);
  const std::string_view value = scanner.run_of(Kind::text);
  const bool ends_blank = !value.empty() && (value.back() == ' ' || value.back() == '\t');
  if (ends_blank || !scanner.passes("\r\n")) return false;
  lua_createtable(L, 2, 0);
  push(L, name);
  lua_rawseti(L, -2, 1);
  push(L, value);
  lua_rawseti(L, -2, 2);
  lua_rawseti(L, -2, number);
  return true;
}

// http_head(bytes, is_request) -> method, target, version or version, status, reason; a list of { name, value
// }; how many bytes the head has. Nothing where it is not there as a whole, or has a flaw.
int http_head(lua_State* L) {
  std::size_t size = 0;
  const char* bytes = luaL_checklstring(L, 1, &size);
  Scanner scanner({bytes, size});
  const bool begins = lua_toboolean(L, 2) != 0 ? read_request_line(L, scanner) : read_status_line(L, scanner);
  if (!begins) return 0;
  lua_newtable(L);
  lua_Integer number = 0;
  while (!scanner.passes("\r\n"))
    if (!read_field(L, scanner, ++number)) return 0;
  lua_pushinteger(L, static_cast<lua_Integer>(scanner.place()));
  return 5;
}

}  // namespace

void open_protocols(lua_State* L) {
  static const luaL_Reg functions[] = {{"http_head", http_head}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

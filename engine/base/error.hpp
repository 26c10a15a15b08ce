// Errors as values. An Error says what went wrong in one of three domains that are never mixed up: the
// kernel's errno, the resolver's EAI_* codes, or a text of the engine's own. It owns no memory, so that a
// function which Lua may leave by longjmp can hold one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley {

class Error {
 public:
  enum class Domain : std::uint8_t { none, system, resolver, text };

  constexpr Error() = default;
  /// The kernel said no: `code` is an errno.
  static Error system(int code);
  /// getaddrinfo or getnameinfo said no: `code` is an EAI_* value (negative with glibc).
  static Error resolver(int code);
  /// The engine said no. `text` is cut after 200 bytes.
  static Error text(std::string_view text);

  Domain domain() const { return domain_; }
  int code() const { return code_; }
  /// True where there is an error.
  explicit operator bool() const { return domain_ != Domain::none; }
  bool is_system(int code) const { return domain_ == Domain::system && code_ == code; }

  /// The words of strerror(3) or gai_strerror(3), or the engine's own; never empty for an error.
  const char* message() const;
  /// As Python prints it: "[Errno 111] Connection refused"; for a text of ours, just that.
  std::string to_string() const;

 private:
  Domain domain_ = Domain::none;
  int code_ = 0;
  char text_[201] = {};
};

}  // namespace parley

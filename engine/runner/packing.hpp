// Plain values to bytes and back, for messages between two processes of the same program: numbers as they lie
// in memory, strings and lists with their length before them. wire.cpp says which values a message has.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace parley::runner {

class Packer {
 public:
  Packer() = default;
  /// Writes into the memory of `room`, whatever it holds.
  explicit Packer(std::string room) : bytes_(std::move(room)) { bytes_.clear(); }

  template <class Number>
  void number(Number value) {
    static_assert(std::is_arithmetic_v<Number> || std::is_enum_v<Number>);
    bytes_.append(reinterpret_cast<const char*>(&value), sizeof value);
  }
  void text(std::string_view value) {
    number<std::uint64_t>(value.size());
    bytes_.append(value);
  }
  template <class List, class Pack>
  void list(const List& values, Pack pack) {
    number<std::uint64_t>(values.size());
    for (const auto& value : values) pack(*this, value);
  }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

/// Reads what a Packer wrote. Whatever the bytes are, it reads inside them: at the first value that does not
/// fit it fails for good, and gives zeros and empty values from then on.
class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : rest_(bytes) {}

  template <class Number>
  Number number() {
    static_assert(std::is_arithmetic_v<Number>);
    Number value{};
    if (!fits(sizeof value)) return value;
    std::memcpy(&value, rest_.data(), sizeof value);
    rest_.remove_prefix(sizeof value);
    return value;
  }
  /// An enumeration's value, `last` being its highest.
  template <class Enum>
  Enum one_of(Enum last) {
    const auto value = number<std::underlying_type_t<Enum>>();
    if (value > static_cast<std::underlying_type_t<Enum>>(last)) fail();
    return failed_ ? Enum{} : static_cast<Enum>(value);
  }
  bool flag() { return number<std::uint8_t>() != 0; }
  std::string text() {
    const auto length = number<std::uint64_t>();
    if (!fits(length)) return {};
    std::string value(rest_.substr(0, length));
    rest_.remove_prefix(length);
    return value;
  }
  template <class Value, class Unpack>
  std::vector<Value> list(Unpack unpack) {
    std::vector<Value> values;
    // Every value takes a byte at least, so a wrong count ends with the bytes.
    for (auto count = number<std::uint64_t>(); count > 0 && !failed_; --count)
      values.push_back(unpack(*this));
    return values;
  }

  /// True where everything was read and there was nothing more.
  bool complete() const { return !failed_ && rest_.empty(); }

 private:
  bool fits(std::uint64_t size) {
    if (failed_ || size > rest_.size()) fail();
    return !failed_;
  }
  void fail() {
    failed_ = true;
    rest_ = {};
  }

  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace parley::runner

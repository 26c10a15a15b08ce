// The integer constants of Python's socket module on Linux, by name: what bindings copy into the module's
// table. The values are part of the program, not taken from the headers of the machine that builds it, so
// that every build offers the same names.
#pragma once

#include <cstdint>
#include <span>

namespace parley::net {

struct Constant {
  const char* name;
  std::int64_t value;
};

struct TextConstant {
  const char* name;
  const char* value;
};

/// All of them, families together; CPython 3.11's set on Debian, so with Bluetooth. No name comes twice.
std::span<const Constant> constants();

/// The few whose value is a text (BDADDR_ANY, BDADDR_LOCAL).
std::span<const TextConstant> text_constants();

}  // namespace parley::net

// The small words that reports are made of. What comes from scripts and peers passes through safe_line or
// safe_block before it is printed: no control character or escape sequence of theirs reaches a terminal or a
// log.
#pragma once

#include <cstddef>
#include <ctime>
#include <string>
#include <string_view>

#include "engine/base/clock.hpp"

namespace parley::report {

/// `text` with control characters and invalid UTF-8 escaped, on one line: newlines and tabs are escaped too.
std::string safe_line(std::string_view text);

/// The same, but newlines and tabs stay.
std::string safe_block(std::string_view text);

/// At most `size` bytes of `text`, which is UTF-8, never half a character; "..." stands where more followed.
std::string shortened(std::string_view text, std::size_t size);

/// Each line of `text` behind `prefix` and ended by a newline, whether the last one was or not.
std::string indented(std::string_view text, std::string_view prefix);

/// "12 ms", "1.2 s".
std::string in_words(Duration duration);

/// "2026-11-21T16:52:01Z".
std::string in_utc(std::time_t time);

/// "1.234": seconds to the millisecond.
std::string in_seconds(Duration duration);

/// "1 file", "2 files".
std::string counted(std::size_t number, std::string_view noun);

/// "file:12"; just the file where the line is unknown (0). Safe to print.
std::string place(std::string_view file, int line);

}  // namespace parley::report

// Words of a command line that is printed for people to paste into a POSIX shell.
#pragma once

#include <string>
#include <string_view>

namespace parley {

/// The text in quotes: the shell takes it for one word, whatever is in it.
std::string quoted_word(std::string_view text);

/// The same, without quotes where none are needed.
std::string shell_word(std::string_view text);

}  // namespace parley

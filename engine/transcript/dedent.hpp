// A transcript written in the middle of a script, without the indentation that it has there.
#pragma once

#include <string>
#include <string_view>

namespace parley::transcript {

/// `text` without the blanks and tabs that all its lines begin with, without a first line and a last line
/// that are blank; lines of blanks alone become empty and do not count. So `[[`, lines, `]]` in a script give
/// the lines, each ended by \n.
std::string dedent(std::string_view text);

}  // namespace parley::transcript

// The place of the first difference, in the words of whoever looks for it.
#pragma once

#include <string>
#include <string_view>

namespace parley::report {

/// "line 3, client > server" in a transcript, "line 2, byte 14" or "byte 5001" in a value between quotes (of
/// the value, not of its escapes), "line 3" or "column 12" in anything else; all from 1. Empty where the
/// texts are equal, and for two lines that have not even their beginning in common.
std::string divergence_in_words(std::string_view expected, std::string_view actual);

}  // namespace parley::report

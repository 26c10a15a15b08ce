// What was expected beside what came.
#pragma once

#include <string>
#include <string_view>

#include "engine/report/style.hpp"

namespace parley::report {

/// Short values on two lines, `expected: ...` above `actual: ...`; where one of them is long or has several
/// lines, difference_text, for which a long value is also broken after each `\n` that stands in it as an
/// escape. The values are escaped already and ready to print; each line of the result ends with a newline.
std::string comparison_text(std::string_view expected, std::string_view actual, const Style& style);

/// Where two texts first differ, of a transcript in which conversation too; then a line diff, -expected and
/// +actual. Of a line that changed, the part that did is marked: in colour by that, else by ^ below it,
/// behind a
/// `?`. In the lines that differ blanks at the end and tabs are escaped, and of a line of more than some 160
/// bytes stands what is around the change. Empty where the texts are equal.
std::string difference_text(std::string_view expected, std::string_view actual, const Style& style);

}  // namespace parley::report

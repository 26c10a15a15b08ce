// What was expected beside what came.
#pragma once

#include <string>
#include <string_view>

#include "engine/report/style.hpp"

namespace parley::report {

/// Short values on two lines, `expected: ...` above `actual: ...`; where one of them is long or has several
/// lines, a line diff, -expected and +actual, for which a long value is also broken after each `\n` that
/// stands in it as an escape. The values are escaped already and ready to print; each line of the result ends
/// with a newline.
std::string comparison_text(std::string_view expected, std::string_view actual, const Style& style);

}  // namespace parley::report

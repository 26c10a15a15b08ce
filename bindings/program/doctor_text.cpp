#include "bindings/program/doctor_text.hpp"

#include "engine/report/text.hpp"

namespace parley::program {
namespace {

std::string check_text(const world::Check& check, const report::Style& style) {
  if (check.ok) return style.good("ok") + "  " + check.name + "\n";
  std::string text = style.bad("no") + "  " + check.name;
  if (!check.trouble.empty()) text += ": " + report::safe_line(check.trouble);
  text += "\n    lost: " + check.lost + "\n";
  if (!check.remedy.empty())
    text += report::indented("allow it with: " + report::safe_block(check.remedy), "    ");
  return text;
}

}  // namespace

std::string doctor_text(const std::vector<world::Check>& checks, const report::Style& style) {
  std::string text;
  std::size_t missing = 0;
  for (const world::Check& check : checks) {
    text += check_text(check, style);
    if (!check.ok) ++missing;
  }
  text += "\n";
  text += missing == 0
              ? "Everything that parley can use is there."
              : report::counted(missing, "thing") + " out of " + std::to_string(checks.size()) + " missing.";
  return text + "\n";
}

}  // namespace parley::program

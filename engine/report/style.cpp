#include "engine/report/style.hpp"

#include <unistd.h>

#include <cstdlib>

namespace parley::report {

ColorSurroundings color_surroundings(int fd) {
  return {std::getenv("NO_COLOR"), std::getenv("CLICOLOR_FORCE"), ::isatty(fd) == 1};
}

bool use_color(ColorChoice choice, const ColorSurroundings& surroundings) {
  const auto given = [](const char* value) { return value != nullptr && *value != '\0'; };
  if (choice != ColorChoice::automatic) return choice == ColorChoice::always;
  if (given(surroundings.no_color)) return false;
  if (given(surroundings.clicolor_force) && std::string_view(surroundings.clicolor_force) != "0") return true;
  return surroundings.terminal;
}

std::string Style::paint(const char* code, std::string_view text) const {
  if (!color_ || text.empty()) return std::string(text);
  return std::string("\x1b[").append(code).append("m").append(text).append("\x1b[0m");
}

}  // namespace parley::report

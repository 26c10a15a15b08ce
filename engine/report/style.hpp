// Colours of a report, and whether there are to be any.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace parley::report {

enum class ColorChoice : std::uint8_t { automatic, always, never };

/// What the decision looks at besides the flag; null for a variable that is not set.
struct ColorSurroundings {
  const char* no_color = nullptr;  ///< NO_COLOR (no-color.org): any value but the empty one says no.
  const char* clicolor_force =
      nullptr;  ///< CLICOLOR_FORCE (bixense.com/clicolors): any value but "" and "0": yes.
  bool terminal = false;
};

/// The environment's variables, and whether `fd` is a terminal.
ColorSurroundings color_surroundings(int fd);

/// The flag, then NO_COLOR, then CLICOLOR_FORCE, then whether it is a terminal.
bool use_color(ColorChoice choice, const ColorSurroundings& surroundings);

/// Paints words, or leaves them as they are where there is no colour.
class Style {
 public:
  explicit Style(bool color) : color_(color) {}

  std::string good(std::string_view text) const { return paint("32", text); }
  std::string bad(std::string_view text) const { return paint("31", text); }
  std::string odd(std::string_view text) const { return paint("33", text); }
  std::string strong(std::string_view text) const { return paint("1", text); }
  std::string faint(std::string_view text) const { return paint("2", text); }
  /// Foreground and background changed round; around what is painted already.
  std::string reversed(std::string_view text) const {
    return color_ ? std::string("\x1b[7m").append(text) : std::string(text);
  }
  bool is_colored() const { return color_; }

 private:
  std::string paint(const char* code, std::string_view text) const;

  bool color_;
};

}  // namespace parley::report

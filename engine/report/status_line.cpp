#include "engine/report/status_line.hpp"

#include <sys/ioctl.h>

#include <algorithm>
#include <string>

#include "engine/base/escape.hpp"

namespace parley::report {
namespace {

constexpr std::string_view clear_line = "\r\x1b[K";

}  // namespace

void StatusLine::write(std::string_view text) {
  std::string all(shown_ ? clear_line : "");
  shown_ = false;
  all += text;
  if (!all.empty()) terminal_.write(all);
}

void StatusLine::show(std::string_view line, std::size_t width) {
  // The last column stays free: some terminals begin a new line when it is filled.
  terminal_.write(std::string(clear_line).append(fitting(line, width - 1)));
  shown_ = true;
}

std::size_t terminal_width(int fd) {
  winsize size{};
  return ::ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col > 1 ? size.ws_col : 80;
}

std::string_view fitting(std::string_view line, std::size_t width) {
  std::size_t end = 0;
  while (end < line.size()) {
    const std::size_t length = std::max<std::size_t>(utf8_sequence(line.substr(end)), 1);
    const std::size_t columns = length == 1 ? 1 : 2;
    if (columns > width) break;
    width -= columns;
    end += length;
  }
  return line.substr(0, end);
}

}  // namespace parley::report

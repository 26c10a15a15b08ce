#include "engine/report/source_excerpt.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "engine/base/descriptor.hpp"
#include "engine/base/escape.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

constexpr int lines_before = 3;
constexpr int lines_after = 2;
constexpr std::size_t widest = 200;           // bytes of a line that are shown
constexpr std::size_t largest = 1024 * 1024;  // bytes of a file that are read

std::string head_of_file(const std::string& file) {
  // Non-blocking, so that a FIFO in the file's place does not hold the report up.
  const Descriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status;
  if (!fd || ::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode)) return {};
  std::string text(std::min(largest, static_cast<std::size_t>(status.st_size)), '\0');
  std::size_t filled = 0;
  while (filled < text.size()) {
    const ssize_t n = ::read(fd.get(), text.data() + filled, text.size() - filled);
    if (n <= 0) break;
    filled += static_cast<std::size_t>(n);
  }
  text.resize(filled);
  return text;
}

/// The first bytes of a line that is too wide, never half a UTF-8 sequence.
std::string_view cut(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line.size() <= widest ? line : without_partial_character(line.substr(0, widest));
}

/// The lines numbered `first` to `last` as far as the text has them.
std::vector<std::string_view> lines_between(std::string_view text, int first, int last) {
  std::vector<std::string_view> lines;
  for (int number = 1; number <= last && !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (number >= first) lines.push_back(cut(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace

std::string source_excerpt(const std::string& file, int line) {
  if (line < 1 || line > static_cast<int>(largest)) return {};
  const std::string text = head_of_file(file);
  const int first = std::max(1, line - lines_before);
  const auto lines = lines_between(text, first, line + lines_after);
  if (static_cast<int>(lines.size()) <= line - first) return {};
  const std::size_t width = std::to_string(first + static_cast<int>(lines.size()) - 1).size();
  std::string excerpt;
  int number = first;
  for (const std::string_view source : lines) {
    const std::string digits = std::to_string(number);
    excerpt.append(number == line ? "> " : "  ")
        .append(width - digits.size(), ' ')
        .append(digits)
        .append(" |");
    // Tabs stay as they are: the columns of an excerpt are the editor's.
    if (!source.empty()) excerpt.append(" ").append(safe_block(source));
    excerpt.append("\n");
    ++number;
  }
  return excerpt;
}

std::string source_lines(const std::string& file, int first, int last) {
  std::string text;
  const std::string head = head_of_file(file);
  for (const std::string_view line : lines_between(head, first, last)) text += safe_block(line) + "\n";
  return text;
}

}  // namespace parley::report

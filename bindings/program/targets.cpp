#include "bindings/program/targets.hpp"

#include <sys/stat.h>

#include <charconv>
#include <set>

#include "engine/report/text.hpp"

namespace parley::program {

Target target_of(const std::string& argument) {
  struct stat status;
  const std::size_t colon = argument.rfind(':');
  if (colon == std::string::npos || ::stat(argument.c_str(), &status) == 0) return {argument, 0};
  int line = 0;
  const char* end = argument.data() + argument.size();
  const auto [stop, error] = std::from_chars(argument.data() + colon + 1, end, line);
  if (error != std::errc() || stop != end || line < 1) return {argument, 0};
  return {argument.substr(0, colon), line};
}

bool complain_of_lines_of_folders(const std::vector<Target>& targets, Console& console) {
  bool found = false;
  for (const Target& target : targets) {
    struct stat status;
    if (target.line == 0 || ::stat(target.path.c_str(), &status) < 0 || !S_ISDIR(status.st_mode)) continue;
    complain(console,
             report::place(target.path, target.line) +
                 ": a line is of a file, and this is a folder; --filter picks scenarios of a folder");
    found = true;
  }
  return found;
}

bool complain_of_empty_lines(const std::vector<Target>& targets, const runner::Discovery& found,
                             const std::vector<runner::LoadedFile>& loaded, Console& console) {
  bool empty = false;
  for (std::size_t i = 0; i < targets.size(); ++i) {
    if (targets[i].line == 0) continue;
    for (const std::size_t file : found.named[i].files) {
      runner::Selector line;
      line.add_line(found.files[file], targets[i].line);
      if (loaded[file].scenarios.empty() || !line.select(loaded[file].scenarios).empty()) continue;
      complain(console, report::place(targets[i].path, targets[i].line) +
                            ": no scenario stands at this line; parley list names their lines");
      empty = true;
    }
  }
  return empty;
}

void choose_lines(const std::vector<Target>& targets, const runner::Discovery& found,
                  runner::Selector& selector) {
  std::set<std::size_t> whole;
  for (std::size_t i = 0; i < targets.size(); ++i)
    if (targets[i].line == 0) whole.insert(found.named[i].files.begin(), found.named[i].files.end());
  for (std::size_t i = 0; i < targets.size(); ++i)
    for (const std::size_t file : found.named[i].files)
      if (targets[i].line > 0 && !whole.contains(file)) selector.add_line(found.files[file], targets[i].line);
}

}  // namespace parley::program

// Which one a user means who names a scenario or a run of it.
#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bindings/program/commands.hpp"
#include "engine/report/text.hpp"

namespace parley::program {

/// The file and the name of "FILE::NAME"; without a name the second is empty.
std::pair<std::string, std::string> parted(const std::string& argument);

/// The number above 0 that the text is; else 0.
int number_in(std::string_view text);

/// Leaves the one whose name is `name`, or else the one whose name has it as a part. True where one is left;
/// where several are, the user is told which, each by its `line`.
template <class Item, class NameOf, class LineOf>
bool keep_named(std::vector<Item>& items, const std::string& name, NameOf name_of, LineOf line_of,
                Console& console) {
  const auto is_exact = [&](const Item& item) { return name_of(item) == name; };
  if (!name.empty() && std::any_of(items.begin(), items.end(), is_exact)) {
    std::erase_if(items, std::not_fn(is_exact));
  } else {
    std::erase_if(items, [&](const Item& item) { return name_of(item).find(name) == std::string::npos; });
  }
  if (items.size() <= 1) return items.size() == 1;
  const std::string shown = report::safe_line(name);
  complain(console, name.empty() ? std::string("which of them?") : shown + " stands for several:");
  for (const Item& item : items) console.err.write("  " + report::safe_line(line_of(item)) + "\n");
  return false;
}

}  // namespace parley::program

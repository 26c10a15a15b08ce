// The paths of the command line, of which some name a line: `file.lua:12`.
#pragma once

#include <string>
#include <vector>

#include "bindings/program/commands.hpp"
#include "engine/runner/discovery.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/selector.hpp"

namespace parley::program {

struct Target {
  std::string path;
  int line = 0;  ///< 0 where none is named.
};

/// A path that exists as it is written names no line, whatever it looks like.
Target target_of(const std::string& argument);

/// Says which of the paths name a line of a folder. False where none does.
bool complain_of_lines_of_folders(const std::vector<Target>& targets, Console& console);

/// Says at which of the lines no scenario stands, of files that hold some. False where there is none such.
bool complain_of_empty_lines(const std::vector<Target>& targets, const runner::Discovery& found,
                             const std::vector<runner::LoadedFile>& loaded, Console& console);

/// Tells the selector of the lines that were named, but for files that were named whole as well.
void choose_lines(const std::vector<Target>& targets, const runner::Discovery& found,
                  runner::Selector& selector);

}  // namespace parley::program

// What a command line asks for, as plain data: filled by the option table, read by the commands.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/report/request.hpp"
#include "engine/report/style.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/selector.hpp"

namespace parley::program {

struct Settings {
  std::vector<std::string> paths;
  runner::Network network = runner::Network::automatic;
  int jobs = 1;
  std::map<std::string, std::string> parameters;
  runner::Selector selector;
  report::ColorChoice color = report::ColorChoice::automatic;
  std::vector<report::Request> reports;  ///< Beside the terminal, unless one of them is `none`.
  bool verbose = false;
  bool forbid_only = false;
  bool forbid_skips = false;
  bool help = false;
};

}  // namespace parley::program

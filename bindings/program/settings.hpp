// What a command line asks for, as plain data: filled by the option table, read by the commands.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
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
  int retries = 0;
  int repeat = 0;  ///< How often all is run; 0 where nobody said.
  bool until_failure = false;
  int fail_fast = 0;
  std::optional<std::uint64_t> shuffle;
  std::optional<std::uint64_t> segment;  ///< How streams are cut: byte by byte (1), or by a seed.
  std::optional<Duration> timeout;       ///< Of scenarios that name none.
  Duration global_timeout = Duration::max();
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

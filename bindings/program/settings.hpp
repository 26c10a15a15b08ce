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

/// How a command prints what it found.
enum class Format : std::uint8_t { text, json, cmake };

struct Settings {
  std::vector<std::string> paths;
  runner::Network network = runner::Network::automatic;
  int jobs = 0;  ///< 0 where nobody said: as many as keep the cores busy.
  int retries = 0;
  int repeat = 0;  ///< How often all is run; 0 where nobody said.
  bool until_failure = false;
  int fail_fast = 0;
  std::optional<std::uint64_t> shuffle;
  std::optional<Duration> timeout;  ///< Of scenarios that name none.
  Duration global_timeout = Duration::max();
  Duration slow_timeout = std::chrono::seconds(10);  ///< After which a scenario that runs is called slow.
  std::map<std::string, std::string> parameters;
  runner::Selector selector;
  report::ColorChoice color = report::ColorChoice::automatic;
  std::vector<report::Request> reports;  ///< Beside the terminal, unless one of them is `none`.
  bool verbose = false;
  bool last_failed = false;  ///< Only what failed the last time that it ran.
  bool forbid_only = false;
  bool forbid_skips = false;
  int skip_code = 0;  ///< How a run exits in which everything was skipped.
  Format format = Format::text;
  std::vector<std::string> ci;  ///< What `init` writes a file for; empty where nobody said.
  bool help = false;
};

}  // namespace parley::program

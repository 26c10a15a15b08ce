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

/// What `show` makes of a run.
enum class Picture : std::uint8_t { text, svg, mermaid, events };

/// Which part of the scenarios this machine is to run.
struct ShardChoice {
  int index = 1;  ///< From 1.
  int count = 1;
  std::string source{};   ///< Who said so: the option, or the names of the variables.
  bool by_bazel = false;  ///< It was Bazel, which wants to know that it is obeyed.
};

struct Settings {
  std::vector<std::string> paths;
  runner::Network network = runner::Network::automatic;
  int jobs = 0;  ///< 0 where nobody said: as many as keep the cores busy.
  int retries = 0;
  int repeat = 0;  ///< How often all is run; 0 where nobody said.
  bool until_failure = false;
  int fail_fast = 0;
  std::optional<std::uint64_t> shuffle;
  bool seed_named = false;               ///< The seed of `shuffle` was given, not drawn.
  std::optional<std::uint64_t> segment;  ///< How streams are cut: byte by byte (1), or by a seed.
  bool sweep = false;                    ///< They are cut in many ways, one after the other.
  std::optional<ShardChoice> shard;
  std::string timings;              ///< A file of JSON lines; empty where nobody named one.
  std::optional<Duration> timeout;  ///< Of scenarios that name none.
  Duration global_timeout = Duration::max();
  Duration slow_timeout = std::chrono::seconds(10);  ///< After which a scenario that runs is called slow.
  std::map<std::string, std::string> parameters;
  runner::Selector selector;
  bool filtered = false;  ///< The selector has a filter.
  report::ColorChoice color = report::ColorChoice::automatic;
  std::vector<report::Request> reports;  ///< Beside the terminal, unless one of them is `none`.
  bool update = false;                   ///< Goldens are written as they come.
  enum class Verdict : std::uint8_t { ask, list, accept, reject };
  Verdict verdict = Verdict::ask;  ///< On every pending golden.
  std::string verdict_option;      ///< The option that said so.
  bool record = true;              ///< What scenarios exchange.
  std::string pcap;                ///< The folder for captures; empty where none are wanted.
  bool pcap_on_failure = false;    ///< Only of scenarios that fail.
  bool verbose = false;
  bool last_failed = false;  ///< Only what failed the last time that it ran.
  bool forbid_only = false;
  bool forbid_skips = false;
  int skip_code = 0;  ///< How a run exits in which everything was skipped.
  Format format = Format::text;
  std::vector<std::string> ci;     ///< What `init` writes a file for; empty where nobody said.
  bool markdown = false;           ///< `types` prints the reference for people.
  std::optional<Picture> picture;  ///< Unless told, by the ending of `output`.
  std::string output;              ///< A file; empty for standard output.
  std::string conversation;        ///< Its number, or a role that takes part; empty for all of them.
  std::string from;                ///< A file of events of an earlier run.
  bool help = false;
};

}  // namespace parley::program

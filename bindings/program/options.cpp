#include "bindings/program/options.hpp"

#include <charconv>
#include <iterator>

#include "engine/base/nearest.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

using report::ColorChoice;
using runner::Network;

/// A value that is one of a few words: the word's position in `words`, or -1 and a message in `problem`.
int choose(std::string_view option, std::string_view value, std::span<const std::string_view> words,
           std::string& problem) {
  std::string list;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == value) return static_cast<int>(i);
    list.append(i == 0 ? "" : ", ").append(words[i]);
  }
  problem.append("unknown value ").append(report::safe_line(value)).append(" for ").append(option);
  const std::string nearby = suggestion(value, words);
  problem += nearby.empty() ? "; it is one of " + list : nearby;
  return -1;
}

std::string set_network(Settings& settings, std::string_view value) {
  constexpr std::string_view words[] = {"host", "private", "auto"};
  constexpr Network networks[] = {Network::host, Network::private_world, Network::automatic};
  std::string problem;
  const int choice = choose("--network", value, words, problem);
  if (choice >= 0) settings.network = networks[choice];
  return problem;
}

std::string set_color(Settings& settings, std::string_view value) {
  constexpr std::string_view words[] = {"auto", "always", "never"};
  constexpr ColorChoice choices[] = {ColorChoice::automatic, ColorChoice::always, ColorChoice::never};
  std::string problem;
  const int choice = choose("--color", value, words, problem);
  if (choice >= 0) settings.color = choices[choice];
  return problem;
}

std::string set_jobs(Settings& settings, std::string_view value) {
  constexpr int most = 1024;
  int jobs = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), jobs);
  if (error != std::errc() || end != value.data() + value.size() || jobs < 1 || jobs > most)
    return "--jobs takes a number from 1 to 1024, not " + report::safe_line(value);
  settings.jobs = jobs;
  return {};
}

std::string set_parameter(Settings& settings, std::string_view value) {
  const std::size_t sign = value.find('=');
  if (sign == 0 || sign == std::string_view::npos)
    return "--set takes name=value, not " + report::safe_line(value);
  settings.parameters[std::string(value.substr(0, sign))] = value.substr(sign + 1);
  return {};
}

std::string set_filter(Settings& settings, std::string_view value) {
  const Error error = settings.selector.add_filter(value);
  return error ? "--filter " + report::safe_line(value) + " is no regular expression: " + error.message()
               : "";
}

std::string set_tags(Settings& settings, std::string_view value) {
  const Error error = settings.selector.add_tags(value);
  return error ? "--tag " + report::safe_line(value) + ": " + error.message() : "";
}

std::string add_report(Settings& settings, std::string_view value) {
  report::Request request;
  std::string problem = report::parse_request(value, request);
  if (problem.empty()) settings.reports.push_back(std::move(request));
  return problem;
}

std::string set_verbose(Settings& settings, std::string_view) {
  settings.verbose = true;
  return {};
}

std::string set_forbid_only(Settings& settings, std::string_view) {
  settings.forbid_only = true;
  return {};
}

std::string set_forbid_skips(Settings& settings, std::string_view) {
  settings.forbid_skips = true;
  return {};
}

std::string set_help(Settings& settings, std::string_view) {
  settings.help = true;
  return {};
}

constexpr Option table[] = {
    {"", "--network", "host|private|auto",
     "the network of scenarios that ask for none (auto: private where possible)", taken_by_run, set_network},
    {"-j", "--jobs", "N", "run N scenarios at the same time (1 unless told)", taken_by_run, set_jobs},
    {"", "--set", "name=value", "give the parameter that t:param(name) reads; may be repeated", taken_by_run,
     set_parameter},
    {"", "--filter", "TEXT|/REGEX/",
     "only scenarios whose full name contains it; may be repeated (any of them)",
     taken_by_run | taken_by_list, set_filter},
    {"", "--tag", "EXPRESSION",
     "only scenarios with such tags: 'slow and not (net or ipv6)'; repeated: all of them",
     taken_by_run | taken_by_list, set_tags},
    {"", "--report", "KIND[=FILE]",
     "junit=FILE, tap[=FILE], jsonl=FILE, github, terminal or none; may be repeated",
     taken_by_run | taken_by_merge, add_report},
    {"-v", "--verbose", "", "show every exchange, and output as it is printed, also of scenarios that pass",
     taken_by_run | taken_by_merge, set_verbose},
    {"", "--forbid-only", "", "fail where a scenario is marked only", taken_by_run, set_forbid_only},
    {"", "--forbid-skips", "", "fail where a scenario is skipped", taken_by_run, set_forbid_skips},
    {"", "--color", "auto|always|never", "colours; auto asks NO_COLOR, CLICOLOR_FORCE, then the terminal",
     taken_by_all, set_color},
    {"-h", "--help", "", "show this help", taken_by_all, set_help},
};

}  // namespace

std::span<const Option> options() { return table; }

const Option* find_option(std::string_view name) {
  for (const Option& option : table)
    if (!name.empty() && (name == option.short_name || name == option.long_name)) return &option;
  return nullptr;
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
  const std::string_view name = nearest(word, known);
  return name.empty() ? std::string() : "; did you mean " + std::string(name) + "?";
}

}  // namespace parley::program

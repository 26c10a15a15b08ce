#include "bindings/program/options.hpp"

#include <charconv>
#include <cstdint>
#include <iterator>
#include <random>

#include "bindings/program/numbers.hpp"
#include "bindings/program/shard_choice.hpp"
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

template <int Settings::*Member>
std::string set_number(std::string_view option, Settings& settings, std::string_view value, int least,
                       int most) {
  std::string problem;
  const int number = number_from(option, value, least, most, problem);
  if (problem.empty()) settings.*Member = number;
  return problem;
}

std::string set_jobs(Settings& settings, std::string_view value) {
  return set_number<&Settings::jobs>("--jobs", settings, value, 1, 1024);
}

std::string set_retries(Settings& settings, std::string_view value) {
  return set_number<&Settings::retries>("--retries", settings, value, 0, 100);
}

std::string set_repeat(Settings& settings, std::string_view value) {
  return set_number<&Settings::repeat>("--repeat", settings, value, 1, 1'000'000);
}

std::string set_fail_fast(Settings& settings, std::string_view value) {
  return set_number<&Settings::fail_fast>("--fail-fast", settings, value.empty() ? "1" : value, 1, 1'000'000);
}

std::string set_until_failure(Settings& settings, std::string_view) {
  settings.until_failure = true;
  return {};
}

std::string set_shuffle(Settings& settings, std::string_view value) {
  std::string problem;
  if (value.empty()) {
    settings.shuffle = std::random_device{}();
  } else {
    settings.shuffle = number_from<std::uint64_t>("--shuffle", value, 0, UINT64_MAX, problem);
    settings.seed_named = true;
  }
  return problem;
}

std::string set_segment(Settings& settings, std::string_view value) {
  std::string problem;
  settings.sweep = value == "sweep";
  settings.segment.reset();
  if (settings.sweep) return problem;
  settings.segment = number_from<std::uint64_t>("--segment", value, 0, UINT64_MAX, problem);
  return problem.empty() ? problem : problem + "; or sweep, for many ways to cut, one after the other";
}

/// Seconds, whole or not, above 0 and below a week.
std::string set_duration(std::string_view option, std::string_view value, Duration& duration) {
  double seconds = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, seconds);
  if (error != std::errc() || stop != end || !(seconds > 0 && seconds < 604800))
    return std::string(option) + " takes a number of seconds above 0, not " + report::safe_line(value);
  duration = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
  return {};
}

std::string set_timeout(Settings& settings, std::string_view value) {
  Duration timeout{};
  std::string problem = set_duration("--timeout", value, timeout);
  if (problem.empty()) settings.timeout = timeout;
  return problem;
}

std::string set_global_timeout(Settings& settings, std::string_view value) {
  return set_duration("--global-timeout", value, settings.global_timeout);
}

std::string set_slow_timeout(Settings& settings, std::string_view value) {
  return set_duration("--slow-timeout", value, settings.slow_timeout);
}

std::string set_parameter(Settings& settings, std::string_view value) {
  const std::size_t sign = value.find('=');
  if (sign == 0 || sign == std::string_view::npos)
    return "--set takes name=value, not " + report::safe_line(value);
  settings.parameters[std::string(value.substr(0, sign))] = value.substr(sign + 1);
  return {};
}

std::string set_shard(Settings& settings, std::string_view value) {
  return choose_shard(value, settings.shard);
}

std::string set_timings(Settings& settings, std::string_view value) {
  settings.timings = value;
  return {};
}

std::string set_filter(Settings& settings, std::string_view value) {
  settings.filtered = true;
  const Error error = settings.selector.add_filter(value);
  return error ? "--filter " + report::safe_line(value) + " is no regular expression: " + error.message()
               : "";
}

std::string set_exact(Settings& settings, std::string_view value) {
  settings.selector.add_name(value);
  return {};
}

std::string set_skip_code(Settings& settings, std::string_view value) {
  return set_number<&Settings::skip_code>("--skip-code", settings, value, 1, 127);
}

std::string set_format(Settings& settings, std::string_view value) {
  constexpr std::string_view words[] = {"text", "json", "cmake"};
  std::string problem;
  const int choice = choose("--format", value, words, problem);
  if (choice >= 0) settings.format = static_cast<Format>(choice);
  return problem;
}

std::string add_ci(Settings& settings, std::string_view value) {
  constexpr std::string_view words[] = {"github", "gitlab", "none"};
  std::string problem;
  if (choose("--ci", value, words, problem) >= 0) settings.ci.emplace_back(value);
  return problem;
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

std::string set_no_record(Settings& settings, std::string_view) {
  settings.record = false;
  return {};
}

std::string set_last_failed(Settings& settings, std::string_view) {
  settings.last_failed = true;
  return {};
}

std::string set_update(Settings& settings, std::string_view) {
  settings.update = true;
  return {};
}

std::string set_verdict(Settings& settings, Settings::Verdict verdict, const char* option) {
  if (!settings.verdict_option.empty() && settings.verdict_option != option)
    return settings.verdict_option + " and " + option + " contradict each other: give one of them";
  settings.verdict = verdict;
  settings.verdict_option = option;
  return {};
}

std::string set_list(Settings& settings, std::string_view) {
  return set_verdict(settings, Settings::Verdict::list, "--list");
}

std::string set_accept(Settings& settings, std::string_view) {
  return set_verdict(settings, Settings::Verdict::accept, "--accept");
}

std::string set_reject(Settings& settings, std::string_view) {
  return set_verdict(settings, Settings::Verdict::reject, "--reject");
}

std::string set_forbid_only(Settings& settings, std::string_view) {
  settings.forbid_only = true;
  return {};
}

std::string set_forbid_skips(Settings& settings, std::string_view) {
  settings.forbid_skips = true;
  return {};
}

std::string set_markdown(Settings& settings, std::string_view) {
  settings.markdown = true;
  return {};
}

std::string set_help(Settings& settings, std::string_view) {
  settings.help = true;
  return {};
}

constexpr Option table[] = {
    {"", "--network", "host|private|auto",
     "the network of scenarios that ask for none (auto: private where possible)", taken_by_run, set_network},
    {"-j", "--jobs", "N",
     "run N scenarios at the same time (unless told: as many as the cores, more while they only wait)",
     taken_by_run, set_jobs},
    {"", "--timeout", "SECONDS", "the time limit of scenarios that name none (5 unless told)", taken_by_run,
     set_timeout},
    {"", "--global-timeout", "SECONDS", "stop the whole run after that long, as failed", taken_by_run,
     set_global_timeout},
    {"", "--slow-timeout", "SECONDS", "say which scenario still runs after that long (10 unless told)",
     taken_by_run, set_slow_timeout},
    {"", "--retries", "N", "run a scenario that failed up to N times more; one that passes then is flaky",
     taken_by_run, set_retries},
    {"", "--repeat", "N", "run everything N times", taken_by_run, set_repeat},
    {"", "--until-failure", "",
     "run everything again until something fails, 1000 times unless --repeat says more", taken_by_run,
     set_until_failure},
    {"", "--fail-fast", "[N]", "start nothing more after N failures (1 unless told)", taken_by_run,
     set_fail_fast},
    {"", "--shuffle", "[SEED]", "run in a random order, and say which seed gives it again", taken_by_run,
     set_shuffle},
    {"", "--segment", "1|SEED|sweep",
     "cut what streams send and receive: byte by byte, at random by the seed, or in many ways, to compare",
     taken_by_run, set_segment},
    {"", "--no-record", "", "record no exchange: what compares one fails, and transfers cost a little less",
     taken_by_run, set_no_record},
    {"", "--set", "name=value", "give the parameter that t:param(name) reads; may be repeated", taken_by_run,
     set_parameter},
    {"", "--update", "", "write goldens as they come, and remove those that no scenario uses", taken_by_run,
     set_update},
    {"", "--list", "", "name what is pending, change nothing; -v shows what differs", taken_by_review,
     set_list},
    {"", "--accept", "", "accept all that is pending without asking", taken_by_review, set_accept},
    {"", "--reject", "", "reject all that is pending without asking", taken_by_review, set_reject},
    {"", "--filter", "TEXT|/REGEX/",
     "only scenarios whose full name contains it; may be repeated (any of them)",
     taken_by_run | taken_by_list | taken_by_review, set_filter},
    {"", "--exact", "NAME", "only the scenario of exactly this full name; may be repeated",
     taken_by_run | taken_by_list, set_exact},
    {"", "--tag", "EXPRESSION",
     "only scenarios with such tags: 'slow and not (net or ipv6)'; repeated: all of them",
     taken_by_run | taken_by_list, set_tags},
    {"", "--last-failed", "", "only scenarios that failed the last time that they ran",
     taken_by_run | taken_by_list, set_last_failed},
    {"", "--shard", "I/N", "only the I-th of N parts, each for a machine of its own; I counts from 1",
     taken_by_run | taken_by_list, set_shard},
    {"", "--timings", "FILE", "make shards of equal length, by the JSON lines of an earlier run",
     taken_by_run | taken_by_list, set_timings},
    {"", "--report", "KIND[=FILE]",
     "junit=FILE, tap[=FILE], jsonl=FILE, events=FILE, github, terminal or none; may be repeated",
     taken_by_run | taken_by_merge, add_report},
    {"-v", "--verbose", "", "show every exchange, and output as it is printed, also of scenarios that pass",
     taken_by_run | taken_by_merge | taken_by_review, set_verbose},
    {"", "--forbid-only", "", "fail where a scenario is marked only", taken_by_run, set_forbid_only},
    {"", "--forbid-skips", "", "fail where a scenario is skipped", taken_by_run, set_forbid_skips},
    {"", "--skip-code", "N", "exit with N where everything that was selected was skipped", taken_by_run,
     set_skip_code},
    {"", "--format", "text|json|cmake", "print it for people, for programs or, by list, for CTest",
     taken_by_list | taken_by_check, set_format},
    {"", "--ci", "github|gitlab|none", "write a file for this CI (github unless told); may be repeated",
     taken_by_init, add_ci},
    {"", "--markdown", "", "print the same for people instead, as one page of Markdown", taken_by_types,
     set_markdown},
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

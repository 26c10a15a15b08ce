#include "bindings/program/option_setters.hpp"

#include <charconv>
#include <cstdint>
#include <random>

#include "bindings/program/numbers.hpp"
#include "bindings/program/options.hpp"
#include "bindings/program/shard_choice.hpp"
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

template <int Settings::*Member>
std::string set_number(std::string_view option, Settings& settings, std::string_view value, int least,
                       int most) {
  std::string problem;
  const int number = number_from(option, value, least, most, problem);
  if (problem.empty()) settings.*Member = number;
  return problem;
}

/// Seconds, whole or not, above 0 and below a week.
std::string set_duration(std::string_view option, std::string_view value, Duration& duration) {
  double seconds = 0;
  const char* end = value.data() + value.size();
  const auto [stop, error] = std::from_chars(value.data(), end, seconds);
  if (error != std::errc() || stop != end || !(seconds > 0 && seconds < 604800))
    return std::string(option) + " takes a number of seconds above 0 and below 604800 (a week), not " +
           report::safe_line(value);
  duration = std::chrono::duration_cast<Duration>(std::chrono::duration<double>(seconds));
  return {};
}

std::string set_verdict(Settings& settings, Settings::Verdict verdict, const char* option) {
  if (!settings.verdict_option.empty() && settings.verdict_option != option)
    return settings.verdict_option + " and " + option + " contradict each other: give one of them";
  settings.verdict = verdict;
  settings.verdict_option = option;
  return {};
}

}  // namespace

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

std::string set_pcap(Settings& settings, std::string_view value) {
  if (value.empty()) return "--pcap takes a folder, and that is empty";
  settings.pcap = value;
  return {};
}

std::string set_pcap_on_failure(Settings& settings, std::string_view value) {
  settings.pcap_on_failure = true;
  if (!value.empty()) settings.pcap = value;
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

std::string set_picture(Settings& settings, std::string_view value) {
  constexpr std::string_view words[] = {"text", "svg", "mermaid", "events"};
  std::string problem;
  const int choice = choose("--as", value, words, problem);
  if (choice >= 0) settings.picture = static_cast<Picture>(choice);
  return problem;
}

std::string set_output(Settings& settings, std::string_view value) {
  settings.output = value;
  return {};
}

std::string set_conversation(Settings& settings, std::string_view value) {
  settings.conversation = value;
  return {};
}

std::string set_from(Settings& settings, std::string_view value) {
  settings.from = value;
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

}  // namespace parley::program

#include "bindings/program/options.hpp"

#include "bindings/program/option_setters.hpp"
#include "engine/base/nearest.hpp"

namespace parley::program {
namespace {

constexpr Option table[] = {
    {"", "--network", "host|private|auto",
     "the network of scenarios that ask for none (auto: private where possible)",
     taken_by_run | taken_by_show, set_network},
    {"-j", "--jobs", "N",
     "run N scenarios at the same time (unless told: as many as the cores, more while they only wait)",
     taken_by_run, set_jobs},
    {"", "--timeout", "SECONDS", "the time limit of scenarios that name none (5 unless told)",
     taken_by_run | taken_by_show, set_timeout},
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
    {"", "--set", "name=value", "give the parameter that t:param(name) reads; may be repeated",
     taken_by_run | taken_by_show, set_parameter},
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
     "junit=FILE, tap[=FILE], jsonl=FILE, events=FILE, html=FILE, coverage[=FILE], github, terminal or "
     "none; may be repeated",
     taken_by_run | taken_by_merge, add_report},
    {"", "--pcap", "DIR", "capture the packets of each scenario there, for Wireshark", taken_by_run,
     set_pcap},
    {"", "--pcap-on-failure", "[DIR]", "keep only the captures of scenarios that fail", taken_by_run,
     set_pcap_on_failure},
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
    {"", "--as", "text|svg|mermaid|events",
     "what to make of it (unless told, by the ending of -o FILE; text)", taken_by_show, set_picture},
    {"-o", "--output", "FILE", "write it there, and not to standard output", taken_by_show, set_output},
    {"", "--conversation", "ROLE|N", "only the conversations of that role, or the N-th one", taken_by_show,
     set_conversation},
    {"", "--from", "FILE", "run nothing: show what an earlier run wrote by --report events=FILE",
     taken_by_show, set_from},
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

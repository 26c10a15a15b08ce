// `parley merge`: joins the JSON lines of several runs into every report that a single run could have had.
#include "engine/report/merge.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "bindings/program/commands.hpp"
#include "bindings/program/reports.hpp"
#include "engine/report/partition.hpp"
#include "engine/report/text.hpp"
#include "engine/runner/shard.hpp"

namespace parley::program {
namespace {

/// Reads all files; says which one is none of ours. False where one is.
bool read_all(const std::vector<std::string>& paths, std::vector<report::RecordedRun>& runs,
              Console& console) {
  for (const std::string& path : paths) {
    Result<report::RecordedRun> run = report::read_json_lines(path);
    if (run)
      runs.push_back(std::move(*run));
    else
      complain(console, report::safe_line(path) + ": " + run.error().to_string());
  }
  return runs.size() == paths.size();
}

/// The first few, and how many more there are.
void complain_of_all(const std::vector<std::string>& messages, Console& console) {
  constexpr std::size_t most = 10;
  for (std::size_t i = 0; i < std::min(messages.size(), most); ++i) complain(console, messages[i]);
  if (messages.size() > most)
    complain(console, "and " + std::to_string(messages.size() - most) + " more of this kind");
}

bool wants_events(const Settings& settings) {
  return std::any_of(settings.reports.begin(), settings.reports.end(),
                     [](const report::Request& request) { return request.kind == report::Kind::events; });
}

int exit_code_of_merge(const report::MergedRun& run, const report::Tally& tally, bool written) {
  if (!written || !run.gaps.empty() || tally.infrastructure) return exit_code::infrastructure;
  if (tally.failed > 0) return exit_code::failed;
  return tally.total() > 0 ? exit_code::passed : exit_code::nothing;
}

}  // namespace

int merge_command(const Settings& settings, Console& console) {
  std::vector<report::RecordedRun> runs;
  if (settings.paths.empty()) complain(console, "merge needs the files that --report jsonl=FILE wrote");
  if (settings.paths.empty() || !read_all(settings.paths, runs, console)) return exit_code::usage;
  if (const auto reasons = report::why_not_joined(runs); !reasons.empty()) {
    complain_of_all(reasons, console);
    return exit_code::usage;
  }
  const report::MergedRun run = report::merge(runs);
  if (wants_events(settings)) {
    complain(console, "merge reads no events: each run writes its own --report events=FILE");
    return exit_code::usage;
  }
  // After the files were read: a report may go where one of them is.
  Reports reports(settings, console);
  if (const std::string problem = reports.open(); !problem.empty()) {
    complain(console, problem);
    return exit_code::usage;
  }
  complain_of_all(run.twice, console);
  complain_of_all(run.gaps, console);
  report::FanOut& listener = reports.listener();
  const std::string whole = runner::fingerprint(run.plan, std::vector<int>(run.plan.size(), 1));
  listener.begin({run.errors, run.plan, run.time, {1, 1, whole}});
  for (const auto& [scenario, result] : run.finished) {
    listener.scenario_started(scenario);
    listener.scenario_finished(scenario, result);
  }
  runner::SessionEnd end;
  if (!run.gaps.empty()) end.failure = Error::text(run.gaps.front());
  listener.end(end, run.elapsed);
  return exit_code_of_merge(run, reports.tally(), reports.finish());
}

}  // namespace parley::program

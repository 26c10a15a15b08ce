#include "engine/report/page_details.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/shell_word.hpp"
#include "engine/report/comparison.hpp"
#include "engine/report/load_record.hpp"
#include "engine/report/names.hpp"
#include "engine/report/source_excerpt.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr int longest_source = 200;                            // lines of a scenario
constexpr std::size_t longest_value = std::size_t{64} * 1024;  // bytes of what was compared

std::string value_of(const std::string& text) { return shortened(safe_block(text), longest_value); }

Json record_of(const runner::Failure& failure, const std::string& script) {
  const std::string& file = failure.file.empty() ? script : failure.file;
  Json record = {{"kind", name_of(failure.kind)},
                 {"message", safe_block(failure.message)},
                 {"role", safe_line(failure.role)},
                 {"file", safe_line(file)},
                 {"line", failure.line},
                 {"excerpt", source_excerpt(file, failure.line)}};
  if (failure.compares) {
    record["expected"] = value_of(failure.expected);
    record["actual"] = value_of(failure.actual);
    record["difference"] = comparison_text(failure.expected, failure.actual, Style(false));
  }
  return record;
}

void add_traffic(Json& record, const runner::Result& attempt) {
  for (const runner::Waiting& waiting : attempt.waiting)
    record["waiting"].push_back({{"role", safe_line(waiting.role)},
                                 {"call", safe_line(waiting.call)},
                                 {"place", place(waiting.file, waiting.line)}});
  for (const runner::Output& output : attempt.outputs)
    record["outputs"].push_back({safe_line(output.role), seconds(output.at), safe_block(output.text)});
  for (const golden::Use& use : attempt.goldens) {
    const char* const states[] = {"matches", "missing", "differs"};
    record["goldens"].push_back({safe_line(use.name), states[static_cast<std::size_t>(use.state)]});
  }
  for (const load::Summary& load : attempt.loads) record["loads"].push_back(load_record<Json>(load));
  if (!attempt.transcript.empty()) record["transcript"] = safe_block(attempt.transcript);
  if (!attempt.pcap.empty()) record["pcap"] = safe_line(attempt.pcap);
  if (!attempt.kept_directory.empty()) record["kept"] = safe_line(attempt.kept_directory);
}

Json record_of(const runner::Result& attempt, const std::string& script) {
  Json record = {{"verdict", name_of(attempt.verdict)}, {"seconds", seconds(attempt.elapsed)}};
  if (attempt.cpu > Duration::zero()) record["cpu"] = seconds(attempt.cpu);
  if (!attempt.skip_reason.empty()) record["reason"] = safe_block(attempt.skip_reason);
  if (attempt.not_cut) record["not_cut"] = true;
  for (const runner::Failure& failure : attempt.failures)
    record["failures"].push_back(record_of(failure, script));
  add_traffic(record, attempt);
  return record;
}

/// A name with bytes that no page can show is told by its line.
std::string command_of(const runner::Scenario& scenario, const runner::Result& result) {
  const std::string file = safe_line(scenario.file);
  std::string command = "parley run ";
  if (safe_line(scenario.name) == scenario.name)
    command += shell_word(file) + " --exact " + quoted_word(scenario.name);
  else
    command += shell_word(file + ":" + std::to_string(scenario.line));
  if (result.segment) command += " --segment=" + std::to_string(*result.segment);
  return command;
}

void add_source(Json& record, const runner::Scenario& scenario) {
  if (scenario.line < 1) return;
  const int last = std::min(std::max(scenario.last_line, scenario.line), scenario.line + longest_source - 1);
  const std::string text = source_lines(scenario.file, scenario.line, last);
  if (!text.empty()) record["source"] = {{"line", scenario.line}, {"text", text}};
}

}  // namespace

std::string page_details(const runner::Scenario& scenario, const runner::Result& result,
                         const std::vector<const RunLog*>* runs) {
  Json record = {{"command", command_of(scenario, result)}};
  record["attempts"] = Json::array();
  for (const runner::Result& attempt : result.earlier)
    record["attempts"].push_back(record_of(attempt, scenario.file));
  record["attempts"].push_back(record_of(result, scenario.file));
  add_source(record, scenario);
  if (runs == nullptr) record["without_runs"] = true;
  std::string text = record.dump();
  if (runs == nullptr || runs->empty()) return text;
  text.pop_back();
  text += ",\"runs\":[";
  for (const RunLog* run : *runs) text.append(run == runs->front() ? "" : ",").append(run->to_json());
  return text + "]}";
}

std::string page_details(const runner::LoadError& error) {
  runner::Failure failure;
  failure.message = error.message;
  failure.file = error.file;
  failure.line = error.line;
  runner::Result result;
  result.verdict = runner::Verdict::failed;
  result.failures.push_back(failure);
  const Json record = {{"command", "parley check " + shell_word(safe_line(error.file))},
                       {"attempts", Json::array({record_of(result, error.file)})}};
  return record.dump();
}

}  // namespace parley::report

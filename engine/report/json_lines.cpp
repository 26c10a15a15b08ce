#include "engine/report/json_lines.hpp"

#include <nlohmann/json.hpp>

#include "engine/report/load_record.hpp"
#include "engine/report/names.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::ordered_json;

/// A record as its line. All texts in it went through safe_line or safe_block, so they are UTF-8.
std::string line(const Json& record) { return record.dump() + "\n"; }

Json place_of(const char* type, const runner::Scenario& scenario) {
  return {{"type", type},
          {"file", safe_line(scenario.file)},
          {"index", scenario.index},
          {"line", scenario.line},
          {"name", safe_line(scenario.name)}};
}

Json record_of(const runner::Failure& failure) {
  Json record = {{"kind", name_of(failure.kind)},
                 {"message", safe_block(failure.message)},
                 {"role", safe_line(failure.role)},
                 {"file", safe_line(failure.file)},
                 {"line", failure.line}};
  if (failure.compares) {
    record["expected"] = safe_block(failure.expected);
    record["actual"] = safe_block(failure.actual);
  }
  return record;
}

Json record_of(const runner::Waiting& waiting) {
  return {{"role", safe_line(waiting.role)},
          {"call", safe_line(waiting.call)},
          {"file", safe_line(waiting.file)},
          {"line", waiting.line}};
}

Json record_of(const runner::Output& output) {
  return {
      {"role", safe_line(output.role)}, {"text", safe_block(output.text)}, {"seconds", seconds(output.at)}};
}

Json record_of(const load::Summary& load) { return load_record<Json>(load); }

void add_result(Json& record, const runner::Result& result);

Json record_of(const runner::Result& attempt) {
  Json record = Json::object();
  add_result(record, attempt);
  return record;
}

/// A list; nothing where it is empty.
template <class Value>
void add_list(Json& record, const char* name, const std::vector<Value>& values) {
  if (values.empty()) return;
  Json& list = record[name] = Json::array();
  for (const Value& value : values) list.push_back(record_of(value));
}

void add_text(Json& record, const char* name, const std::string& text) {
  if (!text.empty()) record[name] = safe_block(text);
}

void add_result(Json& record, const runner::Result& result) {
  record["verdict"] = name_of(result.verdict);
  record["seconds"] = seconds(result.elapsed);
  if (result.not_cut) record["not_cut"] = true;
  if (result.cpu > Duration::zero()) record["cpu_seconds"] = seconds(result.cpu);
  add_text(record, "reason", result.skip_reason);
  add_list(record, "failures", result.failures);
  add_list(record, "waiting", result.waiting);
  add_list(record, "outputs", result.outputs);
  add_list(record, "loads", result.loads);
  add_text(record, "transcript", result.transcript);
  add_text(record, "kept_directory", result.kept_directory);
  add_text(record, "pcap", result.pcap);
  add_list(record, "earlier", result.earlier);
}

}  // namespace

void JsonLinesReporter::begin(const RunStart& run) {
  Json shard = {{"index", run.shard.index}, {"count", run.shard.count}};
  add_text(shard, "fingerprint", run.shard.fingerprint);
  std::string lines = line({{"type", "begin"},
                            {"format", "parley"},
                            {"version", json_version},
                            {"time", in_utc(run.time)},
                            {"planned", run.plan.size()},
                            {"shard", shard}});
  for (const runner::LoadError& error : run.errors)
    lines += line({{"type", "load_error"},
                   {"file", safe_line(error.file)},
                   {"line", error.line},
                   {"message", safe_block(error.message)}});
  for (const runner::Scenario& scenario : run.plan) {
    Json record = place_of("planned", scenario);
    for (const std::string& tag : scenario.tags) record["tags"].push_back(safe_line(tag));
    for (const std::string& clause : scenario.covers) record["covers"].push_back(safe_line(clause));
    for (const std::string& clause : scenario.clauses) record["clauses"].push_back(safe_line(clause));
    lines += line(record);
  }
  tally_.failed += run.errors.size();
  sink_.write(lines);
}

void JsonLinesReporter::scenario_started(const runner::Scenario& scenario) {
  sink_.write(line(place_of("started", scenario)));
}

void JsonLinesReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  tally_.count(result);
  Json record = place_of("finished", scenario);
  if (result.round > 0) record["round"] = result.round;
  add_result(record, result);
  sink_.write(line(record));
}

void JsonLinesReporter::scenario_slow(const runner::Scenario& scenario, Duration so_far) {
  Json record = place_of("slow", scenario);
  record["seconds"] = seconds(so_far);
  sink_.write(line(record));
}

void JsonLinesReporter::end(const runner::SessionEnd& end, Duration elapsed) {
  Json record = {{"type", "end"},
                 {"seconds", seconds(elapsed)},
                 {"passed", tally_.passed},
                 {"failed", tally_.failed},
                 {"skipped", tally_.skipped},
                 {"flaky", tally_.flaky},
                 {"expected_failures", tally_.expected_failures}};
  if (end.signal != 0) record["signal"] = end.signal;
  if (!end.early.empty()) record["early"] = safe_line(end.early);
  if (end.failure) record["failure"] = safe_line(end.failure.to_string());
  sink_.write(line(record));
}

}  // namespace parley::report

#include "engine/report/json_reader.hpp"

#include <nlohmann/json.hpp>
#include <optional>

#include "engine/base/file.hpp"
#include "engine/report/json_lines.hpp"
#include "engine/report/json_members.hpp"
#include "engine/report/load_record.hpp"
#include "engine/report/names.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::json;

Duration duration(const Json& record, const char* name = "seconds") { return length_of(record, name); }

/// The members of a list that are objects, each through `read`.
template <class Value>
std::vector<Value> list(const Json& record, const char* name, Value (*read)(const Json&)) {
  std::vector<Value> values;
  const auto found = record.find(name);
  if (found == record.end() || !found->is_array()) return values;
  for (const Json& value : *found)
    if (value.is_object()) values.push_back(read(value));
  return values;
}

runner::Failure failure(const Json& record) {
  runner::Failure made;
  made.kind = kind_named(text(record, "kind")).value_or(runner::Failure::Kind::error);
  made.message = text(record, "message");
  made.role = text(record, "role");
  made.file = text(record, "file");
  made.line = number(record, "line");
  made.compares = record.contains("expected");
  made.expected = text(record, "expected");
  made.actual = text(record, "actual");
  return made;
}

runner::Waiting waiting(const Json& record) {
  return {text(record, "role"), text(record, "call"), text(record, "file"), number(record, "line")};
}

runner::Output output(const Json& record) {
  return {text(record, "role"), text(record, "text"), duration(record)};
}

load::Summary load(const Json& record) { return load_of_record(record); }

/// One attempt, without those before it.
runner::Result attempt(const Json& record) {
  runner::Result made;
  made.verdict = verdict_named(text(record, "verdict")).value_or(runner::Verdict::failed);
  made.skip_reason = text(record, "reason");
  made.failures = list(record, "failures", failure);
  made.waiting = list(record, "waiting", waiting);
  made.outputs = list(record, "outputs", output);
  made.loads = list(record, "loads", load);
  made.transcript = text(record, "transcript");
  made.not_cut = record.contains("not_cut");
  made.kept_directory = text(record, "kept_directory");
  made.pcap = text(record, "pcap");
  made.elapsed = duration(record);
  made.cpu = duration(record, "cpu_seconds");
  return made;
}

runner::Scenario scenario(const Json& record) {
  runner::Scenario made;
  made.file = text(record, "file");
  made.name = text(record, "name");
  made.line = number(record, "line");
  made.index = number(record, "index");
  made.tags = texts(record, "tags");
  made.covers = texts(record, "covers");
  made.clauses = texts(record, "clauses");
  return made;
}

std::time_t time_of(const std::string& words) {
  std::tm parts{};
  return ::strptime(words.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts) == nullptr ? 0 : ::timegm(&parts);
}

/// Takes records in, one after the other; each function says what is wrong with the record, or nothing.
class Reading {
 public:
  explicit Reading(RecordedRun& run) : run_(run) {}

  std::string take(const Json& record) {
    if (!record.is_object() || text(record, "type").empty()) return "is no record";
    const std::string type = text(record, "type");
    if ((type == "begin") == has_begun_)
      return has_begun_ ? "begins a second run: one file holds one" : "is no begin record, which comes first";
    if (run_.complete) return "comes after the end record";
    if (type == "begin") return begin(record);
    if (type == "end") return end(record);
    if (type == "load_error")
      run_.errors.push_back({text(record, "file"), number(record, "line"), text(record, "message")});
    if (type == "planned") run_.plan.push_back(scenario(record));
    return type == "finished" ? finished(record) : std::string();
  }

 private:
  std::string begin(const Json& record) {
    has_begun_ = true;
    if (text(record, "format") != "parley") return "is of another format than parley's";
    if (const int version = number(record, "version"); version != json_version)
      return "is of version " + std::to_string(version) + "; this parley reads version " +
             std::to_string(json_version);
    run_.time = time_of(text(record, "time"));
    const auto shard = record.find("shard");
    if (shard != record.end() && shard->is_object())
      run_.shard = {number(*shard, "index"), number(*shard, "count"), text(*shard, "fingerprint")};
    return {};
  }

  std::string finished(const Json& record) {
    if (!verdict_named(text(record, "verdict"))) return "has no verdict that is known";
    runner::Result result = attempt(record);
    result.earlier = list(record, "earlier", attempt);
    result.round = number(record, "round");
    run_.finished.emplace_back(scenario(record), std::move(result));
    return {};
  }

  std::string end(const Json& record) {
    run_.complete = true;
    run_.elapsed = duration(record);
    run_.end.signal = number(record, "signal");
    if (record.contains("early")) run_.end.early = text(record, "early");
    if (record.contains("failure")) run_.end.failure = Error::text(text(record, "failure"));
    return {};
  }

  RecordedRun& run_;
  bool has_begun_ = false;
};

}  // namespace

parley::Result<RecordedRun> read_json_lines(const std::string& path) {
  RecordedRun run;
  run.path = path;
  std::string bytes;
  if (const Error error = read_whole_file(path.c_str(), bytes)) return error;
  Reading reading(run);
  std::string_view rest = bytes;
  for (std::size_t line = 1, end = 0; (end = rest.find('\n')) != std::string_view::npos; ++line) {
    const std::string problem = reading.take(Json::parse(rest.substr(0, end), nullptr, false));
    if (!problem.empty()) return Error::text("line " + std::to_string(line) + " " + problem);
    rest.remove_prefix(end + 1);
  }
  return run;
}

}  // namespace parley::report

#include "engine/report/event_reader.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/base64.hpp"
#include "engine/base/file.hpp"
#include "engine/report/event_log.hpp"
#include "engine/report/json_members.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::json;
using transcript::Event;
using Kind = Event::Kind;

Event event_of(Kind kind, const Json& record) {
  Event event;
  event.kind = kind;
  event.begin = number<std::int64_t>(record, kind == Kind::call ? "begin" : "at");
  event.end = number<std::int64_t>(record, "end");
  event.role = text(record, "role");
  event.what = text(record, name_of_what(kind));
  event.socket = number(record, "socket");
  event.family = text(record, "family");
  event.type = text(record, kind == Kind::query ? "records" : kind == Kind::alert ? "direction" : "kind");
  event.proto = number(record, "proto");
  event.local = text(record, "local");
  event.remote = text(record, "remote");
  event.peer = text(record, "peer");
  event.peer_socket = number(record, "peer_socket");
  event.arguments = texts(record, kind == Kind::started ? "command" : "arguments");
  event.results = texts(record, "results");
  event.error = text(record, "error");
  event.number = number(record, kind == Kind::started ? "pid" : "exit_code");
  event.transport = text(record, "transport");
  event.length = number<std::uint64_t>(record, "length");
  event.bytes = from_base64(text(record, "bytes"));
  return event;
}

class Reading {
 public:
  /// What is wrong with the record; empty where nothing is.
  std::string take(const Json& record) {
    const std::string type = record.is_object() ? text(record, "type") : std::string();
    if (type.empty()) return "is no record";
    if (!has_begun_) return begin(record, type);
    if (type == "end") file_.has_end = true;
    const std::optional<Kind> kind = event_kind(type);
    if (!kind) return {};
    const int run = number(record, "run");
    if (*kind == Kind::begin) return scenario(record, run);
    // From the end: what is told is of the runs that began last.
    const auto found = std::find_if(file_.runs.rbegin(), file_.runs.rend(),
                                    [&](const RecordedEvents& known) { return known.run.number == run; });
    if (found == file_.runs.rend()) return "is of a run that has not begun";
    found->events.push_back(event_of(*kind, record));
    return {};
  }

  EventFile file() { return std::move(file_); }

 private:
  std::string begin(const Json& record, const std::string& type) {
    has_begun_ = true;
    if (type != "begin" || text(record, "format") != "parley events")
      return "does not begin a file of parley's events";
    const int version = number(record, "version");
    if (version == events_version) return {};
    return "is of version " + std::to_string(version) + "; this parley reads version " +
           std::to_string(events_version);
  }

  std::string scenario(const Json& record, int run) {
    RecordedEvents& made = file_.runs.emplace_back();
    made.scenario.file = text(record, "file");
    made.scenario.name = text(record, "name");
    made.scenario.line = number(record, "line");
    made.run.number = run;
    if (record.contains("segment")) made.run.segment = number<std::uint64_t>(record, "segment");
    made.events.push_back(event_of(Kind::begin, record));
    return {};
  }

  bool has_begun_ = false;
  EventFile file_;
};

}  // namespace

parley::Result<EventFile> read_events(const std::string& path) {
  std::string bytes;
  if (const Error error = read_whole_file(path.c_str(), bytes)) return error;
  if (bytes.empty()) return Error::text("is empty");
  Reading reading;
  std::string_view rest = bytes;
  for (std::size_t line = 1, end = 0; (end = rest.find('\n')) != std::string_view::npos; ++line) {
    const std::string problem = reading.take(Json::parse(rest.substr(0, end), nullptr, false));
    if (!problem.empty()) return Error::text("line " + std::to_string(line) + " " + problem);
    rest.remove_prefix(end + 1);
  }
  return reading.file();
}

}  // namespace parley::report

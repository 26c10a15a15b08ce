#include "engine/report/event_log.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "engine/base/base64.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::ordered_json;
using transcript::Event;
using Kind = Event::Kind;

std::string line(const Json& record) { return record.dump() + "\n"; }

const char* name_of(Kind kind) {
  switch (kind) {
    case Kind::begin:
      return "scenario";
    case Kind::socket:
      return "socket";
    case Kind::closed:
      return "closed";
    case Kind::call:
      return "call";
    case Kind::wait:
      return "wait";
    case Kind::sent:
      return "sent";
    case Kind::received:
      return "received";
    case Kind::output:
      return "output";
    case Kind::started:
      return "started";
    case Kind::ended:
      return "ended";
    case Kind::query:
      return "query";
    case Kind::failure:
      return "failure";
    case Kind::end:
      return "over";
  }
  return "";
}

/// What `what` is called in a record of that kind.
const char* what_of(Kind kind) {
  switch (kind) {
    case Kind::output:
      return "by";
    case Kind::ended:
      return "signal";
    case Kind::query:
      return "name";
    case Kind::failure:
      return "message";
    default:
      return "call";
  }
}

/// With the microseconds, which RFC 3339 allows.
std::string wall_clock(std::int64_t microseconds) {
  constexpr std::int64_t second = 1'000'000;
  std::string text = in_utc(static_cast<std::time_t>(microseconds / second));
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%06d", static_cast<int>(microseconds % second));
  return text.insert(text.size() - 1, fraction);
}

void add_text(Json& record, const char* name, const std::string& text) {
  if (!text.empty()) record[name] = safe_line(text);
}

Json texts(const std::vector<std::string>& values) {
  Json list = Json::array();
  for (const std::string& value : values) list.push_back(safe_line(value));
  return list;
}

bool carries_bytes(Kind kind) { return kind == Kind::sent || kind == Kind::received || kind == Kind::output; }

void add_time(Json& record, const Event& event) {
  if (event.kind == Kind::call) {
    record["begin"] = event.begin;
    record["end"] = event.end;
  } else if (event.kind != Kind::begin) {
    record["at"] = event.begin;
  }
}

/// What the records of a socket, a process and a query have of their own.
void add_own(Json& record, const Event& event) {
  if (event.kind == Kind::socket) {
    record["family"] = event.family;
    record["kind"] = event.type;
    record["proto"] = event.proto;
  }
  if (event.kind == Kind::started) {
    record["command"] = texts(event.arguments);
    record["pid"] = event.number;
  }
  if (event.kind == Kind::ended && event.what.empty()) record["exit_code"] = event.number;
  if (event.kind == Kind::query) {
    record["records"] = event.type;
    record["transport"] = event.transport;
  }
}

Json record_of(const Event& event, const runner::RunOf& run) {
  Json record = {{"type", name_of(event.kind)}, {"run", run.number}};
  add_time(record, event);
  add_text(record, "role", event.role);
  add_text(record, what_of(event.kind), event.what);
  if (event.socket > 0) record["socket"] = event.socket;
  add_own(record, event);
  add_text(record, "local", event.local);
  add_text(record, "remote", event.remote);
  if (event.kind == Kind::call) record["arguments"] = texts(event.arguments);
  if (event.kind == Kind::call && event.error.empty()) record["results"] = texts(event.results);
  add_text(record, "error", event.error);
  if (carries_bytes(event.kind)) {
    record["length"] = event.length;
    record["bytes"] = base64(event.bytes);
  }
  return record;
}

void describe(Json& record, const runner::Scenario& scenario, const runner::RunOf& run, const Event& event) {
  record["file"] = safe_line(scenario.file);
  record["line"] = scenario.line;
  record["name"] = safe_line(scenario.name);
  if (run.segment) record["segment"] = *run.segment;
  record["start"] = wall_clock(event.wall);
}

}  // namespace

void EventLogReporter::begin(const RunStart& run) {
  sink_.write(line({{"type", "begin"},
                    {"format", "parley events"},
                    {"version", events_version},
                    {"time", in_utc(run.time)}}));
}

void EventLogReporter::scenario_events(const runner::Scenario& scenario, const runner::RunOf& run,
                                       const std::vector<Event>& events) {
  std::string lines;
  for (const Event& event : events) {
    Json record = record_of(event, run);
    if (event.kind == Kind::begin) describe(record, scenario, run, event);
    lines += line(record);
  }
  sink_.write(lines);
}

void EventLogReporter::end(const runner::SessionEnd& end, Duration elapsed) {
  Json record = {{"type", "end"}, {"seconds", seconds(elapsed)}};
  if (end.signal != 0) record["signal"] = end.signal;
  sink_.write(line(record));
}

}  // namespace parley::report

#include "engine/report/event_log.hpp"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/report/json_object.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::ordered_json;
using transcript::Event;
using Kind = Event::Kind;

std::string line(const Json& record) { return record.dump() + "\n"; }

constexpr std::pair<Kind, const char*> kind_names[] = {
    {Kind::begin, "scenario"},    {Kind::socket, "socket"},   {Kind::closed, "closed"},
    {Kind::call, "call"},         {Kind::wait, "wait"},       {Kind::sent, "sent"},
    {Kind::received, "received"}, {Kind::output, "output"},   {Kind::started, "started"},
    {Kind::ended, "ended"},       {Kind::query, "query"},     {Kind::secured, "secured"},
    {Kind::alert, "alert"},       {Kind::failure, "failure"}, {Kind::end, "over"},
};

const char* name_of(Kind kind) { return kind_names[static_cast<std::size_t>(kind)].second; }

/// With the microseconds, which RFC 3339 allows.
std::string wall_clock(std::int64_t microseconds) {
  constexpr std::int64_t second = 1'000'000;
  std::string text = in_utc(static_cast<std::time_t>(microseconds / second));
  char fraction[16];
  std::snprintf(fraction, sizeof fraction, ".%06d", static_cast<int>(microseconds % second));
  return text.insert(text.size() - 1, fraction);
}

void add_text(JsonObject& record, const char* name, const std::string& text) {
  if (!text.empty()) record.text(name, text);
}

bool carries_bytes(Kind kind) { return kind == Kind::sent || kind == Kind::received || kind == Kind::output; }

void add_time(JsonObject& record, const Event& event) {
  if (event.kind == Kind::call) {
    record.number("begin", event.begin);
    record.number("end", event.end);
  } else if (event.kind != Kind::begin) {
    record.number("at", event.begin);
  }
}

/// What the records of a socket, a process and a query have of their own.
void add_own(JsonObject& record, const Event& event) {
  if (event.kind == Kind::socket) {
    record.text("family", event.family);
    record.text("kind", event.type);
    record.number("proto", event.proto);
  }
  if (event.kind == Kind::alert) record.text("direction", event.type);
  if (event.kind == Kind::started) {
    record.texts("command", event.arguments);
    record.number("pid", event.number);
  }
  if (event.kind == Kind::ended && event.what.empty()) record.number("exit_code", event.number);
  if (event.kind == Kind::query) {
    record.text("records", event.type);
    record.text("transport", event.transport);
  }
}

void add_run(JsonObject& record, const runner::Scenario& scenario, const runner::RunOf& run,
             const Event& event) {
  record.text("file", scenario.file);
  record.number("line", scenario.line);
  record.text("name", scenario.name);
  if (run.segment) record.number("segment", *run.segment);
  record.text("start", wall_clock(event.wall));
}

void add_event(JsonObject& record, const Event& event) {
  add_time(record, event);
  add_text(record, "role", event.role);
  add_text(record, name_of_what(event.kind), event.what);
  if (event.socket > 0) record.number("socket", event.socket);
  add_own(record, event);
  add_text(record, "local", event.local);
  add_text(record, "remote", event.remote);
  add_text(record, "peer", event.peer);
  if (event.peer_socket > 0) record.number("peer_socket", event.peer_socket);
  if (event.kind == Kind::call) record.texts("arguments", event.arguments);
  if (event.kind == Kind::call && event.error.empty()) record.texts("results", event.results);
  add_text(record, "error", event.error);
  if (carries_bytes(event.kind)) {
    record.number("length", event.length);
    record.bytes("bytes", event.bytes);
  }
}

}  // namespace

std::optional<Kind> event_kind(std::string_view type) {
  for (const auto& [kind, name] : kind_names)
    if (type == name) return kind;
  return std::nullopt;
}

const char* name_of_what(Kind kind) {
  switch (kind) {
    case Kind::output:
      return "by";
    case Kind::ended:
      return "signal";
    case Kind::query:
    case Kind::alert:
      return "name";
    case Kind::closed:
      return "ending";
    case Kind::secured:
      return "agreed";
    case Kind::failure:
      return "message";
    default:
      return "call";
  }
}

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
    JsonObject record(lines);
    record.text("type", name_of(event.kind));
    record.number("run", run.number);
    add_event(record, event);
    if (event.kind == Kind::begin) add_run(record, scenario, run, event);
    record.end();
  }
  sink_.write(lines);
}

void EventLogReporter::end(const runner::SessionEnd& end, Duration elapsed) {
  Json record = {{"type", "end"}, {"seconds", seconds(elapsed)}};
  if (end.signal != 0) record["signal"] = end.signal;
  sink_.write(line(record));
}

}  // namespace parley::report

#include "engine/report/run_log.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "engine/base/escape.hpp"
#include "engine/diagram/diagram.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using transcript::Event;
using Kind = Event::Kind;
using Json = nlohmann::ordered_json;

constexpr std::size_t bytes_kept = 256;   // of what was sent or printed
constexpr std::size_t bytes_shown = 120;  // of what was sent

/// "{"127.0.0.1", 80}, 5": as in a call.
std::string listed(const std::vector<std::string>& values) {
  std::string text;
  for (const std::string& value : values) text.append(text.empty() ? "" : ", ").append(safe_line(value));
  return text;
}

std::string payload(const Event& event) {
  const std::string_view bytes = std::string_view(event.bytes).substr(0, bytes_shown);
  return bytes.empty() ? "" : quoted(bytes) + (event.length > bytes.size() ? "..." : "");
}

Json of_call(const Event& event) {
  return {"call",
          event.begin,
          event.end,
          safe_line(event.role),
          event.socket,
          safe_line(event.what),
          listed(event.arguments),
          listed(event.results),
          safe_line(event.error)};
}

Json of_socket(const Event& event) {
  return {"socket",
          event.begin,
          safe_line(event.role),
          event.socket,
          safe_line(event.local),
          safe_line(event.remote),
          event.peer_socket,
          safe_line(event.peer)};
}

/// What the page shows, each by the name of its kind; null for what it has no use for.
Json short_form(const Event& event) {
  const std::string role = safe_line(event.role);
  switch (event.kind) {
    case Kind::call:
      return of_call(event);
    case Kind::wait:
      return {"wait", event.begin, role, event.socket, safe_line(event.what)};
    case Kind::sent:
      return {"sent", event.begin, role, event.socket, event.length, payload(event), safe_line(event.remote)};
    case Kind::received:
      return {
          "received", event.begin, role, event.socket, event.length, payload(event), safe_line(event.remote)};
    case Kind::socket:
      return of_socket(event);
    case Kind::closed:
      return {"closed", event.begin, role, event.socket, event.what};
    case Kind::secured:
      return {"secured", event.begin, role, safe_line(event.what)};
    case Kind::alert:
      return {"alert", event.begin, role, safe_line(event.what), event.type};
    case Kind::output:
      return {"output",
              event.begin,
              role,
              event.what,
              safe_block(event.bytes),
              event.length > event.bytes.size()};
    case Kind::started:
      return {"started", event.begin, role, listed(event.arguments), event.number};
    case Kind::ended:
      return {"ended", event.begin, role,
              event.what.empty() ? "exit code " + std::to_string(event.number) : event.what};
    case Kind::query:
      return {"query", event.begin, role, safe_line(event.what), event.type, event.transport};
    case Kind::failure:
      return {"failure", event.begin, role, safe_block(event.what)};
    case Kind::end:
      return {"over", event.begin};
    case Kind::begin:
    case Kind::secret:
      return nullptr;
  }
  return nullptr;
}

}  // namespace

void RunLog::add(const std::vector<Event>& events) {
  for (const Event& event : events) {
    const bool is_early = first_.size() < first_ones;
    Event& kept = is_early ? first_.emplace_back(event) : last_.emplace_back(event);
    kept.bytes.resize(std::min(kept.bytes.size(), bytes_kept));
    if (last_.size() > last_ones) {
      last_.pop_front();
      ++left_out_;
    }
  }
}

std::string RunLog::to_json() const {
  Json list = Json::array();
  const auto append = [&](const Event& event) {
    if (Json record = short_form(event); !record.is_null()) list.push_back(std::move(record));
  };
  std::for_each(first_.begin(), first_.end(), append);
  const std::size_t gap = list.size();
  std::for_each(last_.begin(), last_.end(), append);
  Json record = {{"events", std::move(list)}};
  if (run_.segment) record["segment"] = *run_.segment;
  if (left_out_ > 0) record["left_out"] = {{"count", left_out_}, {"before", gap}};
  record["diagram"] = diagram::to_svg(diagram::diagram_of(in_one_piece()));
  return record.dump();
}

/// What is behind a gap would look as if nobody had answered: of that only why the scenario failed.
std::vector<Event> RunLog::in_one_piece() const {
  std::vector<Event> events = left_out_ == 0 ? first_ : diagram::beginning_of(first_);
  for (const Event& event : last_)
    if (left_out_ == 0 || event.kind == Kind::failure) events.push_back(event);
  return events;
}

}  // namespace parley::report

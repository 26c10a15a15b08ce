// A load as a JSON record, the same in the JSON lines and in the page, and back. Templates, so that the
// library of the JSON stays in the files that write and read. Lengths of time are in seconds.
#pragma once

#include <cmath>

#include "engine/load/summary.hpp"
#include "engine/report/json_members.hpp"
#include "engine/report/text.hpp"

namespace parley::report {

template <class Json>
Json latency_record(const load::Latency& latency) {
  Json record = {
      {"min", seconds(latency.min)}, {"mean", seconds(latency.mean)}, {"stddev", seconds(latency.deviation)}};
  for (std::size_t i = 0; i < latency.at.size(); ++i)
    record[load::percentiles[i].name] = seconds(latency.at[i]);
  record["max"] = seconds(latency.max);
  return record;
}

template <class Json>
Json load_record(const load::Summary& load) {
  Json record = {{"name", safe_line(load.name)},     {"model", load.rate > 0 ? "open" : "closed"},
                 {"connections", load.connections},  {"processes", load.processes},
                 {"seconds", seconds(load.elapsed)}, {"requests", load.requests},
                 {"failed", load.failed()},          {"dropped", load.dropped},
                 {"throughput", load.throughput()},  {"latency", latency_record<Json>(load.latency)}};
  if (load.rate > 0) record["rate"] = load.rate;
  Json& errors = record["errors"] = Json::object();
  for (const auto& [name, count] : load.errors) errors[safe_line(name)] = count;
  Json& bars = record["bars"] = Json::array();
  for (const load::Bar& bar : load.bars) bars.push_back({seconds(bar.upto), bar.count});
  return record;
}

/// A length of time that stands in a record as seconds; what is no such number is 0.
template <class Json>
Duration length_of(const Json& value) {
  constexpr double longest = 1e9;  // a Duration holds nine times as much
  const double length = value.is_number() ? value.template get<double>() : 0;
  return Duration(length > 0 && length < longest ? std::llround(length * 1e9) : 0);
}

template <class Json>
Duration length_of(const Json& record, const char* name) {
  const auto found = record.find(name);
  return found == record.end() ? Duration::zero() : length_of(*found);
}

template <class Json>
load::Latency latency_of_record(const Json& record) {
  load::Latency latency{length_of(record, "min"),
                        length_of(record, "mean"),
                        length_of(record, "stddev"),
                        length_of(record, "max"),
                        {}};
  for (std::size_t i = 0; i < latency.at.size(); ++i)
    latency.at[i] = length_of(record, load::percentiles[i].name);
  return latency;
}

template <class Json>
load::Summary load_of_record(const Json& record) {
  load::Summary load;
  load.name = text(record, "name");
  load.connections = number(record, "connections");
  load.processes = number(record, "processes");
  const auto rate = record.find("rate");
  if (rate != record.end() && rate->is_number()) load.rate = rate->template get<double>();
  load.elapsed = length_of(record, "seconds");
  load.requests = number<std::uint64_t>(record, "requests");
  load.dropped = number<std::uint64_t>(record, "dropped");
  const auto latency = record.find("latency");
  if (latency != record.end() && latency->is_object()) load.latency = latency_of_record(*latency);
  const auto errors = record.find("errors");
  if (errors != record.end() && errors->is_object()) {
    for (const auto& [name, count] : errors->items())
      if (count.is_number_unsigned()) load.errors.emplace_back(name, count.template get<std::uint64_t>());
  }
  const auto bars = record.find("bars");
  if (bars == record.end() || !bars->is_array()) return load;
  for (const Json& bar : *bars) {
    if (bar.is_array() && bar.size() == 2 && bar[1].is_number_unsigned())
      load.bars.push_back({length_of(bar[0]), bar[1].template get<std::uint64_t>()});
  }
  return load;
}

}  // namespace parley::report

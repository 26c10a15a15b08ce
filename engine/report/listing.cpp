#include "engine/report/listing.hpp"

#include <nlohmann/json.hpp>

#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::ordered_json;

const char* name_of(runner::Network network) {
  if (network == runner::Network::host) return "host";
  return network == runner::Network::private_world ? "private" : "auto";
}

/// The reason, or null where there is none.
Json reason(const std::string& text) { return text.empty() ? Json() : Json(text); }

Json entry(const runner::Scenario& scenario) {
  return {{"file", scenario.file},
          {"line", scenario.line},
          {"name", scenario.name},
          {"tags", scenario.tags},
          {"covers", scenario.covers},
          {"requires", scenario.required},
          {"network", name_of(scenario.network)},
          {"timeout", std::chrono::duration<double>(scenario.timeout).count()},
          {"skip", reason(scenario.skip_reason)},
          {"fails", reason(scenario.fails)},
          {"only", scenario.only}};
}

}  // namespace

std::string listing_text(const std::vector<runner::Scenario>& scenarios) {
  std::string lines;
  for (const runner::Scenario& scenario : scenarios)
    lines += place(scenario.file, scenario.line) + ": " + safe_line(scenario.name) + "\n";
  return lines;
}

std::string listing_json(const std::vector<runner::Scenario>& scenarios,
                         const std::vector<runner::LoadError>& errors) {
  Json listing = {{"version", 1}, {"scenarios", Json::array()}, {"errors", Json::array()}};
  for (const runner::Scenario& scenario : scenarios) listing["scenarios"].push_back(entry(scenario));
  for (const runner::LoadError& error : errors)
    listing["errors"].push_back({{"file", error.file}, {"line", error.line}, {"message", error.message}});
  return listing.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace parley::report

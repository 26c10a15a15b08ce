#include "engine/runner/requirements.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

#include "engine/world/loopback.hpp"

namespace parley::runner {
namespace {

constexpr std::string_view command_prefix = "command:";

bool is_command(const std::string& path) {
  struct stat status {};
  return stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && access(path.c_str(), X_OK) == 0;
}

bool in_path(const std::string& name) {
  if (name.find('/') != std::string::npos) return is_command(name);
  const char* path = std::getenv("PATH");
  std::string_view rest = path != nullptr ? path : "/bin:/usr/bin";
  while (!name.empty() && !rest.empty()) {
    const std::size_t colon = rest.find(':');
    if (is_command(std::string(rest.substr(0, colon)) + "/" + name)) return true;
    rest.remove_prefix(colon == std::string_view::npos ? rest.size() : colon + 1);
  }
  return false;
}

Result skipped(const std::string& reason) {
  Result result;
  result.verdict = Verdict::skipped;
  result.skip_reason = reason;
  return result;
}

Result unknown(const Scenario& scenario, const std::string& required) {
  Failure failure;
  failure.message =
      "requires \"" + required +
      "\", which parley does not know; it knows \"private\", \"ipv6\", \"root\" and \"command:NAME\"";
  failure.file = scenario.file;
  failure.line = scenario.line;
  Result result;
  result.verdict = Verdict::failed;
  result.failures.push_back(failure);
  return result;
}

std::string why_not_private(const Scenario& scenario, const Conditions& conditions) {
  return scenario.network == Network::host ? "it asks for the host network itself" : conditions.why_not;
}

std::optional<Result> unmet(const Scenario& scenario, const std::string& required,
                            const Conditions& conditions) {
  const bool in_private = runs_privately(scenario, conditions);
  if (required == "private") {
    if (in_private) return std::nullopt;
    return skipped("requires a private network: " + why_not_private(scenario, conditions));
  }
  if (required == "ipv6") {
    const bool has = in_private ? conditions.private_ipv6 : world::has_ipv6_loopback();
    return has ? std::nullopt : std::optional(skipped("requires IPv6: ::1 cannot be bound here"));
  }
  if (required == "root") {
    if (in_private || geteuid() == 0) return std::nullopt;
    return skipped("requires root: parley runs as an ordinary user on the host network");
  }
  if (required.rfind(command_prefix, 0) == 0) {
    const std::string name = required.substr(command_prefix.size());
    return in_path(name) ? std::nullopt
                         : std::optional(skipped("requires the command " + name + ", not in $PATH"));
  }
  return unknown(scenario, required);
}

}  // namespace

bool runs_privately(const Scenario& scenario, const Conditions& conditions) {
  return scenario.network != Network::host && conditions.private_allowed;
}

std::optional<Result> why_it_cannot_run(const Scenario& scenario, const Conditions& conditions) {
  if (!scenario.skip_reason.empty()) return skipped(scenario.skip_reason);
  for (const std::string& required : scenario.required) {
    if (std::optional<Result> result = unmet(scenario, required, conditions)) return result;
  }
  if (runs_privately(scenario, conditions)) return std::nullopt;
  if (scenario.network == Network::private_world) {
    return skipped("asks for a private network: " + conditions.why_not);
  }
  if (!scenario.hosts.empty()) {
    return skipped("names hosts, which takes a private network: " + why_not_private(scenario, conditions));
  }
  if (scenario.name_server) {
    return skipped("has a name server, which takes a private network: " +
                   why_not_private(scenario, conditions));
  }
  return std::nullopt;
}

}  // namespace parley::runner

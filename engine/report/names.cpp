#include "engine/report/names.hpp"

#include <algorithm>
#include <iterator>

namespace parley::report {
namespace {

/// In the order of the enumerators.
constexpr std::string_view verdicts[] = {"passed", "failed", "skipped", "flaky", "expected_failure"};
constexpr std::string_view kinds[] = {"expectation",  "error", "deadlock",     "timeout",       "unfinished",
                                      "no_assertion", "crash", "unresponsive", "infrastructure"};

template <class Enum, std::size_t Count>
std::optional<Enum> named(const std::string_view (&names)[Count], std::string_view name) {
  const auto* found = std::find(std::begin(names), std::end(names), name);
  if (found == std::end(names)) return std::nullopt;
  return static_cast<Enum>(found - std::begin(names));
}

}  // namespace

std::string_view name_of(runner::Verdict verdict) { return verdicts[static_cast<std::size_t>(verdict)]; }

std::optional<runner::Verdict> verdict_named(std::string_view name) {
  return named<runner::Verdict>(verdicts, name);
}

std::string_view name_of(runner::Failure::Kind kind) { return kinds[static_cast<std::size_t>(kind)]; }

std::optional<runner::Failure::Kind> kind_named(std::string_view name) {
  return named<runner::Failure::Kind>(kinds, name);
}

}  // namespace parley::report

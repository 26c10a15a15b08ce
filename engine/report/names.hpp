// Verdicts and kinds of failures by name, as the reports for programs have them.
#pragma once

#include <optional>
#include <string_view>

#include "engine/runner/result.hpp"

namespace parley::report {

/// "passed", "failed", "skipped", "flaky", "expected_failure".
std::string_view name_of(runner::Verdict verdict);
std::optional<runner::Verdict> verdict_named(std::string_view name);

/// "expectation", "error", "deadlock", ...: as the enumerators are called.
std::string_view name_of(runner::Failure::Kind kind);
std::optional<runner::Failure::Kind> kind_named(std::string_view name);

}  // namespace parley::report

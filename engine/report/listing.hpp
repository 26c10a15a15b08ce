// What `parley list` prints: the scenarios of some files, for people, for programs and for CTest. Pure
// functions; the same scenarios give the same text on every machine.
#pragma once

#include <string>
#include <vector>

#include "engine/runner/plan.hpp"

namespace parley::report {

/// A line each: "file:line: name".
std::string listing_text(const std::vector<runner::Scenario>& scenarios);

/// One object, pretty-printed: `version` (1), `scenarios` and `errors`, as docs/running.md shows. Names and
/// paths are as their scripts have them; bytes that are no UTF-8, which JSON cannot hold, become U+FFFD.
std::string listing_json(const std::vector<runner::Scenario>& scenarios,
                         const std::vector<runner::LoadError>& errors);

/// A script for CTest's TEST_INCLUDE_FILES (cmake-language(7)): add_test and set_tests_properties for each
/// scenario, and a failing test for each file of `faulty`, those that do not load. `program` is parley's own
/// path, for whoever has not set PARLEY_PROGRAM. The variables PARLEY_PREFIX (before names), PARLEY_ARGS,
/// PARLEY_LABELS and PARLEY_PROPERTIES (lists) go into every test.
std::string listing_cmake(const std::vector<runner::Scenario>& scenarios,
                          const std::vector<std::string>& faulty, const std::string& program);

}  // namespace parley::report

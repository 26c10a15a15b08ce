// What a reader is told of a scenario that failed, of one that he wants to see in full, and of a file that
// does not load. Driven by the terminal reporter; everything is plain data, so the text is the same on every
// machine.
#pragma once

#include <string>

#include "engine/report/style.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"

namespace parley::report {

/// The scenario's name, and the round of --repeat where there are several: "echoes (round 2)". Safe to print.
std::string name_in_full(const runner::Scenario& scenario, const runner::Result& result);

/// Of each failure of one attempt its place, what was expected and what came, and the source around it; who
/// waited where; the exchange and every role's output so far; the kept directory.
std::string attempt_text(const runner::Scenario& scenario, const runner::Result& result, const Style& style);

/// The scenario's name and the text of its attempt, or of each of its attempts that failed.
std::string failure_text(const runner::Scenario& scenario, const runner::Result& result, const Style& style);

/// What the scenario exchanged, and what its loads came to; may be empty.
std::string exchange_text(const runner::Result& result, const Style& style);

/// What the scenario exchanged and what its roles printed, for the eyes of --verbose; may be empty.
std::string traffic_text(const runner::Result& result, const Style& style);

/// The file, the place in it, the message, and the source around it.
std::string load_error_text(const runner::LoadError& error, const Style& style);

}  // namespace parley::report

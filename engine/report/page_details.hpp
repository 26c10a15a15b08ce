// What the page of --report html shows of one scenario, as JSON: all that is only read when somebody looks at
// it.
#pragma once

#include <string>
#include <vector>

#include "engine/report/run_log.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"

namespace parley::report {

/// A JSON object: the attempts with their failures, differences, excerpts, output and transcripts; the
/// source; the command that runs just this scenario again; `runs`, in the order in which they began. Where
/// these are too many for the page `runs` is null, and the page says so.
std::string page_details(const runner::Scenario& scenario, const runner::Result& result,
                         const std::vector<const RunLog*>* runs);

/// The same of a file that does not load.
std::string page_details(const runner::LoadError& error);

}  // namespace parley::report

// Why a run stopped before its end, in the words that every report uses.
#pragma once

#include <string>

#include "engine/runner/session.hpp"

namespace parley::report {

/// "stopped by SIGINT (Interrupt)\n", "stopped: ...\n", or both; empty where the run came to its end. Safe to
/// print.
std::string why_stopped(const runner::SessionEnd& end);

}  // namespace parley::report

// What a scenario's `requires` asks for, and whether the place where it would run has it.
#pragma once

#include <optional>

#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"

namespace parley::runner {

/// What the session found out about the machine before it began.
struct Conditions {
  bool private_allowed = false;  ///< Private worlds can be had, and the command line did not forbid them.
  std::string why_not;           ///< In words, where they cannot.
  bool private_ipv6 = false;     ///< ::1 answers in them.
};

/// Whether `scenario` would run in a private world: it asks for none, and they can be had.
bool runs_privately(const Scenario& scenario, const Conditions& conditions);

/// The result of a scenario that cannot run: skipped, with the reason in words, or failed, where it requires
/// what parley does not know. Nothing where it can run.
///   "private"       a private world            "command:NAME"  NAME is in $PATH
///   "ipv6"          ::1 answers                "root"          a private world, or parley runs as root
std::optional<Result> why_it_cannot_run(const Scenario& scenario, const Conditions& conditions);

}  // namespace parley::runner

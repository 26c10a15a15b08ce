// What the machinery that starts parley says by variables: build systems, CI services, clusters.
#pragma once

#include <string>

#include "bindings/program/settings.hpp"
#include "bindings/program/variables.hpp"

namespace parley::program {

/// Adds it to the settings of a run, wherever the command line does not say otherwise. The result is empty,
/// or names the variable that is wrong.
std::string follow_environment(const Variables& variables, Settings& settings);

}  // namespace parley::program

// The ScriptHost that runs Lua.
#pragma once

#include <memory>

#include "engine/runner/script_host.hpp"

namespace parley {

std::unique_ptr<runner::ScriptHost> make_script_host();

}  // namespace parley

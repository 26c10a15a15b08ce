// The Lua state of a scenario's process: the sandbox with the API in it, and the script.
#pragma once

#include <string>

#include "bindings/runtime.hpp"
#include "engine/runner/plan.hpp"

namespace parley {

/// The most memory that a scenario's Lua values may take.
inline constexpr std::size_t memory_cap = std::size_t{256} * 1024 * 1024;

/// Calls `function` with `argument` as a light userdata. False where it raised, which `problem` says, with
/// its place.
bool call_protected(Runtime& runtime, lua_CFunction function, void* argument, runner::Failure& problem);

/// Pushes the result of the embedded file of that name (bindings/lua, without .lua), which runs once. Raises
/// its errors.
void push_embedded(lua_State* L, const char* name);

/// Opens the libraries that a scenario may use and loads the Lua half of the API. False where it failed,
/// which `problem` says: with memory to spare, that is a defect of parley.
bool open_state(Runtime& runtime, runner::Failure& problem);

/// Compiles and runs the script at `path`, which registers its scenarios. False where it failed, which
/// `problem` says.
bool load_script(Runtime& runtime, const std::string& path, runner::Failure& problem);

/// Whether the script registered a scenario of that number (from 0) and name.
bool is_registered(Runtime& runtime, int index, const std::string& name);

/// The scenarios that the script has registered, as plain data.
bool registered_scenarios(Runtime& runtime, const std::string& path, std::vector<runner::Scenario>& scenarios,
                          runner::Failure& problem);

}  // namespace parley

// From a Lua error to a failure that a person can read.
#pragma once

#include "bindings/task/task.hpp"

namespace parley {

/// Notes the error on the top of the task's stack as a failure of its role, with its place and callers. One
/// that an expectation has noted already, or that only skips the scenario, adds nothing.
void report_error(Runtime& runtime, LuaTask& task);

/// Notes the error on the top of `L`, raised outside any task (at load time, by the harness itself).
runner::Failure describe_error(Runtime& runtime, lua_State* L);

/// Gives `failure` the place of the innermost function of a script on `source`, where it has none yet, and
/// adds a line for each of its callers to the message.
void note_callers(lua_State* source, runner::Failure& failure);

/// Notes the error on the top of `L` as one of the running role.
void note_error_value(Runtime& runtime, lua_State* L);

/// Fills runtime.waiting: where each task waits, in the order of their creation.
void note_waiting(Runtime& runtime);

}  // namespace parley

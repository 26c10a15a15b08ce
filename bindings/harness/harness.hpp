// The native half of the author's API: what the embedded Lua files find in `core`.
#pragma once

#include <lua.hpp>
#include <string>

namespace parley {

/// Pushes the table `core`.
void push_core(lua_State* L);

// Each adds its functions to the table on the top of the stack.
void open_console(lua_State* L);       ///< roles, output, parameters
void open_files(lua_State* L);         ///< the scenario's directory, scripts to require
void open_open_files(lua_State* L);    ///< t:open
void open_expectations(lua_State* L);  ///< failures, the transcript
void open_goldens(lua_State* L);       ///< goldens and redactions
void open_name_server(lua_State* L);   ///< the zone, the queries, the script's own answers
void open_codings(lua_State* L);       ///< DEFLATE, SHA-1, base64
void open_support(lua_State* L);       ///< quoting, suggestions, exception classes

/// What lua/run.lua and lua/expect.lua hand to the native half, by registry key.
extern const char run_table_key;
extern const char unfinished_check_key;

}  // namespace parley

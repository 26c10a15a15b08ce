// Roles, what they print, and what the run was given.
#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/task/task.hpp"
#include "engine/transcript/conversation.hpp"

namespace parley {

namespace {

transcript::Role current_role(Runtime& runtime) {
  return runtime.current == nullptr ? 0 : runtime.current->role;
}

/// To the role's output, and to whoever looks on.
void print(Runtime& runtime, std::string_view text) {
  const transcript::Role role = current_role(runtime);
  runtime.output(role).append(text);
  runtime.printed.add(runtime.recorder->role_name(role), text, runtime.scheduler.now());
  if (runtime.events != nullptr) runtime.events->printed(runtime.recorder->role_name(role), "print", text);
  if (runtime.surroundings != nullptr && runtime.surroundings->printed)
    runtime.surroundings->printed(runtime.recorder->role_name(role), text);
}

// write_output(text): to the output of the running role. While a script loads there is none: it is dropped.
int write_output(lua_State* L) {
  std::size_t size = 0;
  const char* text = luaL_checklstring(L, 1, &size);
  Runtime& runtime = runtime_of(L);
  if (runtime.current != nullptr) print(runtime, std::string_view(text, size));
  return 0;
}

// The role whose name is at stack index 1, or nobody.
transcript::Role wanted_role(lua_State* L) {
  std::size_t size = 0;
  const char* wanted = luaL_checklstring(L, 1, &size);
  const transcript::Recorder& recorder = *runtime_of(L).recorder;
  for (transcript::Role role = 0; role < recorder.role_count(); ++role) {
    if (recorder.role_name(role) == std::string_view(wanted, size)) return role;
  }
  return transcript::nobody;
}

// What a question about a role that is none returns: nil and the list of the roles that there are.
int return_roles(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const int count = runtime.recorder->role_count();
  lua_pushnil(L);
  lua_createtable(L, count, 0);
  for (int role = 0; role < count; ++role) {
    const std::string& name = runtime.recorder->role_name(role);
    lua_pushlstring(L, name.data(), name.size());
    lua_rawseti(L, -2, role + 1);
  }
  return 2;
}

// output(role) -> text; or nil and the list of the roles that there are.
int output(lua_State* L) {
  const transcript::Role role = wanted_role(L);
  if (role == transcript::nobody) return return_roles(L);
  const std::string& text = runtime_of(L).output(role);
  lua_pushlstring(L, text.data(), text.size());
  return 1;
}

// calls(role) -> list of names; or nil and the list of the roles that there are.
int calls(lua_State* L) {
  const transcript::Role role = wanted_role(L);
  if (role == transcript::nobody) return return_roles(L);
  const CallLog::Sequence& sequence = runtime_of(L).calls.of(role);
  lua_createtable(L, static_cast<int>(sequence.names.size()) + 1, 0);
  lua_Integer position = 0;
  for (const char* name : sequence.names) {
    lua_pushstring(L, name);
    lua_rawseti(L, -2, ++position);
  }
  if (sequence.further == 0) return 1;
  lua_pushfstring(L, "... and %I more", static_cast<lua_Integer>(sequence.further));
  lua_rawseti(L, -2, ++position);
  return 1;
}

// role() -> the name of the running role.
int role(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  if (runtime.current == nullptr)
    raise(L, net::ExceptionClass::runtime_error, "input() belongs inside a scenario");
  const std::string& name = runtime.recorder->role_name(current_role(runtime));
  lua_pushlstring(L, name.data(), name.size());
  return 1;
}

int push_parameter(lua_State* L, const char* name) {
  Runtime& runtime = runtime_of(L);
  const runner::Surroundings* surroundings = runtime.surroundings;
  if (surroundings == nullptr) return 0;
  if (std::find(runtime.parameters.begin(), runtime.parameters.end(), name) == runtime.parameters.end())
    runtime.parameters.emplace_back(name);
  // Not by operator[] or at(): nothing here may throw or own memory.
  for (const auto& [key, value] : surroundings->parameters) {
    if (key != name) continue;
    lua_pushlstring(L, value.data(), value.size());
    return 1;
  }
  return 0;
}

// param(name) -> what --set gave, or nothing.
int param(lua_State* L) { return push_parameter(L, luaL_checkstring(L, 1)); }

// skip(why): the scenario's verdict, unless something fails.
int skip(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const char* why = luaL_checkstring(L, 1);
  runtime.skipped = true;
  runtime.skip_reason.assign(why);
  return 0;
}

int is_running(lua_State* L) {
  lua_pushboolean(L, runtime_of(L).current != nullptr);
  return 1;
}

// is_wanted(number) -> whether this process registers the script's scenario of that number, from 1.
int is_wanted(lua_State* L) {
  const std::vector<int>& wanted = runtime_of(L).wanted;
  const auto index = static_cast<int>(luaL_checkinteger(L, 1) - 1);
  lua_pushboolean(L, wanted.empty() || std::binary_search(wanted.begin(), wanted.end(), index));
  return 1;
}

// fixtures(on): tasks that begin while it is on outlive the scenario.
int fixtures(lua_State* L) {
  runtime_of(L).begins_fixtures = lua_toboolean(L, 1) != 0;
  return 0;
}

// begins_fixture() -> whether what begins now outlives the scenario.
int begins_fixture_function(lua_State* L) {
  lua_pushboolean(L, begins_fixture(runtime_of(L)) ? 1 : 0);
  return 1;
}

// ends_fixtures(): from here on, to the end of the scenario, what fails is after_all's.
int ends_fixtures(lua_State* L) {
  runtime_of(L).ends_fixtures = true;
  return 0;
}

}  // namespace

void open_console(lua_State* L) {
  static const luaL_Reg functions[] = {{"write_output", write_output},
                                       {"output", output},
                                       {"calls", calls},
                                       {"role", role},
                                       {"param", param},
                                       {"skip", skip},
                                       {"is_running", is_running},
                                       {"is_wanted", is_wanted},
                                       {"fixtures", fixtures},
                                       {"begins_fixture", begins_fixture_function},
                                       {"ends_fixtures", ends_fixtures},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

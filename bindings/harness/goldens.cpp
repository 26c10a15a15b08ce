// Goldens, as a scenario sees them: where its own lie, what the run does with them, and what came of one.
// Everything is only read here; parley writes, outside the scenario's world.
#include <string_view>

#include "bindings/harness/harness.hpp"
#include "bindings/runtime.hpp"
#include "engine/golden/name.hpp"

namespace parley {

namespace {

void keep_path(Runtime& runtime, const char* scenario, const char* name) {
  runtime.message = golden::path_of({runtime.script, scenario, name});
}

// golden_path(scenario, name) -> path. The name may be empty.
int golden_path(lua_State* L) {
  keep_path(runtime_of(L), luaL_checkstring(L, 1), luaL_checkstring(L, 2));
  return push_message(L);
}

// golden_mode() -> "compare", "update" or "read only".
int golden_mode(lua_State* L) {
  const runner::Surroundings* surroundings = runtime_of(L).surroundings;
  const golden::Mode mode = surroundings == nullptr ? golden::Mode::compare : surroundings->goldens;
  lua_pushstring(L, mode == golden::Mode::update      ? "update"
                    : mode == golden::Mode::read_only ? "read only"
                                                      : "compare");
  return 1;
}

void keep_use(Runtime& runtime, const char* name, golden::State state, std::string_view actual) {
  runtime.goldens.push_back({name, state, std::string(actual)});
}

// note_golden(name, state, actual): what parley is told of it. The states: "matches", "missing", "differs".
int note_golden(lua_State* L) {
  static const char* const states[] = {"matches", "missing", "differs", nullptr};
  const char* name = luaL_checkstring(L, 1);
  const auto state = static_cast<golden::State>(luaL_checkoption(L, 2, nullptr, states));
  std::size_t size = 0;
  const char* actual = luaL_checklstring(L, 3, &size);
  keep_use(runtime_of(L), name, state, {actual, size});
  return 0;
}

}  // namespace

void open_goldens(lua_State* L) {
  static const luaL_Reg functions[] = {{"golden_path", golden_path},
                                       {"golden_mode", golden_mode},
                                       {"note_golden", note_golden},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

// From the tables of lua/scenarios.lua to plain data. They were checked when they were registered.
#include "bindings/harness/harness.hpp"
#include "bindings/state.hpp"

namespace parley {

namespace {

struct Registration {
  const std::string& path;
  std::vector<runner::Scenario>& scenarios;
};

std::string text_field(lua_State* L, const char* name) {
  std::string text;
  if (lua_getfield(L, -1, name) == LUA_TSTRING) text = lua_tostring(L, -1);
  lua_pop(L, 1);
  return text;
}

int number_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  const auto number = static_cast<int>(lua_tointeger(L, -1));
  lua_pop(L, 1);
  return number;
}

bool flag_field(lua_State* L, const char* name) {
  lua_getfield(L, -1, name);
  const bool flag = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return flag;
}

std::vector<std::string> list_field(lua_State* L, const char* name) {
  std::vector<std::string> list;
  lua_getfield(L, -1, name);
  const lua_Unsigned count = lua_rawlen(L, -1);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, static_cast<lua_Integer>(i));
    list.emplace_back(lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return list;
}

std::map<std::string, std::string> map_field(lua_State* L, const char* name) {
  std::map<std::string, std::string> map;
  lua_getfield(L, -1, name);
  lua_pushnil(L);
  while (lua_next(L, -2) != 0) {
    map.emplace(lua_tostring(L, -2), lua_tostring(L, -1));
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
  return map;
}

// With the options table on the top of the stack.
void read_options(lua_State* L, runner::Scenario& scenario) {
  scenario.tags = list_field(L, "tags");
  scenario.covers = list_field(L, "covers");
  scenario.clauses = list_field(L, "clauses");
  scenario.required = list_field(L, "requires");
  scenario.hosts = map_field(L, "hosts");
  scenario.name_server = lua_getfield(L, -1, "dns") == LUA_TTABLE;
  lua_pop(L, 1);
  scenario.uncut = flag_field(L, "uncut");
  scenario.only = flag_field(L, "only");
  scenario.skip_reason = text_field(L, "skip");
  scenario.fails = text_field(L, "fails");
  const std::string network = text_field(L, "network");
  if (network == "host") scenario.network = runner::Network::host;
  if (network == "private") scenario.network = runner::Network::private_world;
  if (lua_getfield(L, -1, "timeout") == LUA_TNUMBER) {
    scenario.own_timeout = true;
    scenario.timeout = Duration(static_cast<std::int64_t>(lua_tonumber(L, -1) * 1e9));
  }
  lua_pop(L, 1);
}

// The number of the group that the scenario on the top of the stack belongs to; -1 for none. Stack: run,
// list, groups.
int group_of(lua_State* L, int run, int groups) {
  lua_getfield(L, run, "group_of");
  lua_pushvalue(L, -2);
  lua_call(L, 1, 1);
  if (lua_isnil(L, -1)) {
    lua_pop(L, 1);
    return -1;
  }
  lua_pushvalue(L, -1);
  if (lua_rawget(L, groups) == LUA_TNIL) {
    lua_pop(L, 1);
    lua_getfield(L, groups, "count");
    const lua_Integer number = lua_tointeger(L, -1);
    lua_pop(L, 1);
    lua_pushinteger(L, number + 1);
    lua_setfield(L, groups, "count");
    lua_pushinteger(L, number);
    lua_pushvalue(L, -2);
    lua_pushvalue(L, -2);
    lua_rawset(L, groups);
  }
  const auto number = static_cast<int>(lua_tointeger(L, -1));
  lua_pop(L, 2);
  return number;
}

// The extents of the describes around the scenario on the top of the stack, the innermost first.
std::vector<runner::LineRange> describes_of(lua_State* L) {
  std::vector<runner::LineRange> describes;
  lua_getfield(L, -1, "describe");
  while (lua_getfield(L, -1, "parent") == LUA_TTABLE) {
    lua_insert(L, -2);
    describes.push_back({number_field(L, "line"), number_field(L, "last_line")});
    lua_pop(L, 1);
  }
  lua_pop(L, 2);
  return describes;
}

struct Question {
  int index;
  const std::string& name;
  bool is_there = false;
};

int look_up(lua_State* L) {
  auto& question = *static_cast<Question*>(lua_touserdata(L, 1));
  lua_rawgetp(L, LUA_REGISTRYINDEX, &run_table_key);
  lua_getfield(L, -1, "list");
  if (lua_rawgeti(L, -1, question.index + 1) != LUA_TTABLE) return 0;
  lua_getfield(L, -1, "name");
  question.is_there = question.name == lua_tostring(L, -1);
  return 0;
}

int collect(lua_State* L) {
  const auto& registration = *static_cast<const Registration*>(lua_touserdata(L, 1));
  lua_rawgetp(L, LUA_REGISTRYINDEX, &run_table_key);
  const int run = lua_gettop(L);
  lua_getfield(L, run, "list");
  lua_newtable(L);
  const int groups = lua_gettop(L);
  const lua_Unsigned count = lua_rawlen(L, run + 1);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    runner::Scenario& scenario = registration.scenarios.emplace_back();
    scenario.file = registration.path;
    scenario.index = static_cast<int>(i) - 1;
    lua_rawgeti(L, run + 1, static_cast<lua_Integer>(i));
    scenario.name = text_field(L, "name");
    scenario.line = number_field(L, "line");
    scenario.last_line = number_field(L, "last_line");
    scenario.describes = describes_of(L);
    scenario.group = group_of(L, run, groups);
    lua_getfield(L, -1, "options");
    read_options(L, scenario);
    lua_pop(L, 2);
  }
  return 0;
}

}  // namespace

bool is_registered(Runtime& runtime, int index, const std::string& name) {
  Question question{index, name};
  runner::Failure problem;
  return call_protected(runtime, look_up, &question, problem) && question.is_there;
}

bool registered_scenarios(Runtime& runtime, const std::string& path, std::vector<runner::Scenario>& scenarios,
                          runner::Failure& problem) {
  Registration registration{path, scenarios};
  return call_protected(runtime, collect, &registration, problem);
}

}  // namespace parley

#include "bindings/asking.hpp"

#include "bindings/state.hpp"

namespace parley {
namespace {

struct Question {
  const char* name;
  const std::string& argument;
  Rows& rows;
};

// Appends the list on the top of the stack as a row, and takes it away.
void take_row(lua_State* L, Rows& rows) {
  std::vector<std::string>& row = rows.emplace_back();
  const lua_Unsigned count = lua_rawlen(L, -1);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, static_cast<lua_Integer>(i));
    std::size_t size = 0;
    const char* text = luaL_checklstring(L, -1, &size);
    row.emplace_back(text, size);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

int put_question(lua_State* L) {
  const auto& question = *static_cast<const Question*>(lua_touserdata(L, 1));
  push_embedded(L, question.name);
  lua_pushlstring(L, question.argument.data(), question.argument.size());
  lua_call(L, 1, 1);
  luaL_checktype(L, -1, LUA_TTABLE);
  const lua_Unsigned count = lua_rawlen(L, -1);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, static_cast<lua_Integer>(i));
    take_row(L, question.rows);
  }
  return 0;
}

}  // namespace

Asking::Asking() : runtime_(memory_cap), open_(open_state(runtime_, problem_)) {}

bool Asking::ask(const char* name, const std::string& argument, Rows& rows) {
  Question question{name, argument, rows};
  return open_ && call_protected(runtime_, put_question, &question, problem_);
}

}  // namespace parley

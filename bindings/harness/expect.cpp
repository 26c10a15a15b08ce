// Failures that the Lua half notes, and what expectations compare with.
#include "bindings/errors.hpp"
#include "bindings/harness/failure.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/task/task.hpp"
#include "engine/transcript/dedent.hpp"

namespace parley {

using runner::Failure;

namespace {

struct Text {
  const char* bytes;
  std::size_t size;
};

Text optional_text(lua_State* L, int index) {
  Text text{nullptr, 0};
  text.bytes = luaL_optlstring(L, index, nullptr, &text.size);
  return text;
}

void note(lua_State* L, const char* message, Text expected, Text actual) {
  Runtime& runtime = runtime_of(L);
  Failure failure;
  failure.kind = Failure::Kind::expectation;
  failure.message = message;
  if (runtime.current != nullptr) failure.role = runtime.recorder->role_name(runtime.current->role);
  note_callers(L, failure);
  failure.compares = expected.bytes != nullptr;
  if (expected.bytes != nullptr) failure.expected.assign(expected.bytes, expected.size);
  if (actual.bytes != nullptr) failure.actual.assign(actual.bytes, actual.size);
  runtime.last_raised.kind = failure.kind;  // Its error follows, and says nothing new.
  runtime.fail(std::move(failure));
}

// assert(value, ...): Lua's own, which is the upvalue; it names the place of its caller, so it stands in this
// function's place.
int counted_assert(lua_State* L) {
  ++runtime_of(L).assertions;
  return lua_tocfunction(L, lua_upvalueindex(1))(L);
}

// asserts(): the scenario has asserted something, whether it holds or not.
int asserts(lua_State* L) {
  ++runtime_of(L).assertions;
  return 0;
}

// has_finalizers(): a script has made a metatable with a __gc.
int has_finalizers(lua_State* L) {
  runtime_of(L).has_finalizers = true;
  return 0;
}

// fail(message, expected, actual): an expectation that does not hold. The texts are ready to print.
int fail(lua_State* L) {
  const char* message = luaL_checkstring(L, 1);
  note(L, message, optional_text(L, 2), optional_text(L, 3));
  return 0;
}

void note_unfinished(Runtime& runtime, const char* file, int line) {
  Failure failure;
  failure.kind = Failure::Kind::unfinished;
  failure.message = "expect() without a matcher claims nothing: write expect(value):equals(other), say";
  failure.file = file;
  failure.line = line;
  runtime.fail(std::move(failure));
}

// fail_unfinished(file, line)
int fail_unfinished(lua_State* L) {
  note_unfinished(runtime_of(L), luaL_optstring(L, 1, ""), static_cast<int>(luaL_optinteger(L, 2, 0)));
  return 0;
}

// note_error(e): an error that is not raised, because another one came first.
int note_error(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  lua_settop(L, 1);
  note_error_value(runtime, L);
  return 0;
}

// keep_no_record(): for the scenario's option record = false.
int keep_no_record(lua_State* L) {
  runtime_of(L).keep_no_record("the scenario has the option record = false: take it away");
  return 0;
}

// unrecorded() -> why nothing is recorded, and the way out; nil where the exchange is.
int unrecorded(lua_State* L) {
  lua_pushstring(L, runtime_of(L).unrecorded);
  return 1;
}

void render_transcript(Runtime& runtime) { runtime.message = runtime.recorder->text(); }

// transcript() -> the exchange so far.
int transcript_function(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  render_transcript(runtime);
  return push_message(L);
}

// Keeps the blocks where an error of Lua's does not skip their destructors.
void render_blocks(Runtime& runtime) { runtime.blocks = runtime.recorder->blocks(); }

// conversation(name) -> its text, or nil; the names of all conversations.
int conversation_function(lua_State* L) {
  const std::string_view name = luaL_checkstring(L, 1);
  Runtime& runtime = runtime_of(L);
  render_blocks(runtime);
  lua_settop(L, 1);
  lua_pushnil(L);
  lua_createtable(L, static_cast<int>(runtime.blocks.size()), 0);
  for (const transcript::Block& block : runtime.blocks) {
    lua_pushlstring(L, block.name.data(), block.name.size());
    lua_rawseti(L, 3, luaL_len(L, 3) + 1);
    if (block.name != name) continue;
    lua_pushlstring(L, block.text.data(), block.text.size());
    lua_replace(L, 2);
  }
  return 2;
}

void strip_indentation(Runtime& runtime, const char* text, std::size_t size) {
  runtime.message = transcript::dedent({text, size});
}

// dedent(text) -> the lines without the indentation that all have.
int dedent_function(lua_State* L) {
  std::size_t size = 0;
  const char* text = luaL_checklstring(L, 1, &size);
  Runtime& runtime = runtime_of(L);
  strip_indentation(runtime, text, size);
  return push_message(L);
}

const char test_meta_key = 0;

// set_test_metatable(table): by which is_test knows a scenario's t.
int set_test_metatable(lua_State* L) {
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &test_meta_key);
  return 0;
}

int is_test(lua_State* L) {
  const bool has_meta = lua_getmetatable(L, 1) != 0;
  if (has_meta) lua_rawgetp(L, LUA_REGISTRYINDEX, &test_meta_key);
  lua_pushboolean(L, has_meta && lua_rawequal(L, -1, -2));
  return 1;
}

int keep_in_registry(lua_State* L, const char* key) {
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, key);
  return 0;
}

// set_unfinished_check(fn): what the run calls at the end of each scenario, with whether to note what it
// finds.
int set_unfinished_check(lua_State* L) { return keep_in_registry(L, &unfinished_check_key); }

// ready(run): the Lua half is loaded.
int ready(lua_State* L) { return keep_in_registry(L, &run_table_key); }

}  // namespace

extern const char run_table_key = 0;
extern const char unfinished_check_key = 0;

void open_expectations(lua_State* L) {
  static const luaL_Reg functions[] = {{"asserts", asserts},
                                       {"has_finalizers", has_finalizers},
                                       {"fail", fail},
                                       {"fail_unfinished", fail_unfinished},
                                       {"note_error", note_error},
                                       {"keep_no_record", keep_no_record},
                                       {"unrecorded", unrecorded},
                                       {"transcript", transcript_function},
                                       {"conversation", conversation_function},
                                       {"dedent", dedent_function},
                                       {"set_test_metatable", set_test_metatable},
                                       {"is_test", is_test},
                                       {"set_unfinished_check", set_unfinished_check},
                                       {"ready", ready},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
  lua_getglobal(L, "assert");
  lua_pushcclosure(L, counted_assert, 1);
  lua_setfield(L, -2, "assert");
}

}  // namespace parley

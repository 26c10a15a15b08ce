// The name server between Lua and engine/dns: lua/zone.lua has checked what a script wrote, here it becomes
// plain data.
#include <cmath>

#include "bindings/errors.hpp"
#include "bindings/events/notes.hpp"
#include "bindings/harness/failure.hpp"
#include "bindings/harness/harness.hpp"
#include "bindings/task/task.hpp"
#include "engine/dns/message.hpp"
#include "engine/dns/name.hpp"
#include "engine/world/keeper.hpp"

namespace parley {

namespace {

constexpr std::uint16_t domain_port = 53;
constexpr const char* answering_role = "dns";

// The key under which the registry keeps the function that answers.
const char answer_function_key = 0;

// ---- Answers, of which the runtime owns what is being read.

lua_Integer integer_field(lua_State* L, int index, const char* name) {
  lua_getfield(L, index, name);
  const lua_Integer value = lua_tointeger(L, -1);
  lua_pop(L, 1);
  return value;
}

bool flag_field(lua_State* L, int index, const char* name) {
  lua_getfield(L, index, name);
  const bool value = lua_toboolean(L, -1) != 0;
  lua_pop(L, 1);
  return value;
}

Duration duration_field(lua_State* L, int index, const char* name) {
  lua_getfield(L, index, name);
  const double seconds = lua_tonumber(L, -1);
  lua_pop(L, 1);
  return Duration(std::llround(seconds * 1e9));
}

// The record on the top of the stack: {type, data}.
void read_record(lua_State* L, dns::Record& record) {
  lua_rawgeti(L, -1, 1);
  record.type = lua_tostring(L, -1);
  lua_rawgeti(L, -2, 2);
  record.data = lua_tostring(L, -1);
  lua_pop(L, 2);
}

// Adds the answer at `index` to the runtime's.
void read_answer(lua_State* L, int index) {
  dns::Answer& answer = runtime_of(L).answers.emplace_back();
  answer.code = static_cast<dns::Code>(integer_field(L, index, "code"));
  answer.silent = flag_field(L, index, "silent");
  answer.asks = flag_field(L, index, "asks");
  answer.truncated = flag_field(L, index, "truncated");
  answer.malformed = static_cast<dns::Malformation>(integer_field(L, index, "malformed"));
  answer.delay = duration_field(L, index, "delay");
  const auto ttl = static_cast<std::uint32_t>(integer_field(L, index, "ttl"));
  lua_getfield(L, index, "records");
  const lua_Unsigned count = lua_rawlen(L, -1);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, -1, static_cast<lua_Integer>(i));
    dns::Record& record = answer.records.emplace_back();
    record.ttl = ttl;
    read_record(L, record);
    lua_pop(L, 1);
  }
  lua_pop(L, 1);
}

// ---- The server.

dns::Server& check_server(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  if (runtime.name_server == nullptr || runtime.current == nullptr) {
    raise(L, net::ExceptionClass::runtime_error,
          "there is no name server here: a scenario with the option dns has one, an empty zone (dns = {}) "
          "will do");
  }
  return *runtime.name_server;
}

struct Question {
  std::uint64_t ticket;
  const dns::Seen& seen;
};

int start_answer(lua_State* L) {
  const auto& question = *static_cast<const Question*>(lua_touserdata(L, 1));
  lua_rawgetp(L, LUA_REGISTRYINDEX, &answer_function_key);
  lua_pushinteger(L, static_cast<lua_Integer>(question.ticket));
  lua_pushlstring(L, question.seen.name.data(), question.seen.name.size());
  lua_pushlstring(L, question.seen.type.data(), question.seen.type.size());
  lua_pushstring(L, name_of(question.seen.transport));
  LuaTask* task = spawn(L, TaskKind::background, runtime_of(L).recorder->declare_role(answering_role), 4);
  task->is_fixture = false;  // No before_all began it, though no task did.
  return 0;
}

// Starts the task in which the script answers.
void ask_script(Runtime& runtime, std::uint64_t ticket, const dns::Seen& seen) {
  Question question{ticket, seen};
  lua_State* L = runtime.main;
  lua_pushcfunction(L, start_answer);
  lua_pushlightuserdata(L, &question);
  if (lua_pcall(L, 1, 0, 0) == LUA_OK) return;
  runtime.fail(describe_error(runtime, L));
  lua_pop(L, 1);
}

Error open_server(Runtime& runtime) {
  net::Address address;
  net::Address::parse_numeric(world::name_server_host, AF_INET, address);
  address.set_port(domain_port);
  auto server = dns::Server::open(
      runtime.scheduler, address,
      [&runtime](std::uint64_t ticket, const dns::Seen& seen) { ask_script(runtime, ticket, seen); });
  if (!server) return server.error();
  runtime.name_server = std::move(*server);
  if (runtime.events != nullptr) {
    runtime.name_server->responder().tell(
        [&runtime](const dns::Seen& query) { runtime.events->asked(query); });
  }
  return {};
}

// begin_dns() -> whether this scenario has a name server, whose zone is empty now.
int begin_dns(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const bool wanted = runtime.surroundings != nullptr && runtime.surroundings->name_server;
  if (wanted && runtime.name_server == nullptr) {
    if (const Error error = open_server(runtime)) raise_error(L, error);
  }
  if (wanted) runtime.name_server->responder().begin();
  lua_pushboolean(L, wanted);
  return 1;
}

void set_answers(Runtime& runtime, const char* name) {
  runtime.name_server->responder().zone().set(name, std::move(runtime.answers));
  runtime.answers.clear();
}

// set_dns(name, answers): the name as zone_name gives it.
int set_dns(lua_State* L) {
  check_server(L);
  const char* name = luaL_checkstring(L, 1);
  Runtime& runtime = runtime_of(L);
  runtime.answers.clear();
  const lua_Unsigned count = lua_rawlen(L, 2);
  for (lua_Unsigned i = 1; i <= count; ++i) {
    lua_rawgeti(L, 2, static_cast<lua_Integer>(i));
    read_answer(L, lua_gettop(L));
    lua_pop(L, 1);
  }
  set_answers(runtime, name);
  return 0;
}

// reply_dns(ticket, answer): what the script says of the question that the ticket stands for.
int reply_dns(lua_State* L) {
  dns::Server& server = check_server(L);
  Runtime& runtime = runtime_of(L);
  runtime.answers.clear();
  read_answer(L, 2);
  server.reply(static_cast<std::uint64_t>(lua_tointeger(L, 1)), runtime.answers.front());
  return 0;
}

// on_dns_query(fn): fn(ticket, name, type, transport) answers by reply_dns.
int on_dns_query(lua_State* L) {
  lua_settop(L, 1);
  lua_rawsetp(L, LUA_REGISTRYINDEX, &answer_function_key);
  return 0;
}

// dns_queries() -> list of {name, type, transport}.
int dns_queries(lua_State* L) {
  const std::vector<dns::Seen>& seen = check_server(L).responder().seen();
  lua_createtable(L, static_cast<int>(seen.size()), 0);
  for (std::size_t i = 0; i < seen.size(); ++i) {
    lua_createtable(L, 0, 3);
    lua_pushlstring(L, seen[i].name.data(), seen[i].name.size());
    lua_setfield(L, -2, "name");
    lua_pushlstring(L, seen[i].type.data(), seen[i].type.size());
    lua_setfield(L, -2, "type");
    lua_pushstring(L, name_of(seen[i].transport));
    lua_setfield(L, -2, "transport");
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
  return 1;
}

// ---- Checks, for lua/zone.lua.

// zone_name(text) -> the name as a zone has it; or nil and what is wrong with it.
int zone_name(lua_State* L) {
  std::size_t size = 0;
  const char* text = luaL_checklstring(L, 1, &size);
  const Error error = runtime_of(L).keep(dns::zone_name({text, size}));
  if (!error) return push_message(L);
  lua_pushnil(L);
  lua_pushstring(L, error.message());
  return 2;
}

bool fits(const char* type, const char* data) { return dns::is_record({type, data, 0}); }

// is_record(type, data) -> whether there is such a record, its data in text form.
int is_record(lua_State* L) {
  lua_pushboolean(L, fits(luaL_checkstring(L, 1), luaL_checkstring(L, 2)));
  return 1;
}

}  // namespace

void open_name_server(lua_State* L) {
  static const luaL_Reg functions[] = {{"begin_dns", begin_dns},     {"set_dns", set_dns},
                                       {"reply_dns", reply_dns},     {"on_dns_query", on_dns_query},
                                       {"dns_queries", dns_queries}, {"zone_name", zone_name},
                                       {"is_record", is_record},     {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

#include "bindings/fault/told.hpp"

#include <cstdio>
#include <cstring>
#include <memory>
#include <vector>

#include "bindings/errors.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "engine/base/nearest.hpp"
#include "engine/net/names.hpp"

namespace parley {

namespace {

bool is_connect(const char* name) {
  return std::strcmp(name, "connect") == 0 || std::strcmp(name, "connect_ex") == 0;
}

// Other calls look up the host of an address.
bool is_lookup(std::string_view name) {
  return name == "getaddrinfo" || name == "gethostbyname" || name == "getnameinfo";
}

// What the running role's call of `name` is told to fail with.
const ToldFailures::Told* told_of(Runtime& runtime, const char* name) {
  if (runtime.told == nullptr || runtime.current == nullptr) return nullptr;
  return runtime.told->meet(runtime.recorder->role_name(runtime.current->role), name);
}

// In the conversation of the socket; of a socket that has none, and of no socket, for itself.
void record(Runtime& runtime, const Socket* socket, const char* call, const char* symbol) {
  const ToldSymbol told(symbol);
  transcript::Recorder& recorder = *runtime.recorder;
  const transcript::Role role = runtime.current->role;
  if (socket == nullptr || socket->fd < 0) return recorder.call_failed(role, call, told.text);
  const OpenSocket& open = runtime.socket(socket->fd);
  if (open.end != nullptr) return recorder.failed(*open.end, role, call, told.text);
  if (open.names == nullptr || socket->is_stream()) return recorder.call_failed(role, call, told.text);
  const net::Address* peer = open.names->peer.length > 0 ? &open.names->peer : nullptr;
  recorder.datagram_failed(protocol_of(*socket), role, socket->fd, open.names->local, peer, call, told.text);
}

std::string hint(const transcript::Recorder& recorder, std::string_view wanted) {
  std::vector<std::string_view> names;
  for (transcript::Role role = 0; role < recorder.role_count(); ++role) {
    if (recorder.role_name(role) == wanted) return "";
    names.emplace_back(recorder.role_name(role));
  }
  const std::string_view best = nearest(wanted, names);
  std::string text = "; there is no such role";
  if (!best.empty()) text += ", did you mean '" + std::string(best) + "'?";
  return text;
}

std::string unmet_in_words(const ToldFailures::Told& told, const transcript::Recorder& recorder) {
  std::string text = "t:fail(): " + told.call + " number " + std::to_string(told.nth) + " of '" + told.role +
                     "' was to fail with " + told.symbol + ", and ";
  if (told.made == 0) return text + told.call + " was never called" + hint(recorder, told.role);
  return text + told.call + " was called " + std::to_string(told.made) +
         (told.made == 1 ? " time" : " times");
}

// told(role, call, code, symbol, nth): the nth call from now on fails.
int tell(lua_State* L) {
  const char* role = luaL_checkstring(L, 1);
  const char* call = luaL_checkstring(L, 2);
  const auto code = static_cast<int>(luaL_checkinteger(L, 3));
  const char* symbol = luaL_checkstring(L, 4);
  const auto nth = static_cast<int>(luaL_checkinteger(L, 5));
  Runtime& runtime = runtime_of(L);
  lua_Debug place;
  const bool is_known = user_place(L, &place);
  if (runtime.told == nullptr) runtime.told = std::make_unique<ToldFailures>();
  ToldFailures::Told told;
  if (is_known) told.file = place.source + 1;
  if (is_known) told.line = place.currentline;
  told.role = role;
  told.call = call;
  told.symbol = symbol;
  told.code = code;
  told.nth = nth;
  runtime.told->add(std::move(told));
  return 0;
}

}  // namespace

ToldSymbol::ToldSymbol(const char* symbol) { std::snprintf(text, sizeof text, "%s, made to fail", symbol); }

const ToldFailures::Told* ToldFailures::meet(std::string_view role, std::string_view name) {
  const Told* met = nullptr;
  for (Told& told : all_) {
    if (told.is_met || told.call != name || told.role != role) continue;
    if (++told.made < told.nth || met != nullptr) continue;
    told.is_met = true;
    met = &told;
  }
  return met;
}

void fail_if_told(lua_State* L, const char* name, const Socket* socket) {
  if (is_connect(name)) return;
  Runtime& runtime = runtime_of(L);
  const ToldFailures::Told* told = told_of(runtime, name);
  if (told == nullptr) return;
  record(runtime, socket, name, told->symbol.c_str());
  raise_errno(L, told->code);
}

int told_connect_error(Runtime& runtime, const char* name) {
  const ToldFailures::Told* told = told_of(runtime, name);
  return told == nullptr ? 0 : told->code;
}

Error told_lookup_error(Runtime& runtime, const char* name) {
  if (!is_lookup(name)) return {};
  const ToldFailures::Told* told = told_of(runtime, name);
  return told == nullptr ? Error() : Error::resolver(told->code);
}

void check_told(Runtime& runtime) {
  if (runtime.told == nullptr || !runtime.failures.empty() || runtime.skipped) return;
  for (const ToldFailures::Told& told : runtime.told->all()) {
    if (told.is_met) continue;
    runner::Failure failure;
    failure.kind = runner::Failure::Kind::error;
    failure.message = unmet_in_words(told, *runtime.recorder);
    failure.file = told.file;
    failure.line = told.line;
    runtime.fail(std::move(failure));
  }
}

void open_told(lua_State* L) {
  static const luaL_Reg functions[] = {{"told", tell}, {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

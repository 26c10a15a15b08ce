// gethostbyname_ex, gethostbyaddr and getnameinfo: everything known of one host, and names from addresses.
#include <netinet/in.h>

#include "bindings/errors.hpp"
#include "bindings/lookups.hpp"
#include "bindings/runtime.hpp"
#include "bindings/socket/address.hpp"
#include "bindings/socket/arguments.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/names.hpp"

namespace parley {

using net::ExceptionClass;
using net::LookupRequest;

namespace {

// ---- gethostbyname_ex and gethostbyaddr

[[noreturn]] void raise_host_error(lua_State* L, const char* call, int code) {
  const Runtime& runtime = runtime_of(L);
  if (runtime.current != nullptr) {
    runtime.recorder->lookup_failed(runtime.current->role, check_bytes(L, 1), call,
                                    net::host_error_name(code));
  }
  push_exception(L, ExceptionClass::herror, code, net::host_error_message(code));
  lua_error(L);
  __builtin_unreachable();
}

void push_list(lua_State* L, const std::vector<std::string>& texts) {
  lua_createtable(L, static_cast<int>(texts.size()), 0);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    lua_pushlstring(L, texts[i].data(), texts[i].size());
    lua_rawseti(L, -2, static_cast<lua_Integer>(i) + 1);
  }
}

// `context` is the name of the call.
int push_host_entry(lua_State* L, int /*status*/, lua_KContext context) {
  const auto* call = reinterpret_cast<const char*>(context);
  const net::LookupAnswer& answer = runtime_of(L).answer;
  note_failed_lookup(L, check_bytes(L, 1), call, answer.error);
  if (answer.error) raise_error(L, answer.error);
  if (answer.host_error != 0) raise_host_error(L, call, answer.host_error);
  lua_pushlstring(L, answer.entry.name.data(), answer.entry.name.size());
  push_list(L, answer.entry.aliases);
  push_list(L, answer.entry.addresses);
  return 3;
}

int look_up_entry(lua_State* L, const char* call, LookupRequest::Kind kind) {
  check_host_argument(L, call);
  begin_request(L, kind).host = check_bytes(L, 1);
  return look_up(L, call, reinterpret_cast<lua_KContext>(call), push_host_entry);
}

// gethostbyname_ex(name) -> the host's own name, list of aliases, list of IPv4 addresses.
int gethostbyname_ex_function(lua_State* L) {
  return look_up_entry(L, "gethostbyname_ex", LookupRequest::Kind::entry_by_name);
}

// gethostbyaddr(address or name) -> the same, of either family.
int gethostbyaddr_function(lua_State* L) {
  return look_up_entry(L, "gethostbyaddr", LookupRequest::Kind::entry_by_address);
}

// ---- getnameinfo

[[noreturn]] void refuse_address(lua_State* L) {
  raise(L, ExceptionClass::type_error, "getnameinfo(): illegal sockaddr argument");
}

// The flowinfo or the scope at `position` of the address.
std::uint32_t number_at(lua_State* L, lua_Integer position) {
  lua_rawgeti(L, 1, position);
  return optional_unsigned(L, lua_gettop(L));
}

void take_numeric_address(Runtime& runtime, std::string_view host, int port) {
  Result<net::Address> numeric = net::numeric_address(host, port);
  runtime.answer.error = numeric.error();
  if (numeric.ok()) runtime.request.address = *numeric;
}

// Puts the address at stack index 1, whose host is numeric, into the request.
void check_numeric_address(lua_State* L) {
  if (!lua_istable(L, 1)) raise(L, ExceptionClass::type_error, "getnameinfo() argument 1 must be a tuple");
  const lua_Unsigned length = lua_rawlen(L, 1);
  if (length < 2 || length > 4 || lua_rawgeti(L, 1, 1) != LUA_TSTRING) refuse_address(L);
  const std::string_view host = check_bytes(L, lua_gettop(L));
  if (lua_rawgeti(L, 1, 2) == LUA_TNIL) refuse_address(L);
  const int port = check_int(L, lua_gettop(L));
  const std::uint32_t flow = number_at(L, 3);
  const std::uint32_t scope = number_at(L, 4);
  check_flow(L, flow, "getnameinfo");
  Runtime& runtime = runtime_of(L);
  take_numeric_address(runtime, host, port);
  if (runtime.answer.error) raise_error(L, runtime.answer.error);
  net::Address& address = runtime.request.address;
  if (address.family() == AF_INET && length != 2)
    raise(L, ExceptionClass::os_error, "IPv4 sockaddr must be 2 tuple");
  if (address.family() == AF_INET6) {
    address.set_flow_info(flow);
    address.set_scope_id(scope);
  }
}

int push_name_info(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  const net::LookupAnswer& answer = runtime_of(L).answer;
  if (answer.error) {
    lua_rawgeti(L, 1, 1);
    note_failed_lookup(L, lua_tostring(L, -1), "getnameinfo", answer.error);
    raise_error(L, answer.error);
  }
  lua_pushlstring(L, answer.names.host.data(), answer.names.host.size());
  lua_pushlstring(L, answer.names.service.data(), answer.names.service.size());
  return 2;
}

// getnameinfo(address, flags) -> host, service, each as text; by number where nothing has a name for it,
// unless the flags say NI_NAMEREQD. The address is numeric.
int getnameinfo_function(lua_State* L) {
  const int given = lua_gettop(L);
  if (given != 2) {
    raise(L, ExceptionClass::type_error, "getnameinfo() takes exactly 2 arguments (%d given)", given);
  }
  const int flags = check_int(L, 2);
  begin_request(L, LookupRequest::Kind::name_info).hints.flags = flags;
  check_numeric_address(L);
  lua_settop(L, 2);
  return look_up(L, "getnameinfo", 0, push_name_info);
}

}  // namespace

void open_host_entries(lua_State* L) {
  static const luaL_Reg functions[] = {{"gethostbyname_ex", gethostbyname_ex_function},
                                       {"gethostbyaddr", gethostbyaddr_function},
                                       {"getnameinfo", getnameinfo_function},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

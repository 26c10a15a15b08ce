// What a session agreed on: version, cipher, protocol, certificates, and the session to take up later.
#include <new>

#include "bindings/errors.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/ssl/module.hpp"
#include "bindings/ssl/session.hpp"

namespace parley {

namespace {

const char* session_meta = "parley.ssl.session";

void set_text(lua_State* L, const char* field, const std::string& text) {
  if (text.empty()) return;
  lua_pushlstring(L, text.data(), text.size());
  lua_setfield(L, -2, field);
}

void set_number(lua_State* L, const char* field, lua_Integer number) {
  lua_pushinteger(L, number);
  lua_setfield(L, -2, field);
}

int push_text(lua_State* L, const std::string& text) {
  if (text.empty()) {
    lua_pushnil(L);
  } else {
    lua_pushlstring(L, text.data(), text.size());
  }
  return 1;
}

// The session of the socket at index 1; null where it is not wrapped.
const tls::Session* session_at_1(lua_State* L) {
  return tls_session(runtime_of(L), require_socket(L, "cipher"));
}

// version(socket) -> "TLSv1.3", or nil.
int version(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  runtime_of(L).tls.text = session == nullptr ? "" : session->version();
  return push_text(L, runtime_of(L).tls.text);
}

// alpn(socket) -> the protocol, or nil.
int alpn(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  runtime_of(L).tls.text = session == nullptr ? "" : session->alpn();
  return push_text(L, runtime_of(L).tls.text);
}

int pending(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  lua_pushinteger(L, session == nullptr ? 0 : static_cast<lua_Integer>(session->pending()));
  return 1;
}

// established(socket) -> whether the handshake is done.
int established(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  lua_pushboolean(L, session != nullptr && session->is_established() ? 1 : 0);
  return 1;
}

int has_begun(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  lua_pushboolean(L, session != nullptr && session->has_begun() ? 1 : 0);
  return 1;
}

int resumed(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  lua_pushboolean(L, session != nullptr && session->is_resumed() ? 1 : 0);
  return 1;
}

int channel_binding(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  runtime_of(L).tls.text = session == nullptr ? "" : session->channel_binding();
  return push_text(L, runtime_of(L).tls.text);
}

// current_cipher(socket) -> list of one cipher, or an empty one.
int current_cipher(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  std::vector<tls::Cipher>& ciphers = runtime_of(L).tls.ciphers;
  ciphers.assign(1, {});
  if (session == nullptr || !session->cipher(ciphers.front())) ciphers.clear();
  push_ciphers(L);
  return 1;
}

// shared_ciphers(socket) -> list, or nil where there is none.
int shared_ciphers(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  std::vector<tls::Cipher>& ciphers = runtime_of(L).tls.ciphers;
  ciphers.clear();
  if (session == nullptr || !session->shared_ciphers(ciphers)) return 0;
  push_ciphers(L);
  return 1;
}

// ---- Certificates.

void push_pair(lua_State* L, const std::pair<std::string, std::string>& pair) {
  lua_createtable(L, 2, 0);
  lua_pushlstring(L, pair.first.data(), pair.first.size());
  lua_rawseti(L, -2, 1);
  lua_pushlstring(L, pair.second.data(), pair.second.size());
  lua_rawseti(L, -2, 2);
}

void push_pairs(lua_State* L, const std::vector<std::pair<std::string, std::string>>& pairs) {
  lua_createtable(L, static_cast<int>(pairs.size()), 0);
  lua_Integer count = 0;
  for (const auto& pair : pairs) {
    push_pair(L, pair);
    lua_rawseti(L, -2, ++count);
  }
}

void set_name(lua_State* L, const char* field, const tls::DistinguishedName& name) {
  lua_createtable(L, static_cast<int>(name.size()), 0);
  lua_Integer count = 0;
  for (const auto& part : name) {
    push_pairs(L, part);
    lua_rawseti(L, -2, ++count);
  }
  lua_setfield(L, -2, field);
}

void set_list(lua_State* L, const char* field, const std::vector<std::string>& list) {
  if (list.empty()) return;
  lua_createtable(L, static_cast<int>(list.size()), 0);
  lua_Integer count = 0;
  for (const std::string& each : list) {
    lua_pushlstring(L, each.data(), each.size());
    lua_rawseti(L, -2, ++count);
  }
  lua_setfield(L, -2, field);
}

int push_certificate(lua_State* L) {
  luaL_checkstack(L, 8, nullptr);
  const tls::Certificate& certificate = runtime_of(L).tls.certificate;
  lua_createtable(L, 0, 10);
  set_name(L, "subject", certificate.subject);
  set_name(L, "issuer", certificate.issuer);
  set_number(L, "version", certificate.version);
  set_text(L, "serialNumber", certificate.serial_number);
  set_text(L, "notBefore", certificate.not_before);
  set_text(L, "notAfter", certificate.not_after);
  if (!certificate.subject_alt_name.empty()) {
    push_pairs(L, certificate.subject_alt_name);
    lua_setfield(L, -2, "subjectAltName");
  }
  set_list(L, "OCSP", certificate.ocsp);
  set_list(L, "caIssuers", certificate.ca_issuers);
  set_list(L, "crlDistributionPoints", certificate.crl_distribution_points);
  return 1;
}

// peer_certificate(socket) -> its fields, or nil where the peer showed none.
int peer_certificate(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  if (session == nullptr || !session->peer_certificate(runtime_of(L).tls.certificate)) return 0;
  return push_certificate(L);
}

// peer_certificate_der(socket) -> bytes, or nil.
int peer_certificate_der(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  runtime_of(L).tls.text = session == nullptr ? "" : session->peer_certificate();
  return push_text(L, runtime_of(L).tls.text);
}

// describe_certificate(der) -> its fields; nil where it is no certificate.
int describe_certificate(lua_State* L) {
  std::size_t size = 0;
  const char* der = luaL_checklstring(L, 1, &size);
  if (!tls::describe({der, size}, runtime_of(L).tls.certificate)) return 0;
  return push_certificate(L);
}

// ---- Sessions.

SessionObject& check_saved(lua_State* L, int index) {
  auto* object = static_cast<SessionObject*>(lua_touserdata(L, index));
  if (object != nullptr && lua_rawlen(L, index) == sizeof(SessionObject) && object->tag == Tag::session)
    return *object;
  raise(L, net::ExceptionClass::type_error, "Value is not a SSLSession.");
}

int collect_saved(lua_State* L) {
  auto* object = static_cast<SessionObject*>(lua_touserdata(L, 1));
  object->session.reset();
  return 0;
}

// save(socket) -> a userdata of the session, or nil.
int save(lua_State* L) {
  const tls::Session* session = session_at_1(L);
  if (session == nullptr) return 0;
  auto* object = new (lua_newuserdatauv(L, sizeof(SessionObject), 0)) SessionObject;
  if (luaL_newmetatable(L, session_meta) != 0) {
    lua_pushcfunction(L, collect_saved);
    lua_setfield(L, -2, "__gc");
  }
  lua_setmetatable(L, -2);
  object->session = session->save();
  object->context = session->context().get();
  return object->session == nullptr ? 0 : 1;
}

// resume(socket, saved): to be called before the handshake.
int resume_session(lua_State* L) {
  const SessionObject& saved = check_saved(L, 2);
  tls::Session* session = tls_session(runtime_of(L), require_socket(L, "session"));
  if (session == nullptr) return 0;
  if (saved.context != session->context().get())
    raise(L, net::ExceptionClass::value_error, "Session refers to a different SSLContext.");
  if (!session->resume(*saved.session))
    raise(L, net::ExceptionClass::value_error, "the session cannot be taken up");
  return 0;
}

// saved_facts(saved) -> id, time, timeout, ticket_lifetime_hint, has_ticket.
int saved_facts(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  const SessionObject& saved = check_saved(L, 1);
  runtime.tls.text = saved.session->id();
  lua_pushlstring(L, runtime.tls.text.data(), runtime.tls.text.size());
  lua_pushinteger(L, saved.session->time());
  lua_pushinteger(L, saved.session->timeout());
  lua_pushinteger(L, static_cast<lua_Integer>(saved.session->ticket_lifetime_hint()));
  lua_pushboolean(L, saved.session->has_ticket() ? 1 : 0);
  return 5;
}

// set_context(socket, context): of a session that is under way, in its sni_callback.
int set_context(lua_State* L) {
  const std::shared_ptr<tls::Context>& context = check_context(L, 2);
  tls::Session* session = tls_session(runtime_of(L), require_socket(L, "context"));
  if (session != nullptr && !session->set_context(context))
    raise(L, net::ExceptionClass::value_error, "OpenSSL does not take this context");
  return 0;
}

}  // namespace

void push_ciphers(lua_State* L) {
  const std::vector<tls::Cipher>& ciphers = runtime_of(L).tls.ciphers;
  lua_createtable(L, static_cast<int>(ciphers.size()), 0);
  lua_Integer count = 0;
  for (const tls::Cipher& cipher : ciphers) {
    lua_createtable(L, 0, 11);
    set_number(L, "id", cipher.id);
    set_text(L, "name", cipher.name);
    set_text(L, "protocol", cipher.protocol);
    set_text(L, "description", cipher.description);
    set_number(L, "strength_bits", cipher.strength_bits);
    set_number(L, "alg_bits", cipher.alg_bits);
    lua_pushboolean(L, cipher.aead ? 1 : 0);
    lua_setfield(L, -2, "aead");
    set_text(L, "symmetric", cipher.symmetric);
    set_text(L, "digest", cipher.digest);
    set_text(L, "kea", cipher.kea);
    set_text(L, "auth", cipher.auth);
    lua_rawseti(L, -2, ++count);
  }
}

void open_ssl_facts(lua_State* L) {
  static const luaL_Reg functions[] = {{"version", version},
                                       {"alpn", alpn},
                                       {"pending", pending},
                                       {"established", established},
                                       {"has_begun", has_begun},
                                       {"resumed", resumed},
                                       {"channel_binding", channel_binding},
                                       {"current_cipher", current_cipher},
                                       {"shared_ciphers", shared_ciphers},
                                       {"peer_certificate", peer_certificate},
                                       {"peer_certificate_der", peer_certificate_der},
                                       {"describe_certificate", describe_certificate},
                                       {"save", save},
                                       {"resume", resume_session},
                                       {"saved_facts", saved_facts},
                                       {"set_context", set_context},
                                       {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

#include "bindings/ssl/steps.hpp"

#include "bindings/errors.hpp"
#include "bindings/socket/waiting.hpp"
#include "bindings/ssl/session.hpp"

namespace parley {

using loop::Interest;
using net::ExceptionClass;
using tls::Status;
using tls::Step;

namespace {

[[noreturn]] void raise_step(lua_State* L, const Socket& socket, const char* call) {
  Runtime& runtime = runtime_of(L);
  OpenSocket& open = runtime.socket(socket.fd);
  runtime.tls.failure = open.tls->failure();
  const tls::Failure& failure = runtime.tls.failure;
  if (failure.kind == tls::Failure::Kind::system) raise_failed(L, socket, call, failure.code);
  if (failure.kind == tls::Failure::Kind::eof && open.end != nullptr) runtime.recorder->took_eof(*open.end);
  runtime.tls.text = failure.symbol();
  record_failure(runtime, socket, call, runtime.tls.text.c_str());
  raise_tls(L);
}

[[noreturn]] void raise_want(lua_State* L, Status status) {
  tls::Failure& failure = runtime_of(L).tls.failure;
  const bool reads = status == Status::wants_read;
  failure = tls::Failure();
  failure.kind = reads ? tls::Failure::Kind::want_read : tls::Failure::Kind::want_write;
  failure.code = reads ? 2 : 3;
  failure.message =
      reads ? "The operation did not complete (read)" : "The operation did not complete (write)";
  raise_tls(L);
}

}  // namespace

tls::Session& session_or_raise(lua_State* L, const Socket& socket, const char* words) {
  tls::Session* session = tls_session(runtime_of(L), socket);
  if (session == nullptr) raise(L, ExceptionClass::value_error, "%s", words);
  return *session;
}

int wait_or_raise(lua_State* L, const Socket& socket, const Step& step, lua_KContext deadline,
                  const char* call, lua_KFunction retry) {
  if (step.status == Status::failed) raise_step(L, socket, call);
  if (!socket.blocks()) raise_want(L, step.status);
  const Interest interest = step.status == Status::wants_write ? Interest::write : Interest::read;
  if (deadline == no_deadline_yet) deadline = deadline_of(runtime_of(L), socket, interest);
  return wait_on(L, socket.fd, interest, deadline, call, retry);
}

}  // namespace parley

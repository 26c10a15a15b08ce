#include "bindings/lookups.hpp"

#include <algorithm>
#include <utility>

#include "bindings/errors.hpp"
#include "bindings/fault/told.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/names.hpp"

namespace parley {

Lookups::~Lookups() {
  if (threads_.is_open()) scheduler_.closing(threads_.fd(), true);
}

Error Lookups::open() {
  if (threads_.is_open()) return {};
  if (const Error error = threads_.open()) return error;
  return scheduler_.watch(threads_.fd(), *this);
}

Error Lookups::start(loop::Task& task, net::LookupRequest request, Continuation then) {
  if (const Error error = open()) return error;
  auto job = std::make_shared<net::LookupJob>();
  job->request = std::move(request);
  if (const Error error = threads_.start(job)) return error;
  waiting_.push_back({&task, std::move(job), then});
  return {};
}

bool Lookups::has(const loop::Task& task) const {
  return std::any_of(waiting_.begin(), waiting_.end(),
                     [&](const Waiting& waiting) { return waiting.task == &task; });
}

Lookups::Continuation Lookups::take(const loop::Task& task, net::LookupAnswer& answer) {
  const auto found = std::find_if(waiting_.begin(), waiting_.end(), [&](const Waiting& waiting) {
    return waiting.task == &task && waiting.done;
  });
  if (found == waiting_.end()) return {};
  answer = std::move(found->job->answer);
  const Continuation then = found->then;
  waiting_.erase(found);
  return then;
}

void Lookups::forget(const loop::Task& task) {
  std::erase_if(waiting_, [&](const Waiting& waiting) { return waiting.task == &task; });
}

void Lookups::leave_to_parent() {
  threads_.leave_to_parent();
  waiting_.clear();
}

int Lookups::ready(int /*fd*/) {
  int woken = 0;
  for (const std::shared_ptr<net::LookupJob>& job : threads_.take_done()) {
    for (Waiting& waiting : waiting_) {
      if (waiting.job != job) continue;
      waiting.done = true;
      scheduler_.wake(*waiting.task);
      ++woken;
    }
  }
  return woken;
}

namespace {

// In a private world without a name server the files alone are asked. While a script loads it is in none yet:
// there is no network.
bool names_take_time(const Runtime& runtime) {
  const runner::Surroundings* surroundings = runtime.surroundings;
  return surroundings == nullptr || !surroundings->private_network || surroundings->name_server;
}

void look_up_here(Runtime& runtime) { runtime.answer = net::look_up(runtime.request); }

Error start_lookup(Runtime& runtime, const Lookups::Continuation& then) {
  return runtime.lookups.start(*runtime.current, std::move(runtime.request), then);
}

int looked_up(lua_State* L, int /*status*/, lua_KContext /*context*/) {
  Runtime& runtime = runtime_of(L);
  const Lookups::Continuation then = runtime.lookups.take(*runtime.current, runtime.answer);
  if (then.function == nullptr) return wait(L, never, runtime.current->call, 0, looked_up);
  return then.function(L, LUA_OK, then.context);
}

}  // namespace

net::LookupRequest& begin_request(lua_State* L, net::LookupRequest::Kind kind) {
  net::LookupRequest& request = runtime_of(L).request;
  request = {};
  request.kind = kind;
  return request;
}

int look_up(lua_State* L, const char* call, lua_KContext context, lua_KFunction then) {
  Runtime& runtime = runtime_of(L);
  if (const Error told = told_lookup_error(runtime, call)) {
    runtime.answer = {};
    runtime.answer.error = told;
    runtime.answer.is_told = true;
    return then(L, LUA_OK, context);
  }
  if (!names_take_time(runtime) || !net::may_take_time(runtime.request)) {
    look_up_here(runtime);
    return then(L, LUA_OK, context);
  }
  require_suspendable(L, call);
  if (const Error error = start_lookup(runtime, {then, context})) raise_error(L, error);
  return wait(L, never, call, 0, looked_up);
}

void note_failed_lookup(lua_State* L, std::string_view host, const char* call, const Error& error) {
  const Runtime& runtime = runtime_of(L);
  if (error.domain() != Error::Domain::resolver || runtime.current == nullptr) return;
  const char* symbol = net::resolver_name(error.code());
  const ToldSymbol told(symbol);
  runtime.recorder->lookup_failed(runtime.current->role, host, call,
                                  runtime.answer.is_told ? told.text : symbol);
}

}  // namespace parley

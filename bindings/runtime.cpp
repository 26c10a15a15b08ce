#include "bindings/runtime.hpp"

#include "bindings/events/notes.hpp"
#include "bindings/fault/told.hpp"
#include "bindings/load/loads.hpp"
#include "bindings/process/processes.hpp"
#include "bindings/task/task.hpp"

namespace parley {

Runtime::Runtime(std::size_t memory_cap) : allocator(memory_cap), scheduler(poller, clock) {
  recorder = std::make_unique<transcript::Recorder>();
  main = lua_newstate(Allocator::allocate, &allocator);
  if (main != nullptr) *static_cast<Runtime**>(lua_getextraspace(main)) = this;
}

Runtime::~Runtime() {
  if (main != nullptr) lua_close(main);
}

void Runtime::fail(runner::Failure failure) {
  failure.of_after_all = ends_fixtures;
  if (!circumstance.empty()) failure.message += "\n  " + circumstance;
  if (events != nullptr) events->failed(failure);
  failures.push_back(std::move(failure));
}

void Runtime::begin_scenario() {
  for (transcript::Mind& mind : minds) mind.clear();
  auto fresh = std::make_unique<transcript::Recorder>();
  fresh->declare_role("main");
  carry_fixtures_over(*fresh);
  if (processes != nullptr) processes->carry_over(*fresh);
  recorder = std::move(fresh);
  unrecorded = nullptr;
  if (!surroundings->record) keep_no_record("the run has the option --no-record: run it without");
  outputs.clear();
  printed.begin(scheduler.now());
  calls.clear();
  failures.clear();
  assertions = 0;
  exchange_at_failure.clear();
  waiting.clear();
  skip_reason.clear();
  circumstance.clear();
  told.reset();
  loads.reset();
  goldens.clear();
  skipped = false;
  default_timeout = -1;
  segmentation = surroundings->segment ? net::Segmentation(*surroundings->segment) : net::Segmentation();
  stopping = false;
  ends_fixtures = false;
  overdue = 0;
}

void Runtime::keep_no_record(const char* why) {
  recorder->keep_nothing();
  if (unrecorded == nullptr) unrecorded = why;
}

// What before_all began goes on: its roles keep their names, its listeners and datagram sockets their
// addresses. Its connections are not recorded any more.
void Runtime::carry_fixtures_over(transcript::Recorder& fresh) {
  for (LuaTask* task = oldest; task != nullptr; task = task->younger) {
    task->role = fresh.declare_role(recorder->role_name(task->role));
  }
  for (Passed& socket : passed) socket.end = nullptr;
  for (std::size_t fd = 0; fd < sockets.size(); ++fd) {
    sockets[fd].end = nullptr;
    if (sockets[fd].names == nullptr) continue;
    Names& names = *sockets[fd].names;
    names.role = fresh.declare_role(recorder->role_name(names.role));
    fresh.bound(names.protocol, names.role, static_cast<int>(fd), names.local, names.kernel_chose);
  }
  fresh.adopt_relays(*recorder);
}

std::string& Runtime::output(transcript::Role role) {
  const auto index = static_cast<std::size_t>(role);
  if (index >= outputs.size()) outputs.resize(index + 1);
  return outputs[index];
}

Error Runtime::keep(Result<std::string> text) {
  if (text.ok()) message = std::move(*text);
  return text.error();
}

}  // namespace parley

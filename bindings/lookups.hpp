// The lookups that tasks wait for: each is made in a thread (engine/net/lookup_threads.hpp) while the other
// tasks run. The runtime owns them. A task that is cancelled forgets its own, whose thread then ends unheard.
#pragma once

#include <lua.hpp>
#include <memory>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/loop/scheduler.hpp"
#include "engine/net/lookup_threads.hpp"

namespace parley {

class Lookups final : public loop::Watcher {
 public:
  /// What is called when the answer is there.
  struct Continuation {
    lua_KFunction function = nullptr;
    lua_KContext context = 0;
  };

  explicit Lookups(loop::Scheduler& scheduler) : scheduler_(scheduler) {}
  Lookups(const Lookups&) = delete;
  Lookups& operator=(const Lookups&) = delete;
  ~Lookups() override;

  /// Begins a lookup for `task`, which is woken when it is done. Errors: no descriptor, no thread.
  Error start(loop::Task& task, net::LookupRequest request, Continuation then);
  /// Whether `task` waits for one.
  bool has(const loop::Task& task) const;
  /// Gives the answer to what `task` waited for, and how it goes on; without a function where it is not there
  /// yet.
  Continuation take(const loop::Task& task, net::LookupAnswer& answer);
  void forget(const loop::Task& task);
  /// After fork(2): those under way are the parent's.
  void leave_to_parent();

  int ready(int fd) override;

 private:
  struct Waiting {
    loop::Task* task;
    std::shared_ptr<net::LookupJob> job;
    Continuation then;
    bool done = false;
  };
  Error open();

  loop::Scheduler& scheduler_;
  net::LookupThreads threads_;
  std::vector<Waiting> waiting_;
};

/// The runtime's request, emptied, for whoever fills it in.
net::LookupRequest& begin_request(lua_State* L, net::LookupRequest::Kind kind);

/// Makes the lookup that the runtime's `request` describes, then calls `then` with `context`; the runtime's
/// `answer` is what came. Where it may take time the running task waits, and the others go on; `call` names
/// the wait. Raises what require_suspendable raises, and an OSError where there is no thread.
int look_up(lua_State* L, const char* call, lua_KContext context, lua_KFunction then);

/// Notes in the transcript that `call` of the running task found nothing for `host`, if that is what `error`
/// says.
void note_failed_lookup(lua_State* L, std::string_view host, const char* call, const Error& error);

}  // namespace parley

#include "bindings/task/deadlock.hpp"

#include <cstring>

#include "bindings/load/loads.hpp"
#include "bindings/process/processes.hpp"
#include "bindings/socket/socket.hpp"
#include "bindings/task/task.hpp"

namespace parley {

namespace {

Prospect of_stream(const Runtime& runtime, const transcript::End& end, loop::Interest interest,
                   bool private_network) {
  // The name server is a peer that the transcript does not know.
  const bool may_be_name_server = runtime.name_server != nullptr && end.peer == nullptr;
  if (may_be_name_server) return Prospect::nothing_visible;
  if (end.peer == nullptr) return private_network ? Prospect::nothing : Prospect::something_may_come;
  if (interest == loop::Interest::write) return Prospect::nothing_visible;
  const bool bytes_on_their_way = end.peer->sent > end.taken;
  const bool end_on_its_way = (end.peer->finished || end.peer->fd < 0) && !end.took_end;
  return bytes_on_their_way || end_on_its_way ? Prospect::something_may_come : Prospect::nothing;
}

Prospect of_descriptor(Runtime& runtime, int fd, loop::Interest interest, bool private_network) {
  const OpenSocket& open = runtime.socket(fd);
  if (open.end != nullptr) return of_stream(runtime, *open.end, interest, private_network);
  // A listener or a datagram socket: on the host's network anybody may come. In a private one, whoever
  // connects has done so by now; a datagram may still be on its way.
  if (!private_network) return Prospect::something_may_come;
  return open.stream ? Prospect::nothing : Prospect::nothing_visible;
}

bool is_better(Prospect one, Prospect other) { return one < other; }

Prospect of_poll(Runtime& runtime, const LuaTask& task, bool private_network) {
  Prospect best = Prospect::nothing;
  const auto consider = [&](int fd, loop::Interest interest) {
    const Prospect prospect = of_descriptor(runtime, fd, interest, private_network);
    if (is_better(prospect, best)) best = prospect;
  };
  for (const loop::Watched& each : runtime.scheduler.watched_by(task)) {
    if (each.reads) consider(each.fd, loop::Interest::read);
    if (each.writes) consider(each.fd, loop::Interest::write);
    // A connection on its way is the kernel's to finish or give up.
    const Socket* object = runtime.socket(each.fd).object;
    if (object != nullptr && object->connecting) return Prospect::something_may_come;
  }
  return best;
}

Prospect of_task(Runtime& runtime, const LuaTask& task, bool private_network) {
  if (runtime.lookups.has(task)) return Prospect::something_may_come;
  if (task.polls) return of_poll(runtime, task, private_network);
  if (task.fd < 0) return Prospect::nothing;  // It waits for another task.
  // A connection on its way is the kernel's to finish or give up.
  if (std::strcmp(task.call, "connect") == 0) return Prospect::something_may_come;
  return of_descriptor(runtime, task.fd, task.interest, private_network);
}

}  // namespace

Prospect prospect_of(Runtime& runtime) {
  const bool private_network = runtime.surroundings != nullptr && runtime.surroundings->private_network;
  if (runtime.name_server != nullptr && runtime.name_server->has_answer_under_way()) {
    return Prospect::something_may_come;
  }
  if (runtime.processes != nullptr && runtime.processes->anybody_left()) return Prospect::something_may_come;
  if (runtime.loads != nullptr && runtime.loads->has_shares()) return Prospect::something_may_come;
  // What a process sent before its end may still be on its way.
  Prospect worst = runtime.processes != nullptr ? Prospect::nothing_visible : Prospect::nothing;
  for (const LuaTask* task = runtime.oldest; task != nullptr; task = task->younger) {
    if (task->state != loop::Task::State::waiting) continue;
    const Prospect prospect = of_task(runtime, *task, private_network);
    if (prospect == Prospect::something_may_come) return prospect;
    if (prospect == Prospect::nothing_visible) worst = prospect;
  }
  return worst;
}

}  // namespace parley

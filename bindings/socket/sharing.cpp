#include "bindings/socket/sharing.hpp"

#include <sys/socket.h>

#include <algorithm>

#include "bindings/errors.hpp"
#include "bindings/task/task.hpp"
#include "engine/net/option.hpp"
#include "engine/net/socket.hpp"

namespace parley {

namespace {

// What tells one socket from all others, whatever its descriptor (SO_COOKIE); 0 for what is no socket.
std::uint64_t file_of(int fd) {
  std::uint64_t cookie = 0;
  const net::Count count = net::get_option_bytes(fd, SOL_SOCKET, SO_COOKIE, &cookie, sizeof cookie);
  return count.ok() ? cookie : 0;
}

// Another open descriptor of the file of `fd`; -1 where there is none.
int other_descriptor(const Runtime& runtime, int fd, std::uint64_t file) {
  for (std::size_t other = 0; file != 0 && other < runtime.sockets.size(); ++other) {
    const OpenSocket& open = runtime.sockets[other];
    if (open.open && open.file == file && static_cast<int>(other) != fd) return static_cast<int>(other);
  }
  return -1;
}

Passed* find_passed(Runtime& runtime, std::uint64_t file) {
  const auto found = std::find_if(runtime.passed.begin(), runtime.passed.end(),
                                  [&](const Passed& passed) { return passed.file == file; });
  return found != runtime.passed.end() ? &*found : nullptr;
}

bool is_open(const Runtime& runtime, int fd) {
  const auto index = static_cast<std::size_t>(fd);
  return fd >= 0 && index < runtime.sockets.size() && runtime.sockets[index].open;
}

void copy_names(Runtime& runtime, int from, int to) {
  const OpenSocket& open = runtime.socket(from);
  if (open.names == nullptr) return;
  auto names = std::make_unique<Names>(*open.names);
  runtime.recorder->bound(names->protocol, names->role, to, names->local, names->kernel_chose);
  runtime.socket(to).names = std::move(names);
}

void begin_descriptor(Runtime& runtime, int fd) {
  OpenSocket& open = runtime.socket(fd);
  open = OpenSocket();
  open.open = true;
  open.is_fixture = begins_fixture(runtime);
  runtime.scheduler.opened(fd);
}

void join(Runtime& runtime, int known, int fd) {
  OpenSocket& open = runtime.socket(fd);
  const OpenSocket& other = runtime.socket(known);
  open.file = other.file;
  open.end = other.end;
  open.stream = other.stream;
  open.is_nonblocking = other.is_nonblocking;
  copy_names(runtime, known, fd);
}

}  // namespace

bool lives_on(Runtime& runtime, int fd) {
  const std::uint64_t file = runtime.socket(fd).file;
  if (file == 0) return false;
  const Passed* passed = find_passed(runtime, file);
  return passed != nullptr || other_descriptor(runtime, fd, file) >= 0;
}

void hand_over(Runtime& runtime, int fd) {
  const OpenSocket& open = runtime.socket(fd);
  if (open.end != nullptr && open.end->fd == fd) open.end->fd = other_descriptor(runtime, fd, open.file);
}

void share(Runtime& runtime, int fd, int copy) {
  begin_descriptor(runtime, copy);
  if (!is_open(runtime, fd)) return;
  if (runtime.socket(fd).file == 0) runtime.socket(fd).file = file_of(fd);
  join(runtime, fd, copy);
}

void note_passed(Runtime& runtime, int fd) {
  if (!is_open(runtime, fd)) return;
  OpenSocket& open = runtime.socket(fd);
  if (open.file == 0) open.file = file_of(fd);
  if (open.file == 0) return;
  Passed* passed = find_passed(runtime, open.file);
  if (passed == nullptr) passed = &runtime.passed.emplace_back(Passed{open.file});
  passed->end = open.end;
  passed->is_nonblocking = open.is_nonblocking;
  ++passed->under_way;
}

void note_arrived(Runtime& runtime, int fd) {
  begin_descriptor(runtime, fd);
  const std::uint64_t file = file_of(fd);
  Passed* passed = find_passed(runtime, file);
  OpenSocket& open = runtime.socket(fd);
  open.file = file;
  if (file == 0) return;
  if (passed == nullptr) {  // From a process.
    open.is_nonblocking = net::make_nonblocking(fd).value > 0;
    return;
  }
  open.end = passed->end;
  open.is_nonblocking = passed->is_nonblocking;
  if (--passed->under_way == 0)
    runtime.passed.erase(runtime.passed.begin() + (passed - runtime.passed.data()));
  const int known = other_descriptor(runtime, fd, file);
  if (known >= 0) return join(runtime, known, fd);
  if (open.end != nullptr) open.end->fd = fd;
}

void own_again(Runtime& runtime, Socket& socket, int fd, int family, int type, int proto) {
  OpenSocket before = std::move(runtime.socket(fd));
  if (!before.open) before.is_nonblocking = net::make_nonblocking(fd).value > 0;
  own(runtime, socket, fd, family, type, proto);
  socket.shared = before.object != nullptr;
  OpenSocket& open = runtime.socket(fd);
  open.end = before.end;
  open.names = std::move(before.names);
  open.tls = std::move(before.tls);
  open.file = before.file;
  if (runtime.default_timeout < 0) set_nonblocking(runtime, fd, before.is_nonblocking);
}

void set_nonblocking(Runtime& runtime, int fd, bool nonblocking) {
  const std::uint64_t file = runtime.socket(fd).file;
  const auto set = [&](OpenSocket& open) {
    open.is_nonblocking = nonblocking;
    if (open.object != nullptr) open.object->is_nonblocking = nonblocking;
  };
  set(runtime.socket(fd));
  if (file == 0) return;
  for (OpenSocket& open : runtime.sockets) {
    if (open.open && open.file == file) set(open);
  }
}

void lend(lua_State* L, OpenSocket& open, const char* call) {
  open.object = nullptr;
  open.loan = std::make_unique<Loan>();
  open.loan->call = call;
  lua_Debug record;
  if (!user_place(L, &record)) return;
  open.loan->file = record.source + 1;
  open.loan->line = record.currentline;
}

}  // namespace parley

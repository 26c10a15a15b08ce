// Shares as lua/load/load_processes.lua sees them: forked, waited for, merged into the run.
#include "bindings/load/share.hpp"

#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "bindings/errors.hpp"
#include "bindings/runtime.hpp"
#include "bindings/task/task.hpp"
#include "engine/base/move_up.hpp"
#include "engine/net/names.hpp"

namespace parley {

namespace {

// The first byte that a share sends, once its connections stand. One that does not come so far has made no
// request, and the report of no requests begins with another byte: the shortest latency is 0.
constexpr char ready_mark = 'R';

Share& check_share(lua_State* L, int index) {
  const auto number = static_cast<std::size_t>(luaL_checkinteger(L, index));
  Runtime& runtime = runtime_of(L);
  if (runtime.loads == nullptr || number >= runtime.loads->shares.size())
    luaL_error(L, "there is no such share");
  return runtime.loads->shares[number];
}

bool make_pair(Descriptor& own, Descriptor& others) {
  int fds[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) return false;
  own = moved_up(Descriptor(fds[0]));
  others = moved_up(Descriptor(fds[1]));
  return true;
}

// Forks, and plays the share in the child. In the parent 0, or an errno.
int begin_share(lua_State* L, Runtime& runtime, int arguments) {
  Descriptor own;
  Descriptor childs;
  if (!make_pair(own, childs)) return errno;
  const pid_t parent = ::getpid();
  const pid_t pid = ::fork();
  if (pid < 0) return errno;
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    runtime.loads->share_fd = childs.get();
    // Whatever Lua raises in there: the script's own functions must not go on in this process.
    lua_pushcfunction(L, play_share);
    lua_insert(L, 1);
    lua_pcall(L, arguments + 1, 0, 0);
    ::_exit(1);
  }
  runtime.scheduler.opened(own.get());
  runtime.loads->shares.push_back({pid, std::move(own), {}, false});
  return 0;
}

// load_fork(fn, ...) -> share: another process plays fn(...), which makes the connections, says load_ready(),
// and begins one run.
int load_fork(lua_State* L) {
  luaL_checktype(L, 1, LUA_TFUNCTION);
  Runtime& runtime = runtime_of(L);
  if (runtime.loads == nullptr) runtime.loads = std::make_unique<Loads>();
  const int code = begin_share(L, runtime, lua_gettop(L) - 1);
  if (code != 0) raise_errno(L, code);
  lua_pushinteger(L, static_cast<lua_Integer>(runtime.loads->shares.size() - 1));
  return 1;
}

// load_ready() -> the moment at which the time begins. In a share, whose tasks all wait for just that.
int load_ready(lua_State* L) {
  const int fd = runtime_of(L).loads->share_fd;
  std::int64_t begin = 0;
  const bool told = ::write(fd, &ready_mark, 1) == 1 && ::read(fd, &begin, sizeof begin) == sizeof begin;
  if (!told) ::_exit(1);  // The parent is gone.
  lua_pushinteger(L, begin);
  return 1;
}

// Takes what has come.
void take(Share& share) {
  char bytes[65536];
  while (!share.ended) {
    const ssize_t got = ::recv(share.fd.get(), bytes, sizeof bytes, MSG_DONTWAIT);
    if (got < 0 && errno == EAGAIN) return;
    share.ended = got <= 0;
    if (got > 0) share.bytes.append(bytes, static_cast<std::size_t>(got));
  }
}

bool has_news(const Share& share, bool wants_end) {
  return share.ended || (!wants_end && !share.bytes.empty());
}

int await_step(lua_State* L, int /*status*/, lua_KContext /*deadline*/) {
  Share& share = check_share(L, 1);
  take(share);
  if (has_news(share, lua_toboolean(L, 2) != 0)) {
    lua_pushboolean(L, !share.bytes.empty() && share.bytes.front() == ready_mark);
    return 1;
  }
  return wait_on(L, share.fd.get(), loop::Interest::read, to_context(never), "t:load", await_step);
}

// load_await(share, to_end) -> is_ready: waits until its connections stand, or for its end; it may come to
// that without having been ready.
int load_await(lua_State* L) {
  check_share(L, 1);
  lua_settop(L, 2);
  return await_step(L, LUA_OK, 0);
}

// load_go(share, begin): the time begins.
int load_go(lua_State* L) {
  const Share& share = check_share(L, 1);
  const std::int64_t begin = luaL_checkinteger(L, 2);
  // One that is gone has its say in load_collect().
  (void)::send(share.fd.get(), &begin, sizeof begin, MSG_NOSIGNAL);
  return 0;
}

// How a process ended that sent no report.
runner::Failure early_end(int status) {
  runner::Failure failure;
  failure.kind = runner::Failure::Kind::crash;
  failure.message = "a process of the load ended before it was done";
  if (WIFSIGNALED(status))
    failure.message = std::string("a process of the load died of ") + net::signal_name(WTERMSIG(status)) +
                      " (" + ::strsignal(WTERMSIG(status)) + ")";
  return failure;
}

int wait_for(Share& share) {
  int status = 0;
  while (share.pid > 0 && ::waitpid(share.pid, &status, 0) < 0 && errno == EINTR) {
  }
  share.pid = 0;
  return status;
}

void merge(Runtime& runtime, LoadRun& run, const ShareReport& report) {
  run.latencies.merge(report.latencies);
  for (const auto& [name, count] : report.errors) run.errors[name] += count;
  run.dropped += report.dropped;
  run.last_end = std::max(run.last_end, Instant(Duration(report.last_end)));
  runtime.assertions += report.assertions;
  for (const runner::Output& output : report.outputs)
    runtime.printed.add(output.role, output.text, runtime.scheduler.now());
}

bool collect(Runtime& runtime, Share& share, LoadRun& run) {
  const int status = wait_for(share);
  std::string_view bytes = share.bytes;
  if (bytes.starts_with(ready_mark)) bytes.remove_prefix(1);
  ShareReport report;
  if (!unpack(bytes, report)) report.failures = {early_end(status)};
  merge(runtime, run, report);
  for (runner::Failure& failure : report.failures) runtime.fail(std::move(failure));
  if (!report.skip_reason.empty()) {
    runtime.skipped = true;
    runtime.skip_reason = report.skip_reason;
  }
  share.bytes.clear();
  return report.failures.empty() && report.skip_reason.empty();
}

// load_collect(share, run) -> whether all is well: merges what the share came to, which has ended, into the
// run, and notes its failures.
int load_collect(lua_State* L) {
  Share& share = check_share(L, 1);
  LoadRun& run = check_load_run(L, 2);
  lua_pushboolean(L, collect(runtime_of(L), share, run));
  return 1;
}

// load_kill(share): it does nothing more; one that has ended stays as it is.
int load_kill(lua_State* L) {
  Share& share = check_share(L, 1);
  if (share.pid > 0) {
    ::kill(share.pid, SIGKILL);
    wait_for(share);
  }
  if (share.fd) {
    runtime_of(L).scheduler.closing(share.fd.get(), false);
    share.fd = Descriptor();
  }
  return 0;
}

}  // namespace

void open_shares(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"load_fork", load_fork}, {"load_ready", load_ready},     {"load_await", load_await},
      {"load_go", load_go},     {"load_collect", load_collect}, {"load_kill", load_kill},
      {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

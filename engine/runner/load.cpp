// The loading half of session.hpp: a process per file, and what its end means.
#include <poll.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <map>

#include "engine/runner/channel.hpp"
#include "engine/runner/session.hpp"
#include "engine/runner/signal_name.hpp"
#include "engine/runner/wire.hpp"
#include "engine/runner/worker.hpp"
#include "engine/world/inherited.hpp"
#include "engine/world/namespaces.hpp"

namespace parley::runner {
namespace {

LoadedFile load_error(const std::string& file, int line, const std::string& message) {
  return {{}, {{file, line, message}}};
}

[[noreturn]] void be_loader(ScriptHost& host, const std::string& file, int channel) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  world::close_inherited({channel});
  world::quiet_standard_streams();
  world::reset_signals();
  signal(SIGINT, SIG_IGN);  // Ctrl-C is for parley, and this process dies with it.
  _exit(load_and_send(host, file, channel));
}

/// Suspends the process that loads, then this one, until this one goes on. Says how long that took.
Duration suspend(const world::Process& process, const SignalWatch& signals) {
  kill(process.pid, SIGSTOP);
  const Duration pause = signals.suspend();
  kill(process.pid, SIGCONT);
  return pause;
}

/// Reads until the process has ended, its time is up, or a signal ends the run. False where it had to be
/// killed.
bool listen(const world::Process& process, int messages, Assembler& assembler, SignalWatch& signals) {
  Instant deadline = SteadyClock().now() + loading_limit;
  std::array<pollfd, 3> watched = {
      {{process.pidfd.get(), POLLIN, 0}, {messages, POLLIN, 0}, {signals.fd(), POLLIN, 0}}};
  while (watched[0].revents == 0) {
    if (watched[2].revents != 0 && signals.take() == SIGTSTP) deadline += suspend(process, signals);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock().now()).count();
    if (left <= 0 || signals.ending() != 0) {
      kill(process.pid, SIGKILL);
      return false;
    }
    poll(watched.data(), watched.size(), static_cast<int>(left));
    // Nothing more to come: poll ignores a negative descriptor.
    if (watched[1].revents != 0 && !drain(messages, assembler)) watched[1].fd = -1;
  }
  drain(messages, assembler);
  return true;
}

/// What the loading process said, or what its silence means.
LoadedFile judge(const std::string& file, Assembler& assembler, int status) {
  if (WIFSIGNALED(status)) {
    return load_error(file, 0,
                      "loading it crashed: the process died of " + signal_in_words(WTERMSIG(status)));
  }
  if (WEXITSTATUS(status) == leaked) return load_error(file, 0, "loading it leaked memory");
  const std::optional<std::string> record = assembler.next();
  std::optional<Message> message = record ? decode(*record) : std::nullopt;
  LoadedFile* loaded = message ? std::get_if<LoadedFile>(&*message) : nullptr;
  if (loaded != nullptr) return std::move(*loaded);
  return load_error(file, 0,
                    "loading it ended the process with status " + std::to_string(WEXITSTATUS(status)) +
                        " and gave nothing");
}

LoadedFile without_namesakes(LoadedFile loaded) {
  std::map<std::string, const Scenario*> first;
  for (const Scenario& scenario : loaded.scenarios) {
    const auto [place, fresh] = first.emplace(scenario.name, &scenario);
    if (fresh) continue;
    loaded.errors.push_back({scenario.file, scenario.line,
                             "two scenarios are named \"" + scenario.name + "\": line " +
                                 std::to_string(place->second->line) + " and line " +
                                 std::to_string(scenario.line)});
  }
  if (!loaded.errors.empty()) loaded.scenarios.clear();
  return loaded;
}

LoadedFile load_one(ScriptHost& host, const std::string& file, SignalWatch& signals) {
  parley::Result<Pipe> channel = open_channel();
  if (!channel) return load_error(file, 0, "no pipe to load it: " + channel.error().to_string());
  fflush(nullptr);
  world::Process process;
  process.pid = fork();
  if (process.pid < 0)
    return load_error(file, 0, "no process to load it: " + Error::system(errno).to_string());
  if (process.pid == 0) be_loader(host, file, channel->writing.get());
  process.pidfd.reset(static_cast<int>(syscall(SYS_pidfd_open, process.pid, 0)));
  channel->writing.reset();
  Assembler assembler;
  const bool in_time = listen(process, channel->reading.get(), assembler, signals);
  int status = 0;
  while (waitpid(process.pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (signals.ending() != 0) return {};
  if (!in_time) return load_error(file, 0, "loading it took more than 5 s");
  return without_namesakes(judge(file, assembler, status));
}

}  // namespace

std::vector<LoadedFile> load_files(ScriptHost& host, const std::vector<std::string>& files,
                                   SignalWatch& signals) {
  std::vector<LoadedFile> loaded(files.size());
  for (std::size_t i = 0; i < files.size() && signals.ending() == 0; ++i)
    loaded[i] = load_one(host, files[i], signals);
  return loaded;
}

}  // namespace parley::runner

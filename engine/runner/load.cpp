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
  world::close_inherited(channel, channel);
  world::quiet_standard_streams();
  world::reset_signals();
  _exit(load_and_send(host, file, channel));
}

/// Reads until the process has ended or its time is up. False where it had to be killed.
bool listen(const world::Process& process, int messages, Assembler& assembler) {
  const Instant deadline = SteadyClock().now() + loading_limit;
  std::array<pollfd, 2> watched = {{{process.pidfd.get(), POLLIN, 0}, {messages, POLLIN, 0}}};
  while (watched[0].revents == 0) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - SteadyClock().now()).count();
    if (left <= 0) {
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

LoadedFile load_one(ScriptHost& host, const std::string& file) {
  parley::Result<Channel> channel = open_channel();
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
  const bool in_time = listen(process, channel->reading.get(), assembler);
  int status = 0;
  while (waitpid(process.pid, &status, 0) < 0 && errno == EINTR) {
  }
  if (!in_time) return load_error(file, 0, "loading it took more than 5 s");
  return without_namesakes(judge(file, assembler, status));
}

}  // namespace

std::vector<LoadedFile> load_files(ScriptHost& host, const std::vector<std::string>& files) {
  std::vector<LoadedFile> loaded;
  for (const std::string& file : files) loaded.push_back(load_one(host, file));
  return loaded;
}

}  // namespace parley::runner

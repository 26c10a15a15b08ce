#include "engine/process/spawn.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>

namespace parley::process {

namespace {

std::string_view search_path(const std::vector<std::string>& environment) {
  constexpr std::string_view name = "PATH=";
  for (const std::string& variable : environment)
    if (variable.starts_with(name)) return std::string_view(variable).substr(name.size());
  return "/bin:/usr/bin";
}

std::vector<std::string> paths_of(const Program& program) {
  const std::string& name = program.arguments.front();
  if (name.find('/') != std::string::npos) {
    std::error_code unknown;  // The folder that parley was started in is gone: the name stays as it is.
    const std::string path = std::filesystem::absolute(name, unknown).string();
    return {unknown ? name : path};
  }
  std::vector<std::string> paths;
  std::string_view rest = search_path(program.environment);
  for (std::size_t colon = 0; colon != std::string_view::npos;) {
    colon = rest.find(':');
    const std::string_view folder = rest.substr(0, colon);
    paths.push_back(std::string(folder.empty() ? "." : folder) + "/" + name);
    if (colon != std::string_view::npos) rest.remove_prefix(colon + 1);
  }
  return paths;
}

std::vector<char*> pointers(const std::vector<std::string>& texts) {
  std::vector<char*> list;
  for (const std::string& text : texts) list.push_back(const_cast<char*>(text.c_str()));
  list.push_back(nullptr);
  return list;
}

// The folder, looked at beforehand: posix_spawn does not say what it is that failed.
Result<Descriptor> open_directory(const std::string& path) {
  Descriptor directory(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory || access(path.c_str(), X_OK) != 0) return Error::system(errno);
  return moved_up(std::move(directory));
}

// What the child does before it becomes the program.
class Preparation {
 public:
  Preparation(const Streams& streams, int directory) {
    posix_spawn_file_actions_init(&actions_);
    posix_spawn_file_actions_adddup2(&actions_, streams.in, 0);
    posix_spawn_file_actions_adddup2(&actions_, streams.out, 1);
    posix_spawn_file_actions_adddup2(&actions_, streams.err, 2);
    posix_spawn_file_actions_addfchdir_np(&actions_, directory);
    posix_spawn_file_actions_addclosefrom_np(&actions_, 3);
    posix_spawnattr_init(&attributes_);
    sigset_t set;
    sigemptyset(&set);
    posix_spawnattr_setsigmask(&attributes_, &set);
    sigfillset(&set);
    posix_spawnattr_setsigdefault(&attributes_, &set);
    posix_spawnattr_setflags(&attributes_,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
  }
  Preparation(const Preparation&) = delete;
  Preparation& operator=(const Preparation&) = delete;
  ~Preparation() {
    posix_spawnattr_destroy(&attributes_);
    posix_spawn_file_actions_destroy(&actions_);
  }

  /// 0 and the child's number, or an errno.
  int start(const Program& program, const std::string& path, pid_t& pid) const {
    return posix_spawn(&pid, path.c_str(), &actions_, &attributes_, pointers(program.arguments).data(),
                       pointers(program.environment).data());
  }

 private:
  posix_spawn_file_actions_t actions_{};
  posix_spawnattr_t attributes_{};
};

// Tries one path after the other. That a file may not be executed is told only where no other can be.
Result<pid_t> start_first(const Program& program, const Preparation& preparation) {
  int told = 0;
  int last = ENOENT;
  for (const std::string& path : paths_of(program)) {
    pid_t pid = -1;
    const int code = preparation.start(program, path, pid);
    if (code == 0) return pid;
    last = code;
    if (code != ENOENT && code != ENOTDIR && told == 0) told = code;
  }
  return Error::system(told != 0 ? told : last);
}

Result<Child> watched(pid_t pid) {
  Child child;
  child.pid = pid;
  child.pidfd = moved_up(Descriptor(static_cast<int>(syscall(SYS_pidfd_open, pid, 0))));
  if (child.pidfd) return child;
  const int code = errno;
  kill(pid, SIGKILL);
  waitpid(pid, nullptr, 0);
  return Error::system(code);
}

}  // namespace

Result<Child> spawn(const Program& program, const Streams& streams, std::string& culprit) {
  culprit = program.directory;
  const Result<Descriptor> directory = open_directory(program.directory);
  if (!directory) return directory.error();
  culprit = program.arguments.front();
  const Preparation preparation(streams, directory.value().get());
  const Result<pid_t> pid = start_first(program, preparation);
  return pid ? watched(pid.value()) : Result<Child>(pid.error());
}

}  // namespace parley::process

#include "engine/process/spawn.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <string_view>
#include <utility>

#include "engine/process/execution.hpp"

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

// The folder, looked at beforehand: posix_spawn does not say what it is that failed.
Result<Descriptor> open_directory(const std::string& path) {
  Descriptor directory(open(path.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory || access(path.c_str(), X_OK) != 0) return Error::system(errno);
  return moved_up(std::move(directory));
}

// What the program finds in its environment, with room for the number that only it will know.
std::vector<std::string> environment_of(const Program& program) {
  std::vector<std::string> environment = program.environment;
  if (program.descriptors.empty()) return environment;
  environment.push_back("LISTEN_FDS=" + std::to_string(program.descriptors.size()));
  environment.emplace_back("LISTEN_PID=");
  return environment;
}

}  // namespace

Result<Child> spawn(const Program& program, const Streams& streams, std::string& culprit) {
  culprit = program.directory;
  const Result<Descriptor> directory = open_directory(program.directory);
  if (!directory) return directory.error();
  Started started = execute({paths_of(program), program.arguments, environment_of(program), streams,
                             program.descriptors, directory.value().get(), program.user});
  culprit = started.as_user ? "a user namespace for user " + std::to_string(program.user->uid)
                            : program.arguments.front();
  if (started.error != 0) return Error::system(started.error);
  Child made;
  made.pid = started.pid;
  made.pidfd = moved_up(std::move(started.pidfd));
  return made;
}

}  // namespace parley::process

#include "engine/runner/history_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <utility>

#include "engine/base/file.hpp"
#include "engine/base/whole_file.hpp"
#include "engine/transcript/running_hash.hpp"
#include "engine/world/lock.hpp"

namespace parley::runner {
namespace {

bool exists(const std::string& path) { return ::access(path.c_str(), F_OK) == 0; }

/// $name where it is an absolute path, else empty.
std::string absolute_variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr && *value == '/' ? value : "";
}

std::string state_folder() {
  const std::string state = absolute_variable("XDG_STATE_HOME");
  if (!state.empty()) return state + "/parley";
  const std::string home = absolute_variable("HOME");
  return home.empty() || !exists(home) ? "" : home + "/.local/state/parley";
}

std::string project_around(const std::string& working_dir) {
  for (std::string folder = working_dir; folder.size() > 1; folder.resize(folder.rfind('/')))
    for (const char* mark : {"/.git", "/.hg", "/.jj"})
      if (exists(folder + mark)) return folder;
  return working_dir;
}

/// A name for people, and a hash that tells projects of one name apart.
std::string file_name(const std::string& project) {
  constexpr char digits[] = "0123456789abcdef";
  const std::uint64_t hash = transcript::hash_of(project);
  std::string name = project.substr(project.rfind('/') + 1, 100) + "-";
  for (int shift = 60; shift >= 0; shift -= 4) name += digits[(hash >> shift) & 0xf];
  return name;
}

/// mkdir(2) for each folder of `path` that is missing; for the user alone, as the XDG specification wants.
void make_folders(const std::string& path) {
  for (std::size_t end = path.find('/', 1);; end = path.find('/', end + 1)) {
    ::mkdir(path.substr(0, end).c_str(), 0700);
    if (end == std::string::npos) return;
  }
}

/// The lock of the folder that `path` is in. Errors: world::take_lock's.
parley::Result<Descriptor> lock_beside(const std::string& path) {
  const std::string folder = path.substr(0, path.rfind('/'));
  parley::Result<Descriptor> lock = world::take_lock(folder + "/lock");
  if (lock || !lock.error().is_system(ENOENT)) return lock;
  make_folders(folder);
  return world::take_lock(folder + "/lock");
}

}  // namespace

HistoryFile find_history() {
  HistoryFile file;
  std::error_code error;
  file.project.working_dir = std::filesystem::current_path(error).string();
  const std::string folder = state_folder();
  if (error || folder.empty()) return file;
  file.project.folder = project_around(file.project.working_dir);
  file.path = folder + "/" + file_name(file.project.folder);
  return file;
}

Error read_history(const HistoryFile& file, History& history) {
  std::string text;
  const Error error = read_whole_file(file.path.c_str(), text);
  if (error.is_system(ENOENT)) return {};
  return error ? error : history.parse(std::move(text));
}

Error add_to_history(const HistoryFile& file, const HistoryChanges& changes, std::time_t now) {
  const parley::Result<Descriptor> lock = lock_beside(file.path);
  if (!lock) return lock.error();
  History history;
  const Error error = read_history(file, history);
  if (error && error.domain() == Error::Domain::system) return error;
  history.add(changes, now);
  return replace_file(file.path, history.to_string(file.project), Durability::fast);
}

}  // namespace parley::runner

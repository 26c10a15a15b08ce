#include "engine/base/whole_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>

#include "engine/base/descriptor.hpp"
#include "engine/base/file.hpp"

namespace parley {
namespace {

/// How the file is called until it takes its place. It is hidden, and its end is one that `*.pending` in a
/// .gitignore covers.
constexpr std::string_view prefix = ".parley-";
constexpr std::string_view suffix = ".pending";

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

/// As open(2) would have made it: mkstemp(3) gives nobody else any right.
void grant_usual_rights(int fd) {
  const mode_t mask = ::umask(0);
  ::umask(mask);
  ::fchmod(fd, 0666 & ~mask);
}

bool has_name(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) == 0 && status.st_nlink > 0;
}

/// A new file in `folder`, locked for as long as its writer lives: by that a leftover is known. Somebody may
/// take it for one before it is locked; then another is made.
Descriptor temporary_in(const std::string& folder, std::string& path) {
  constexpr int most_tries = 100;
  for (int i = 0; i < most_tries; ++i) {
    path = folder + "/" + std::string(prefix) + "XXXXXX" + std::string(suffix);
    Descriptor file(::mkostemps(path.data(), static_cast<int>(suffix.size()), O_CLOEXEC));
    if (!file) return file;
    ::flock(file.get(), LOCK_EX);  // Where the file system has no locks, a leftover is never taken for one.
    if (has_name(file.get())) return file;
  }
  errno = EBUSY;
  return {};
}

bool is_temporary(const std::string& name) { return name.starts_with(prefix) && name.ends_with(suffix); }

}  // namespace

Error replace_file(const std::string& path, std::string_view bytes, Durability durability) {
  std::string beside;
  const Descriptor file = temporary_in(folder_of(path), beside);
  if (!file) return Error::system(errno);
  grant_usual_rights(file.get());
  const bool synced = durability == Durability::synced;
  Error error = write_all(file.get(), bytes);
  if (!error && synced && ::fsync(file.get()) < 0) error = Error::system(errno);
  if (!error && ::rename(beside.c_str(), path.c_str()) < 0) error = Error::system(errno);
  if (error) ::unlink(beside.c_str());
  return !error && synced ? sync_folder_of(path) : error;
}

Error make_folders_above(const std::string& path) {
  for (std::size_t at = path.find('/', 1); at != std::string::npos; at = path.find('/', at + 1))
    if (::mkdir(path.substr(0, at).c_str(), 0777) < 0 && errno != EEXIST) return Error::system(errno);
  return {};
}

Error sync_folder_of(const std::string& path) {
  const Descriptor folder(::open(folder_of(path).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  // A file system that has nothing to sync says EINVAL.
  if (!folder || (::fsync(folder.get()) < 0 && errno != EINVAL)) return Error::system(errno);
  return {};
}

void remove_leftovers(const std::string& folder) {
  std::error_code unreadable;
  for (const auto& entry : std::filesystem::directory_iterator(folder, unreadable)) {
    if (!is_temporary(entry.path().filename().string())) continue;
    const Descriptor file(::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (file && ::flock(file.get(), LOCK_EX | LOCK_NB) == 0) ::unlink(entry.path().c_str());
  }
}

}  // namespace parley

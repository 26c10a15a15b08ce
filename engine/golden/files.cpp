#include "engine/golden/files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <functional>

#include "engine/base/whole_file.hpp"
#include "engine/golden/name.hpp"

namespace parley::golden {
namespace {

namespace fs = std::filesystem;

Error write_to(const std::string& path, std::string_view text) {
  if (const Error error = make_folders_above(path)) return error;
  remove_leftovers(fs::path(path).parent_path().string());
  return replace_file(path, text, Durability::synced);
}

Error unlink_file(const std::string& path) {
  return ::unlink(path.c_str()) == 0 ? Error() : Error::system(errno);
}

/// Up to `golden` itself: a folder that holds anything stays, since rmdir(2) takes only an empty one.
void remove_empty_folders_above(const std::string& path) {
  for (fs::path folder = fs::path(path).parent_path(); ::rmdir(folder.c_str()) == 0;
       folder = folder.parent_path())
    if (folder.filename() == "golden") return;
}

/// The files below `folder` for which `look` gives the path of a golden; what is hidden, and what cannot be
/// read, is left out.
std::vector<std::string> search(const std::string& folder,
                                const std::function<std::string(const std::string&)>& look) {
  std::vector<std::string> found;
  std::error_code unreadable;
  fs::recursive_directory_iterator entry(folder, fs::directory_options::skip_permission_denied, unreadable);
  for (; !unreadable && entry != fs::recursive_directory_iterator(); entry.increment(unreadable)) {
    if (entry->path().filename().string().starts_with('.')) {
      entry.disable_recursion_pending();
      continue;
    }
    std::error_code unknown;
    if (!entry->is_regular_file(unknown)) continue;
    if (std::string golden = look(entry->path().string()); !golden.empty())
      found.push_back(std::move(golden));
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

std::string golden_if_pending(const std::string& path) {
  const std::string golden = golden_of_pending(path).value_or("");
  return golden.empty() || !subject_of(golden) ? "" : golden;
}

}  // namespace

Error write(const std::string& golden, std::string_view text) {
  if (const Error error = write_to(golden, text)) return error;
  const Error error = unlink_file(pending_path(golden));
  return error.is_system(ENOENT) ? Error() : error;
}

Error write_pending(const std::string& golden, std::string_view text) {
  return write_to(pending_path(golden), text);
}

Error accept(const std::string& golden) {
  if (::rename(pending_path(golden).c_str(), golden.c_str()) < 0) return Error::system(errno);
  return sync_folder_of(golden);
}

Error reject(const std::string& golden) {
  const Error error = unlink_file(pending_path(golden));
  remove_empty_folders_above(golden);
  return error.is_system(ENOENT) ? Error() : error;
}

Error remove(const std::string& golden) {
  const Error error = unlink_file(golden);
  return error && !error.is_system(ENOENT) ? error : reject(golden);
}

bool is_pending(const std::string& golden) {
  struct stat status {};
  return ::stat(pending_path(golden).c_str(), &status) == 0 && S_ISREG(status.st_mode);
}

std::vector<std::string> pending_below(const std::string& path) {
  struct stat status {};
  const bool exists = ::stat(path.c_str(), &status) == 0;
  if (exists && S_ISDIR(status.st_mode)) {
    std::vector<std::string> found = search(path, golden_if_pending);
    for (std::string& golden : found)  // as if it had been named from here
      if (path == "." && golden.starts_with("./")) golden.erase(0, 2);
    return found;
  }
  const std::string golden = golden_of_pending(path).value_or(path);
  if (is_golden_path(golden)) return is_pending(golden) ? std::vector{golden} : std::vector<std::string>();
  return exists ? search(folder_of(path), golden_if_pending) : std::vector<std::string>();
}

std::vector<std::string> goldens_below(const std::string& folder) {
  return search(folder, [](const std::string& path) {
    const std::string golden = golden_of_pending(path).value_or(path);
    return is_golden_path(golden) ? golden : std::string();
  });
}

}  // namespace parley::golden

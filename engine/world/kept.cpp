#include "engine/world/kept.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>

namespace parley::world {
namespace {

namespace fs = std::filesystem;

/// Makes every folder below `folder` one that its owner can walk and change.
void open_up(const fs::path& folder) {
  std::error_code ignored;
  fs::permissions(folder, fs::perms::owner_all, fs::perm_options::add, ignored);
  for (fs::directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored)) {
    if (entry->symlink_status(ignored).type() == fs::file_type::directory) open_up(entry->path());
  }
}

bool worth_keeping(const fs::path& folder) {
  std::error_code ignored;
  for (fs::recursive_directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored)) {
    const fs::file_type type = entry->symlink_status(ignored).type();
    if (type == fs::file_type::regular || type == fs::file_type::symlink) return true;
  }
  return false;
}

void copy_regular(const fs::path& from, const fs::path& to) {
  std::error_code ignored;
  fs::permissions(from, fs::perms::owner_read, fs::perm_options::add, ignored);
  fs::copy_file(from, to, ignored);
  fs::permissions(to, fs::perms::owner_all, fs::perm_options::add, ignored);
}

void copy_tree(const fs::path& from, const fs::path& to) {
  std::error_code ignored;
  for (fs::directory_iterator entry(from, ignored), end; entry != end; entry.increment(ignored)) {
    const fs::path target = to / entry->path().filename();
    switch (entry->symlink_status(ignored).type()) {
      case fs::file_type::directory:
        if (fs::create_directory(target, ignored)) copy_tree(entry->path(), target);
        break;
      case fs::file_type::symlink:
        fs::copy_symlink(entry->path(), target, ignored);
        break;
      case fs::file_type::regular:
        copy_regular(entry->path(), target);
        break;
      default:
        break;
    }
  }
}

/// $TMPDIR, unless that lies where a private world has a tmpfs of its own and the copy would go with it.
std::string folder_for_copies() {
  const char* chosen = std::getenv("TMPDIR");
  const std::string folder = chosen != nullptr && *chosen == '/' ? chosen : "/tmp";
  return folder.rfind("/dev/shm", 0) == 0 || access(folder.c_str(), W_OK) != 0 ? "/tmp" : folder;
}

}  // namespace

std::string keep_directory(const std::string& directory) {
  open_up(directory);
  if (!worth_keeping(directory)) return {};
  std::string target = folder_for_copies() + "/parley-kept-XXXXXX";
  if (mkdtemp(target.data()) == nullptr) return {};
  copy_tree(directory, target);
  return target;
}

void remove_directory(const std::string& directory) {
  if (rmdir(directory.c_str()) == 0) return;  // Most are empty.
  std::error_code ignored;
  open_up(directory);
  fs::remove_all(directory, ignored);
}

}  // namespace parley::world

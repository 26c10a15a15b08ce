#include "engine/world/kept.hpp"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>

#include "engine/base/descriptor.hpp"
#include "engine/world/step.hpp"

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

/// Copies a tree, and goes on with the rest of it where something cannot be copied.
class Copy {
 public:
  void tree(const fs::path& from, const fs::path& to) {
    std::error_code ignored;
    for (fs::directory_iterator entry(from, ignored), end; entry != end; entry.increment(ignored)) {
      const fs::path target = to / entry->path().filename();
      std::error_code error;
      switch (entry->symlink_status(ignored).type()) {
        case fs::file_type::directory:
          if (fs::create_directory(target, error)) tree(entry->path(), target);
          break;
        case fs::file_type::symlink:
          fs::copy_symlink(entry->path(), target, error);
          break;
        case fs::file_type::regular:
          regular(entry->path(), target, error);
          break;
        default:
          break;
      }
      if (error && !first_) first_ = step_error(target.native(), error.value());
    }
  }

  /// The first thing that went wrong.
  const Error& error() const { return first_; }

 private:
  // Not by fs::copy_file, which says EIO for a full disk (libstdc++ 12).
  static void regular(const fs::path& from, const fs::path& to, std::error_code& error) {
    std::error_code ignored;
    fs::permissions(from, fs::perms::owner_read, fs::perm_options::add, ignored);
    const mode_t mode = static_cast<mode_t>(fs::status(from, ignored).permissions()) | S_IRWXU;
    const Descriptor in(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    const Descriptor out(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
    ssize_t sent = 1;
    while (sent > 0) sent = ::sendfile(out.get(), in.get(), nullptr, std::size_t{1} << 30U);
    if (sent < 0) error.assign(errno, std::system_category());
  }

  Error first_;
};

/// $TMPDIR, unless that lies where a private world has a tmpfs of its own and the copy would go with it.
std::string folder_for_copies() {
  const char* chosen = std::getenv("TMPDIR");
  const std::string folder = chosen != nullptr && *chosen == '/' ? chosen : "/tmp";
  return folder.rfind("/dev/shm", 0) == 0 || access(folder.c_str(), W_OK) != 0 ? "/tmp" : folder;
}

}  // namespace

Kept keep_directory(const std::string& directory) {
  open_up(directory);
  if (!worth_keeping(directory)) return {};
  std::string target = folder_for_copies() + "/parley-kept-XXXXXX";
  if (mkdtemp(target.data()) == nullptr) return {"", step_error(target, errno)};
  Copy copy;
  copy.tree(directory, target);
  return {target, copy.error()};
}

void remove_directory(const std::string& directory) {
  if (rmdir(directory.c_str()) == 0) return;  // Most are empty.
  std::error_code ignored;
  open_up(directory);
  fs::remove_all(directory, ignored);
}

}  // namespace parley::world

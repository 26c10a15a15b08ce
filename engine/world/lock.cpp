#include "engine/world/lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>

namespace parley::world {
namespace {

/// First without O_CREAT: in a sticky folder the kernel refuses O_CREAT on a file that is another user's
/// (fs.protected_regular). For flock a descriptor that reads is enough.
Descriptor open_or_make(const char* path) {
  constexpr int safely = O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK;
  for (int attempt = 0; attempt < 8; ++attempt) {
    if (Descriptor found{open(path, safely)}; found || errno != ENOENT) return found;
    if (Descriptor made{open(path, safely | O_CREAT | O_EXCL, 0666)}; made) {
      fchmod(made.get(), 0666);  // Whatever the umask: the other one may be another user.
      return made;
    }
    if (errno != EEXIST) break;
  }
  return Descriptor();
}

}  // namespace

std::string host_lock_path() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const std::string folder = runtime != nullptr && *runtime == '/' ? runtime : "/tmp";
  return folder + "/parley-host-network.lock";
}

Result<Descriptor> take_lock(const std::string& path) {
  Descriptor file = open_or_make(path.c_str());
  if (!file) return Error::system(errno);
  struct stat status {};
  if (fstat(file.get(), &status) < 0) return Error::system(errno);
  if (!S_ISREG(status.st_mode)) return Error::system(EINVAL);
  while (flock(file.get(), LOCK_EX) < 0) {
    if (errno != EINTR) return Error::system(errno);
  }
  return file;
}

}  // namespace parley::world

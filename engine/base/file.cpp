#include "engine/base/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "engine/base/descriptor.hpp"

namespace parley {

Error read_whole_file(const char* path, std::string& out) {
  out.clear();
  const Descriptor file(::open(path, O_RDONLY | O_CLOEXEC));
  if (!file) return Error::system(errno);
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode)) return Error::system(EISDIR);
  char chunk[65536];
  for (;;) {
    const ssize_t count = ::read(file.get(), chunk, sizeof chunk);
    if (count == 0) return {};
    if (count > 0) {
      out.append(chunk, static_cast<std::size_t>(count));
    } else if (errno != EINTR) {
      return Error::system(errno);
    }
  }
}

}  // namespace parley

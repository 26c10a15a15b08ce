#include "engine/base/file.hpp"

#include <fcntl.h>
#include <poll.h>
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

Error write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t n = ::write(fd, bytes.data(), bytes.size());
    if (n >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {  // a terminal or pipe that somebody else made non-blocking
      pollfd ready{fd, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      return Error::system(errno);
    }
  }
  return {};
}

}  // namespace parley

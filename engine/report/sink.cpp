#include "engine/report/sink.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace parley::report {

void DescriptorSink::write(std::string_view text) {
  while (!text.empty() && !error_) {
    const ssize_t n = ::write(fd_, text.data(), text.size());
    if (n >= 0) {
      text.remove_prefix(static_cast<std::size_t>(n));
    } else if (errno == EAGAIN) {  // a terminal or pipe that somebody else made non-blocking
      pollfd ready{fd_, POLLOUT, 0};
      ::poll(&ready, 1, -1);
    } else if (errno != EINTR) {
      error_ = Error::system(errno);
    }
  }
}

}  // namespace parley::report

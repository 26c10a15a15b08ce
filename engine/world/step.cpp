#include "engine/world/step.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>

#include "engine/base/descriptor.hpp"

namespace parley::world {

Error step_error(std::string_view what, int code) {
  return Error::text(std::string(what) + ": " + std::strerror(code));
}

Error write_file(const char* path, std::string_view text, int flags) {
  const Descriptor file(open(path, flags | O_CLOEXEC, 0644));
  if (!file) return step_error(std::string("open ") + path, errno);
  const ssize_t written = write(file.get(), text.data(), text.size());
  if (written < 0) return step_error(std::string("write ") + path, errno);
  if (static_cast<std::size_t>(written) != text.size()) return step_error(std::string("write ") + path, EIO);
  return {};
}

}  // namespace parley::world

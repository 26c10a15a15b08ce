#include "bindings/program/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "engine/base/descriptor.hpp"

namespace parley::program {
namespace {

Error write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const ssize_t count = ::write(fd, text.data(), text.size());
    if (count >= 0)
      text.remove_prefix(static_cast<std::size_t>(count));
    else if (errno != EINTR)
      return Error::system(errno);
  }
  return {};
}

Error write_file(const std::string& path, std::string_view text, int how) {
  std::error_code failed;
  const std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, failed);
  if (failed) return Error::system(failed.value());
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | how, 0666));
  return file ? write_all(file.get(), text) : Error::system(errno);
}

}  // namespace

Error write_new_file(const std::string& path, std::string_view text) {
  return write_file(path, text, O_EXCL);
}

Error replace_file(const std::string& path, std::string_view text) { return write_file(path, text, O_TRUNC); }

}  // namespace parley::program

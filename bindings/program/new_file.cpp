#include "bindings/program/new_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "engine/base/descriptor.hpp"
#include "engine/base/file.hpp"
#include "engine/base/whole_file.hpp"

namespace parley::program {

Error write_new_file(const std::string& path, std::string_view text) {
  if (const Error error = make_folders_above(path)) return error;
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_EXCL, 0666));
  if (!file) return Error::system(errno);
  const Error error = write_all(file.get(), text);
  if (error)
    ::unlink(path.c_str());  // It is ours, and half a file would be kept as the user's the next time.
  return error;
}

Error write_file_anew(const std::string& path, std::string_view text) {
  if (const Error error = make_folders_above(path)) return error;
  return replace_file(path, text, Durability::fast);
}

}  // namespace parley::program

#include "engine/report/report_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>

#include "engine/base/file.hpp"
#include "engine/base/whole_file.hpp"

namespace parley::report {
namespace {

std::string folder_of(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

Error write_in_place(const std::string& path, std::string_view text) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
  return file ? write_all(file.get(), text) : Error::system(errno);
}

}  // namespace

void WholeFile::finish() {
  struct stat status {};
  const bool exists = ::stat(path_.c_str(), &status) == 0;
  if (exists && !S_ISREG(status.st_mode)) {
    error_ = write_in_place(path_, text_);
    return;
  }
  std::error_code unknown;
  const auto target = std::filesystem::canonical(path_, unknown);
  error_ = replace_file(unknown ? path_ : target.string(), text_, Durability::fast);
}

Error unwritable(const std::string& path) {
  struct stat status {};
  if (::stat(path.c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) return Error::system(EISDIR);
    return ::access(path.c_str(), W_OK) == 0 ? Error() : Error::system(errno);
  }
  if (errno != ENOENT) return Error::system(errno);
  return ::access(folder_of(path).c_str(), W_OK | X_OK) == 0 ? Error() : Error::system(errno);
}

Result<GrowingFile> GrowingFile::open(const std::string& path, Start start) {
  const int anew = start == Start::empty ? O_TRUNC : 0;
  Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | anew, 0666));
  if (!file) return Error::system(errno);
  struct stat status {};
  const bool regular = ::fstat(file.get(), &status) == 0 && S_ISREG(status.st_mode);
  return GrowingFile(std::move(file), regular ? static_cast<std::size_t>(status.st_size) : 0);
}

void GrowingFile::write(std::string_view text) {
  if (error_) return;
  error_ = write_all(file_.get(), text);
  if (!error_) {
    size_ += text.size();
  } else if (::ftruncate(file_.get(), static_cast<off_t>(size_)) < 0) {
    // A pipe or a device: there is nothing to take back.
    return;
  }
}

}  // namespace parley::report

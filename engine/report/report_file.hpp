// Files that reports are written to. Neither kind ever leaves half of something: a WholeFile appears at once,
// complete, where the report ends; a GrowingFile grows by whole writes.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"
#include "engine/report/sink.hpp"

namespace parley::report {

/// Holds the report in memory until finish(), which writes it to a file beside `path` and renames that. What
/// is no regular file (a device, a pipe) is written to as it is; a symbolic link is followed.
class WholeFile final : public Sink {
 public:
  explicit WholeFile(std::string path) : path_(std::move(path)) {}
  void write(std::string_view text) override { text_ += text; }
  /// Errors: those of open(2), write(2) and rename(2); then the old file stays as it was.
  void finish() override;
  Error error() const override { return error_; }

 private:
  std::string path_;
  std::string text_;
  Error error_;
};

/// Why no report can be written to `path`: its folder does not exist or admits no new file, it is a folder
/// itself, or may not be written to. Nothing where it can, as far as one can tell beforehand.
Error unwritable(const std::string& path);

/// Each write is in the file when write() returns, whole; one that the kernel took only in part is taken
/// back. The first failure ends all writing. SIGXFSZ must be ignored.
class GrowingFile final : public Sink {
 public:
  enum class Start : bool { empty, at_its_end };
  /// Errors: those of open(2).
  static Result<GrowingFile> open(const std::string& path, Start start);

  void write(std::string_view text) override;
  Error error() const override { return error_; }
  /// How many bytes the file holds; 0 where it is no regular file.
  std::size_t size() const { return size_; }

 private:
  GrowingFile(Descriptor file, std::size_t size) : file_(std::move(file)), size_(size) {}

  Descriptor file_;
  std::size_t size_;
  Error error_;
};

}  // namespace parley::report

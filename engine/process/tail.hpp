// A file that a process under test writes its log to, read as it grows: from its beginning, also where it is
// made later than we look, emptied, or replaced by another one (rotation). Driven by Process.
#pragma once

#include <sys/types.h>

#include <string>
#include <string_view>
#include <utility>

#include "engine/base/descriptor.hpp"
#include "engine/base/result.hpp"
#include "engine/process/captured.hpp"

namespace parley::process {

class Tail {
 public:
  /// `path` is absolute; its folder exists. What the file holds by now is not taken where `skips_old`: a
  /// restarted process writes on where the one before ended.
  Tail(std::string path, bool skips_old) : path_(std::move(path)), skips_old_(skips_old) {}

  /// Begins to watch. Errors: those of inotify_init1(2) and inotify_add_watch(2).
  Error open();
  /// Readable where there is news (inotify(7)).
  int fd() const { return watch_.get(); }
  const std::string& path() const { return path_; }
  /// All that was read so far.
  const Captured& captured() const { return captured_; }
  /// Takes what was written since, and appends it to `news` as well.
  void read(std::string& news);

 private:
  void forget_events();
  void follow();
  void take(std::string& news);

  std::string path_;
  bool skips_old_;
  Descriptor watch_;
  Descriptor file_;
  off_t position_ = 0;
  Captured captured_;
};

}  // namespace parley::process

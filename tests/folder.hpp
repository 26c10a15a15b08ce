// A folder for what a test writes.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace parley {

/// Empty at first, and gone at the end with all that is in it.
class Folder {
 public:
  Folder() : path_(::mkdtemp(name_)) {}
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { std::filesystem::remove_all(path_); }

  const std::string& path() const { return path_; }
  /// The path of a file in it, which need not be there.
  std::string file(const std::string& name) const { return path_ + "/" + name; }
  /// Writes a file; returns its path.
  std::string write(const std::string& name, const std::string& text) const {
    std::string path = file(name);
    std::ofstream(path) << text;
    return path;
  }

 private:
  char name_[32] = "/tmp/parley-test-XXXXXX";
  std::string path_;
};

}  // namespace parley

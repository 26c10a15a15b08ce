#include "engine/runner/discovery.hpp"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <string_view>
#include <unordered_map>

#include "engine/base/error.hpp"

namespace parley::runner {
namespace {

struct CloseFolder {
  void operator()(DIR* folder) const { ::closedir(folder); }
};

bool is_script_name(std::string_view name) { return name.size() > 4 && name.ends_with(".lua"); }

std::string join(const std::string& folder, const std::string& name) {
  return folder.ends_with('/') ? folder + name : folder + "/" + name;
}

/// One name for all the ways to a file; the path itself where the kernel cannot say.
std::string canonical(const std::string& path) {
  const std::unique_ptr<char, decltype(&::free)> real(::realpath(path.c_str(), nullptr), &::free);
  return real ? real.get() : path;
}

/// A folder by its identity, which no symbolic link can disguise.
struct Identity {
  dev_t device;
  ino_t inode;
  bool operator==(const Identity&) const = default;
};

class Search {
 public:
  Discovery run(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      found_.named.push_back({path, {}, false});
      struct stat status;
      if (::stat(path.c_str(), &status) != 0)
        problem(path, std::string(Error::system(errno).message()));
      else if (S_ISDIR(status.st_mode))
        search(path, status);
      else if (S_ISREG(status.st_mode))
        take(path);
      else
        problem(path, "neither a file nor a folder");
    }
    return std::move(found_);
  }

 private:
  void problem(const std::string& path, std::string message) {
    found_.named.back().faulty = true;
    found_.problems.push_back({path, std::move(message)});
  }

  void take(const std::string& path) {
    const auto [known, is_new] = positions_.try_emplace(canonical(path), found_.files.size());
    if (is_new) found_.files.push_back(path);
    std::vector<std::size_t>& mine = found_.named.back().files;
    if (std::find(mine.begin(), mine.end(), known->second) == mine.end()) mine.push_back(known->second);
  }

  void search(const std::string& folder, const struct stat& status) {
    const Identity identity{status.st_dev, status.st_ino};
    if (std::find(above_.begin(), above_.end(), identity) != above_.end())
      return problem(folder, "a symbolic link that leads back to a folder above it");
    above_.push_back(identity);
    for (const std::string& name : names_in(folder)) visit(join(folder, name), name);
    above_.pop_back();
  }

  std::vector<std::string> names_in(const std::string& folder) {
    std::vector<std::string> names;
    const std::unique_ptr<DIR, CloseFolder> stream(::opendir(folder.c_str()));
    if (!stream) {
      problem(folder, std::string("cannot read the folder: ") + Error::system(errno).message());
      return names;
    }
    errno = 0;
    while (const dirent* entry = ::readdir(stream.get())) {
      if (entry->d_name[0] != '.') names.emplace_back(entry->d_name);
      errno = 0;
    }
    if (errno != 0) problem(folder, std::string("cannot read the folder: ") + Error::system(errno).message());
    std::sort(names.begin(), names.end());
    return names;
  }

  /// An entry of a folder. What is neither a folder nor named like a script is no concern of ours, broken or
  /// not.
  void visit(const std::string& path, const std::string& name) {
    struct stat status;
    if (::stat(path.c_str(), &status) != 0) {
      if (is_script_name(name)) problem(path, unreachable(path, errno));
    } else if (S_ISDIR(status.st_mode)) {
      if (name != "golden") search(path, status);
    } else if (S_ISREG(status.st_mode) && is_script_name(name)) {
      take(path);
    }
  }

  static std::string unreachable(const std::string& path, int code) {
    struct stat status;
    const bool is_link = ::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode);
    if (code == ENOENT && is_link) return "a symbolic link to nothing";
    return Error::system(code).message();
  }

  Discovery found_;
  std::unordered_map<std::string, std::size_t> positions_;
  std::vector<Identity> above_;
};

}  // namespace

Discovery discover(const std::vector<std::string>& paths) { return Search().run(paths); }

}  // namespace parley::runner

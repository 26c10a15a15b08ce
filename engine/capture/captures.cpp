#include "engine/capture/captures.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>

#include "engine/base/whole_file.hpp"
#include "engine/golden/name.hpp"

namespace parley::capture {
namespace {

/// The script's path as a folder below ours, wherever it lies: "../a/b.lua" is "%2E./a/b".
std::string folder_of(std::string_view script) {
  constexpr std::string_view suffix = ".lua";
  if (script.ends_with(suffix)) script.remove_suffix(suffix.size());
  std::string folder;
  while (!script.empty()) {
    const std::size_t slash = std::min(script.find('/'), script.size());
    const std::string_view part = script.substr(0, slash);
    if (!part.empty() && part != ".") folder += golden::safe_name(part) + '/';
    script.remove_prefix(std::min(slash + 1, script.size()));
  }
  return folder;
}

}  // namespace

Error Captures::prepare() const {
  if (Error error = make_folders_above(folder_ + "/file")) return error;
  struct stat status {};
  if (::stat(folder_.c_str(), &status) == 0 && !S_ISDIR(status.st_mode)) return Error::system(ENOTDIR);
  return ::access(folder_.c_str(), W_OK | X_OK) == 0 ? Error() : Error::system(errno);
}

std::string Captures::path_of_next(const std::string& script, const std::string& scenario) {
  const std::string path = folder_ + '/' + folder_of(script) + golden::safe_path(scenario);
  const int run = ++runs_[path];
  return path + (run == 1 ? "" : '~' + std::to_string(run)) + ".pcapng";
}

void Captures::failed(const std::string& path, const Error& error) {
  ++failures_;
  if (problem_.empty()) problem_ = "cannot write the capture " + path + ": " + error.to_string();
}

void Captures::lacks(const std::string& path, std::uint64_t packets) {
  if (first_gap_.empty()) first_gap_ = path;
  missing_ += packets;
}

std::string Captures::problem() const {
  return failures_ < 2 ? problem_ : problem_ + "; nor " + std::to_string(failures_ - 1) + " more";
}

std::string Captures::gaps() const {
  if (missing_ == 0) return {};
  return "captures lack " + std::to_string(missing_) + (missing_ == 1 ? " packet" : " packets") +
         ", which came faster than they could be written; the first one that does: " + first_gap_;
}

}  // namespace parley::capture

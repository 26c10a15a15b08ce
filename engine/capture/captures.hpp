// The captures of a run: the folder that they lie in, what each is called, and what went wrong with writing
// them. A scenario's file lies below a folder for its script, named as goldens are (golden/name.hpp):
//
//   DIR/specs/echo/the_echo_server.pcapng      specs/echo.lua  "the echo server"
//   DIR/specs/echo/the_echo_server~2.pcapng    the second time that it ran
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "engine/base/error.hpp"

namespace parley::capture {

class Captures {
 public:
  Captures(std::string folder, bool only_failures)
      : folder_(std::move(folder)), only_failures_(only_failures) {}

  /// Makes the folder, where it is missing, and sees whether a file can be made there. Errors: mkdir's,
  /// open's.
  Error prepare() const;

  const std::string& folder() const { return folder_; }
  bool only_failures() const { return only_failures_; }
  /// The file of the next run of a scenario, of which no two have the same.
  std::string path_of_next(const std::string& script, const std::string& scenario);
  /// `path` could not be written.
  void failed(const std::string& path, const Error& error);
  /// What went wrong, for people; empty where nothing did.
  std::string problem() const;
  /// The capture at `path` lacks that many packets, which the kernel had no room for.
  void lacks(const std::string& path, std::uint64_t packets);
  /// Which captures lack packets, for people; empty where none does.
  std::string gaps() const;

 private:
  std::string folder_;
  bool only_failures_;
  std::map<std::string, int> runs_;  ///< By the path of the first.
  std::string problem_;              ///< Of the first that could not be written.
  int failures_ = 0;
  std::uint64_t missing_ = 0;  ///< Packets, in all captures.
  std::string first_gap_;      ///< The first capture that lacks some.
};

}  // namespace parley::capture

// Where a report goes: a descriptor, a file (report_file.hpp), or a string in a test. A reporter writes whole
// events, and each is handed on at once, so nothing is held in memory that a forked process could write a
// second time.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.hpp"

namespace parley::report {

class Sink {
 public:
  virtual ~Sink() = default;
  virtual void write(std::string_view text) = 0;
  /// The report is complete. What error() says after it is final.
  virtual void finish() {}
  /// The first thing that went wrong, if anything did.
  virtual Error error() const { return {}; }
};

/// Writes to a descriptor that it does not own. The first write that fails (a closed pipe, a full disk) is
/// remembered and ends all writing; whoever made the sink asks for it at the end. SIGPIPE must be ignored.
class DescriptorSink final : public Sink {
 public:
  explicit DescriptorSink(int fd) : fd_(fd) {}
  void write(std::string_view text) override;
  Error error() const override { return error_; }

 private:
  int fd_;
  Error error_;
};

class StringSink final : public Sink {
 public:
  void write(std::string_view text) override { text_ += text; }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace parley::report

// A JSON object that is written straight into a text, member by member: for the event log, which has a record
// for each system call of a scenario. Without a tree of values first, which json_lines.cpp can afford for its
// few records.
#pragma once

#include <charconv>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace parley::report {

class JsonObject {
 public:
  /// Adds to `out`, which outlives this.
  explicit JsonObject(std::string& out) : out_(out) { out_ += '{'; }

  /// Names are ours: they hold nothing that JSON escapes.
  template <class Integer>
  void number(std::string_view name, Integer value) {
    this->name(name);
    char digits[20];
    out_.append(std::begin(digits), std::to_chars(std::begin(digits), std::end(digits), value).ptr);
  }
  /// As safe_line shows it, whatever bytes it holds.
  void text(std::string_view name, std::string_view value);
  void texts(std::string_view name, const std::vector<std::string>& values);
  /// In base64.
  void bytes(std::string_view name, std::string_view value);
  /// The object is complete, and so is its line.
  void end() { out_ += "}\n"; }

 private:
  void name(std::string_view name);

  std::string& out_;
  bool is_first_ = true;
};

}  // namespace parley::report

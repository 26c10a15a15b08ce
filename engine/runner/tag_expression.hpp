// A tag expression says which scenarios are wanted by their tags: names, `and`, `or`, `not`, parentheses.
// `slow and not (net or ipv6)`. Written by a user on the command line, so what is wrong with it is said in
// words that show where.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace parley::runner {

class TagExpression {
 public:
  /// Parses. `not` binds closer than `and`, `and` closer than `or`; a name is any word but those three, of
  /// letters, digits and any of _ - . : / @ +. Error: a text that quotes what is wrong.
  static parley::Result<TagExpression> parse(std::string_view text);

  /// Whether a scenario with these tags is wanted.
  bool matches(const std::vector<std::string>& tags) const;

  struct Node;

 private:
  explicit TagExpression(std::shared_ptr<const Node> root) : root_(std::move(root)) {}

  std::shared_ptr<const Node> root_;
};

}  // namespace parley::runner

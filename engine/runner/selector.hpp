// The selector says which of the loaded scenarios a command line asks for: by name, by tag, by line.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.hpp"
#include "engine/runner/plan.hpp"
#include "engine/runner/tag_expression.hpp"

namespace parley::runner {

class Selector {
 public:
  /// Wants scenarios whose full name contains `text`; between slashes it is a regular expression (ECMAScript)
  /// that must match somewhere in the name. Of several filters one suffices. Error: what is wrong with the
  /// expression.
  Error add_filter(std::string_view text);
  /// Wants the scenario of exactly that full name, beside what the filters let through.
  void add_name(std::string_view name);
  /// Wants scenarios whose tags fit `expression` (tag_expression.hpp). Of several all must. Error: where it
  /// is wrong.
  Error add_tags(std::string_view expression);
  /// Of `file`, as discovery names it, wants what stands at `line`: a scenario, or all of a describe where
  /// none stands there. Of several lines one suffices.
  void add_line(const std::string& file, int line);

  /// Those of `scenarios` that are wanted, in their order.
  std::vector<Scenario> select(const std::vector<Scenario>& scenarios) const;

 private:
  bool wants_name(const std::string& name) const;
  bool wants_tags(const std::vector<std::string>& tags) const;

  std::vector<std::function<bool(const std::string&)>> filters_;
  std::vector<TagExpression> tags_;
  std::map<std::string, std::vector<int>> lines_;
};

}  // namespace parley::runner

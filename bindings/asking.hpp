// Questions to the Lua half of the API outside any scenario: what is wrong with a script, which names there
// are. The commands check and types ask them; no script of a user's is run.
#pragma once

#include <string>
#include <vector>

#include "bindings/runtime.hpp"

namespace parley {

/// What a function of the Lua half answers: a list of lists, their strings and numbers as texts.
using Rows = std::vector<std::vector<std::string>>;

/// A Lua state with the API in it.
class Asking {
 public:
  Asking();

  /// Calls the function that the embedded file `name` (bindings/lua, without .lua) returns with `argument`.
  /// False where it failed, which `problem` says: memory ran out, or it is a defect of parley.
  bool ask(const char* name, const std::string& argument, Rows& rows);

  const std::string& problem() const { return problem_.message; }

 private:
  Runtime runtime_;
  runner::Failure problem_;
  bool open_;
};

}  // namespace parley

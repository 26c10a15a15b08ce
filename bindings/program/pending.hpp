// A golden that is pending, as a person is to judge it.
#pragma once

#include <string>
#include <vector>

#include "bindings/program/settings.hpp"
#include "engine/base/error.hpp"
#include "engine/report/style.hpp"

namespace parley::program {

struct Pending {
  std::string golden;    ///< Its path.
  std::string script;    ///< Whose it is.
  std::string scenario;  ///< With the golden's own name behind it, where it has one.
  std::string before;    ///< What the golden holds; empty where it is new.
  std::string after;     ///< What came.
  bool is_new = false;
};

/// Those that the command line asks for. `problem` says what is wrong with a path or a file; empty where
/// nothing is.
std::vector<Pending> find_pending(const Settings& settings, std::string& problem);

/// "golden/echo/it_answers.txt (changed)"
std::string title_of(const Pending& pending);

/// Whose it is, and what differs; of a new one, what came.
std::string description_of(const Pending& pending, const report::Style& style);

/// Does what was decided, if the pending file still holds what was looked at.
Error accept(const Pending& pending);
Error reject(const Pending& pending);

}  // namespace parley::program

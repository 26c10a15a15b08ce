// What this machine allows, check by check, for `parley doctor`: each is tried for real in a child.
#pragma once

#include <string>
#include <vector>

namespace parley::world {

struct Check {
  std::string name;  ///< "user namespaces", "raw sockets", ...
  bool ok = false;
  std::string trouble;  ///< What the kernel said; empty where it is ok.
  std::string lost;     ///< What parley cannot do without it.
  std::string remedy;   ///< The exact setting that would allow it, for this machine; empty where it is ok.
};

/// Every check, in the order in which a world is made: after one that failed, those that need it fail too.
std::vector<Check> check_machine();

}  // namespace parley::world

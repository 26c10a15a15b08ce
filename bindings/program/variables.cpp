#include "bindings/program/variables.hpp"

#include <cstdlib>

namespace parley::program {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

}  // namespace parley::program

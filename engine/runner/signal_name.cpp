#include "engine/runner/signal_name.hpp"

#include <string.h>

namespace parley::runner {

std::string signal_in_words(int number) {
  const char* name = sigabbrev_np(number);
  const char* description = sigdescr_np(number);
  if (name == nullptr || description == nullptr) return "signal " + std::to_string(number);
  return std::string("SIG") + name + " (" + description + ")";
}

}  // namespace parley::runner

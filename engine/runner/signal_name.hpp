// Signals in words.
#pragma once

#include <string>

namespace parley::runner {

/// "SIGSEGV (Segmentation fault)"; "signal 34" where it has no name.
std::string signal_in_words(int number);

}  // namespace parley::runner

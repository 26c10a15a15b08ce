// What a load came to, for the terminal: its figures, and its latencies as bars.
#pragma once

#include <string>

#include "engine/load/summary.hpp"

namespace parley::report {

/// "850 ns", "12.3 us", "4.56 ms", "1.23 s": three digits that count.
std::string latency_in_words(Duration latency);

/// Lines, each ended by a newline, without indentation. Safe to print.
std::string load_text(const load::Summary& load);

}  // namespace parley::report

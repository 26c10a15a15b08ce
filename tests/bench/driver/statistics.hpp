// Medians, spreads and shares of what was measured.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tests/bench/driver/workload.hpp"

namespace parley::bench {

struct Spread {
  double median = 0;
  double least = 0;
  double most = 0;
};

/// The contender's figures as they are shown, one for each round.
std::vector<double> shown(const Measure& measure, const Contender& contender);

/// Nothing where nothing was measured.
std::optional<Spread> spread(std::vector<double> values);

/// The contender's share of another one's figure: the median of those of each round, in which both met the
/// same weather.
std::optional<double> share(const Measure& measure, const Contender& contender, const Contender& of);

/// The contender of this name, or null.
const Contender* find(const Workload& load, const std::string& name);

/// What a goal is held against: a share, or a median. Nothing where one of its contenders did not run.
std::optional<double> reached(const Workload& load, const Goal& goal);

bool is_met(const Goal& goal, double value);

/// Whose share a contender is shown with: yardsticks that ran before it, and what goals compare it with.
std::vector<const Contender*> compared(const Workload& load, const Contender& contender);

}  // namespace parley::bench

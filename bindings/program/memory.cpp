#include "bindings/program/memory.hpp"

#include <ctime>

#include "engine/report/text.hpp"

namespace parley::program {

void Memory::complain_of(const char* trouble, const Error& error, const char* consequence) {
  if (complained_) return;
  complained_ = true;
  complain(console_, "the history " + report::safe_line(file_.path) + " " + trouble + ": " +
                         error.to_string() + "; " + consequence);
}

void Memory::recall(std::vector<runner::Scenario>& scenarios) {
  if (!has_place()) return;
  runner::History history;
  if (const Error error = runner::read_history(file_, history)) {
    if (error.domain() == Error::Domain::text)
      return complain_of("is damaged", error, "it begins anew with this run");
    return complain_of("cannot be read", error, "this run does without; remove it, or set XDG_STATE_HOME");
  }
  for (runner::Scenario& scenario : scenarios) scenario.recorded = history.find(file_.project, scenario);
}

void Memory::keep(const runner::HistoryChanges& changes) {
  if (!has_place()) return;
  if (const Error error = runner::add_to_history(file_, changes, std::time(nullptr)))
    complain_of("cannot be written", error,
                "nothing is remembered of this run; XDG_STATE_HOME says where else it may be");
}

}  // namespace parley::program

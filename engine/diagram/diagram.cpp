#include "engine/diagram/diagram.hpp"

#include <algorithm>
#include <set>

#include "engine/diagram/fold.hpp"
#include "engine/diagram/steps.hpp"
#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using transcript::Event;

/// More of them are folded, to about as many as fit on a page: a gap of a few steps would not be worth it.
constexpr std::size_t most_steps = 60;
constexpr std::size_t steps_when_folded = 40;

Diagram legible(Diagram diagram) {
  drop_idle(diagram);
  diagram.steps = merged(std::move(diagram.steps));
  if (diagram.steps.size() > most_steps) diagram.steps = folded(std::move(diagram.steps), steps_when_folded);
  return diagram;
}

template <class Wanted>
Diagram only(Diagram diagram, Wanted wanted) {
  std::erase_if(diagram.steps, [&](const Step& step) { return !wanted(step); });
  return legible(std::move(diagram));
}

}  // namespace

Diagram diagram_of(const std::vector<Event>& events) { return legible(all_steps(events)); }

Diagram diagram_of(const std::vector<Event>& events, int conversation) {
  return only(all_steps(events), [&](const Step& step) { return step.conversation == conversation; });
}

Diagram diagram_of(const std::vector<Event>& events, std::string_view role) {
  Diagram all = all_steps(events);
  const std::string name = safe(role);
  const auto is_it = [&](int participant) {
    return participant >= 0 && all.participants[static_cast<std::size_t>(participant)].name == name;
  };
  std::set<int> conversations;
  for (const Step& step : all.steps)
    if (step.conversation != 0 && (is_it(step.from) || is_it(step.to)))
      conversations.insert(step.conversation);
  std::vector<bool> of_it;
  for (const Step& step : all.steps)
    of_it.push_back(is_it(step.from) || is_it(step.to) || conversations.contains(step.conversation));
  std::size_t place = 0;
  return only(std::move(all), [&](const Step&) { return of_it[place++]; });
}

std::vector<Event> beginning_of(std::vector<Event> events) {
  std::set<std::string> calling;  // roles of which a later call is told
  for (std::size_t i = events.size(); i-- > 0;) {
    if (events[i].kind == Event::Kind::call) calling.insert(events[i].role);
    if (events[i].kind == Event::Kind::wait && !calling.contains(events[i].role))
      events.erase(events.begin() + static_cast<std::ptrdiff_t>(i));
  }
  return events;
}

}  // namespace parley::diagram

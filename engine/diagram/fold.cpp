#include "engine/diagram/fold.hpp"

#include <algorithm>
#include <map>

#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using Kind = Step::Kind;

/// As many in a row are one: the same, and others that only go the same way.
constexpr std::size_t same_in_a_row = 3;
constexpr std::size_t any_in_a_row = 6;

bool may_be_merged(Kind kind) {
  return kind == Kind::message || kind == Kind::unread || kind == Kind::lost || kind == Kind::error ||
         kind == Kind::query || kind == Kind::refused;
}

bool goes_the_same_way(const Step& a, const Step& b) {
  const bool same_conversation = a.conversation == b.conversation || a.kind == Kind::refused;
  return a.kind == b.kind && a.from == b.from && a.to == b.to && same_conversation && b.address.empty();
}

std::size_t run_from(const std::vector<Step>& steps, std::size_t i, bool same_text) {
  std::size_t end = i + 1;
  while (end < steps.size() && goes_the_same_way(steps[i], steps[end]) &&
         (!same_text || steps[i].text == steps[end].text))
    ++end;
  return end;
}

Step one_of(const std::vector<Step>& steps, std::size_t begin, std::size_t end, bool same_text) {
  Step step = steps[begin];
  step.count = end - begin;
  step.length = 0;
  for (std::size_t i = begin; i < end; ++i) step.length += steps[i].length;
  step.cut = step.cut || !same_text;
  return step;
}

/// How much a step is worth: 0 stays in any case.
int level_of(const Step& step, std::size_t from_begin, std::size_t from_end) {
  if (is_trouble(step.kind)) return 0;
  const std::size_t nearer = std::min(from_begin, from_end);
  if (step.conversation == 0 || nearer >= 3) return 3;
  return nearer == 0 ? 1 : 2;
}

struct Worth {
  int level;
  std::size_t distance;  ///< From the nearer end of all.
  std::size_t step;
};

std::vector<Worth> worths_of(const std::vector<Step>& steps) {
  std::map<int, std::size_t> sizes;
  for (const Step& step : steps) ++sizes[step.conversation];
  std::map<int, std::size_t> seen;
  std::vector<Worth> worths;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const std::size_t place = seen[steps[i].conversation]++;
    const std::size_t behind = sizes[steps[i].conversation] - 1 - place;
    worths.push_back({level_of(steps[i], place, behind), std::min(i, steps.size() - 1 - i), i});
  }
  return worths;
}

Step gap(const std::vector<Step>& steps, std::size_t begin, std::size_t end) {
  Step step;
  step.kind = Kind::folded;
  step.count = 0;
  for (std::size_t i = begin; i < end; ++i) {
    step.count += steps[i].count;
    step.length += steps[i].length;
  }
  return step;
}

}  // namespace

std::vector<Step> merged(std::vector<Step> steps) {
  std::vector<Step> result;
  for (std::size_t i = 0; i < steps.size();) {
    const std::size_t same = may_be_merged(steps[i].kind) ? run_from(steps, i, true) : i + 1;
    const bool carries = steps[i].length > 0;
    const std::size_t any = carries ? run_from(steps, i, false) : same;
    const bool merges_any = any - i >= any_in_a_row && any > same;
    const std::size_t end = merges_any ? any : same - i >= same_in_a_row ? same : i + 1;
    if (end == i + 1)
      result.push_back(std::move(steps[i]));
    else
      result.push_back(one_of(steps, i, end, !merges_any));
    i = end;
  }
  return result;
}

std::vector<Step> folded(std::vector<Step> steps, std::size_t most) {
  if (steps.size() <= most) return steps;
  std::vector<Worth> worths = worths_of(steps);
  std::stable_sort(worths.begin(), worths.end(), [](const Worth& a, const Worth& b) {
    return a.level != b.level ? a.level < b.level : a.distance < b.distance;
  });
  std::vector<bool> stays(steps.size());
  for (std::size_t i = 0; i < worths.size(); ++i) stays[worths[i].step] = i < most || worths[i].level == 0;
  std::vector<Step> result;
  for (std::size_t i = 0; i < steps.size();) {
    std::size_t end = i;
    while (end < steps.size() && !stays[end]) ++end;
    if (end - i > 1) {
      result.push_back(gap(steps, i, end));
      i = end;
    } else {
      result.push_back(std::move(steps[i++]));
    }
  }
  return result;
}

void drop_idle(Diagram& diagram) {
  std::vector<int> places(diagram.participants.size(), -1);
  std::vector<Participant> kept;
  const auto keep = [&](int& participant) {
    if (participant < 0) return;
    int& place = places[static_cast<std::size_t>(participant)];
    if (place < 0) {
      place = static_cast<int>(kept.size());
      kept.push_back(diagram.participants[static_cast<std::size_t>(participant)]);
    }
    participant = place;
  };
  for (Step& step : diagram.steps) {
    keep(step.from);
    keep(step.to);
  }
  diagram.participants = std::move(kept);
}

}  // namespace parley::diagram

#include "engine/runner/account.hpp"

#include <signal.h>

#include <algorithm>
#include <utility>

#include "engine/runner/signal_name.hpp"
#include "engine/runner/worker.hpp"

namespace parley::runner {
namespace {

using Ending = world::Ending;

bool in_good_order(const Ending& ending) {
  return ending.how == Ending::How::exited && is_of_good_order(ending.code);
}

/// A process that did not answer dies of what the keeper sends it; of anything else it died by itself.
bool killed_unresponsive(const Ending& ending) {
  return ending.unresponsive &&
         (ending.how != Ending::How::signalled || ending.code == SIGXCPU || ending.code == SIGKILL);
}

std::string describe_exit(int status, bool has_result) {
  if (status == leaked) return "the scenario's process leaked memory; the report is on standard error";
  if (has_result)
    return "the scenario's process exited with status " + std::to_string(status) + " after its result";
  if (is_of_good_order(status)) return "the scenario's process ended without a result";
  return "the scenario's process exited with status " + std::to_string(status) + " without a result";
}

Failure describe(const Ending& ending, bool has_result) {
  Failure failure;
  failure.kind = Failure::Kind::crash;
  if (ending.how == Ending::How::not_begun) {
    failure.kind = Failure::Kind::infrastructure;
    failure.message = ending.trouble;
  } else if (killed_unresponsive(ending)) {
    failure.kind = Failure::Kind::unresponsive;
    failure.message = "it did not answer when its time was up, and was killed";
  } else if (ending.how == Ending::How::signalled) {
    failure.message = "the scenario's process died of " + signal_in_words(ending.code);
    if (ending.code == SIGKILL)
      failure.message +=
          "\nnobody here sent that: look for the kernel's word that memory ran out (dmesg), or for a kill";
  } else {
    failure.message = describe_exit(ending.code, has_result);
  }
  return failure;
}

Failure not_kept(const Ending& ending) {
  Failure failure;
  failure.kind = Failure::Kind::infrastructure;
  failure.message = "not all of its directory could be kept: " + ending.kept_trouble;
  return failure;
}

/// Moves what after_all failed with to the front. Whether there is any.
bool closing_failed(Result& result) {
  const auto end = std::stable_partition(result.failures.begin(), result.failures.end(),
                                         [](const Failure& failure) { return failure.of_after_all; });
  return end != result.failures.begin();
}

/// What the result means for a scenario whose author says that it fails.
void judge_expected_failure(const Scenario& scenario, Result& result) {
  if (scenario.fails.empty() || closing_failed(result)) return;
  if (result.verdict == Verdict::passed) {
    result.verdict = Verdict::failed;
    Failure failure;
    failure.message = "passed, though it is expected to fail: " + scenario.fails;
    failure.file = scenario.file;
    failure.line = scenario.line;
    result.failures.push_back(std::move(failure));
  } else if (result.verdict == Verdict::failed &&
             result.failures.front().kind != Failure::Kind::infrastructure) {
    result.verdict = Verdict::expected_failure;
    result.skip_reason = scenario.fails;
  }
}

}  // namespace

Account::Account(const Unit& unit, const Clock& clock, SessionListener& listener, Conclude conclude)
    : clock_(clock),
      listener_(listener),
      conclude_(std::move(conclude)),
      round_(unit.round),
      segment_(unit.segment) {
  for (const Scenario* scenario : unit.members) {
    Member member;
    member.scenario = scenario;
    members_.push_back(std::move(member));
  }
}

Account::Member* Account::find(int index) {
  const auto found = std::find_if(members_.begin(), members_.end(),
                                  [&](const Member& member) { return member.scenario->index == index; });
  return found == members_.end() ? nullptr : &*found;
}

const Scenario* Account::scenario(int index) {
  const Member* member = find(index);
  return member == nullptr ? nullptr : member->scenario;
}

Account::Member* Account::first_without_result(bool only_begun) {
  const auto found = std::find_if(members_.begin(), members_.end(), [&](const Member& member) {
    return !member.has_result && (member.has_begun || !only_begun);
  });
  return found == members_.end() ? nullptr : &*found;
}

void Account::begin(Member& member) {
  if (member.has_begun) return;
  member.has_begun = true;
  member.began = clock_.now();
  order_.push_back(&member);
}

void Account::started(int index) {
  Member* member = find(index);
  if (member == nullptr || member->has_result) return;
  begin(*member);
  if (!conclude_ && !holds_failure()) release();
}

void Account::finished(int index, Result result) {
  Member* member = find(index);
  if (member == nullptr || member->result_told) return;
  // A second result comes from a crash handler; it counts where the first knew of no failure.
  if (member->has_result && !member->result.failures.empty()) return;
  begin(*member);
  member->has_result = true;
  member->result = std::move(result);
  latest_ = member;
}

void Account::printed(int index, const Output& output) {
  const Member* member = find(index);
  if (member != nullptr && !member->result_told) listener_.role_printed(*member->scenario, output);
}

void Account::ended(const Ending& ending) {
  if (Member* running = first_without_result(true)) {
    fail(*running, describe(ending, false));
  } else if (latest_ != nullptr) {
    if (!in_good_order(ending) && latest_->result.failures.empty()) fail(*latest_, describe(ending, true));
  } else if (Member* next = first_without_result(false)) {
    fail(*next, describe(ending, false));
  }
  for (Member& member : members_) {
    const bool failed_now = !member.result_told && member.result.verdict == Verdict::failed;
    if (!failed_now || !member.result.kept_directory.empty()) continue;
    member.result.kept_directory = ending.kept_directory;
    if (!ending.kept_trouble.empty()) fail(member, not_kept(ending));
  }
  latest_ = nullptr;
  release();
}

void Account::fail(Member& member, Failure failure) {
  begin(member);
  failure.file = member.scenario->file;
  failure.line = member.scenario->line;
  if (!member.has_result) member.result.elapsed = clock_.now() - member.began;
  member.has_result = true;
  member.result.verdict = Verdict::failed;
  member.result.failures.push_back(std::move(failure));
}

bool Account::holds_failure() const {
  return std::any_of(members_.begin(), members_.end(), [](const Member& member) {
    return member.has_result && !member.result_told && member.result.verdict == Verdict::failed;
  });
}

void Account::release() {
  for (Member* member : order_) {
    if (!std::exchange(member->begin_told, true)) listener_.scenario_started(*member->scenario);
    if (!member->has_result || std::exchange(member->result_told, true)) continue;
    judge_expected_failure(*member->scenario, member->result);
    member->result.round = round_;
    member->result.segment = segment_;
    member->result.not_cut = segment_.has_value() && member->scenario->uncut;
    if (conclude_) conclude_(*member->scenario, member->result);
    listener_.scenario_finished(*member->scenario, member->result);
  }
}

std::vector<const Scenario*> Account::remaining() const {
  std::vector<const Scenario*> scenarios;
  for (const Member& member : members_) {
    if (!member.has_result) scenarios.push_back(member.scenario);
  }
  return scenarios;
}

}  // namespace parley::runner

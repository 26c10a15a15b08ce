#include "engine/report/html.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <utility>

#include "engine/base/base64.hpp"
#include "engine/base/deflate.hpp"
#include "engine/report/names.hpp"
#include "engine/report/page.hpp"
#include "engine/report/page_details.hpp"
#include "engine/report/run_log.hpp"
#include "engine/report/stopped.hpp"
#include "engine/report/tally.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using Json = nlohmann::ordered_json;
using runner::Verdict;

constexpr std::size_t details_of_block = 50;                     // at most
constexpr std::size_t bytes_of_block = std::size_t{256} * 1024;  // at which it is full
constexpr std::size_t room_for_runs = std::size_t{10} << 20;     // of the page; what failed has more

/// The first line of what went wrong, or why it was skipped: what the list shows below a name.
std::string headline(const runner::Result& result) {
  constexpr std::size_t widest = 200;
  const std::string& words = result.failures.empty() ? result.skip_reason : result.failures.front().message;
  return shortened(safe_line(words.substr(0, words.find('\n'))), widest);
}

}  // namespace

/// Details are packed as they come, a block at a time: so parley, which every scenario is forked from, stays
/// small.
class HtmlReporter::Document {
 public:
  void begin(const RunStart& run) {
    run_ = {{"time", in_utc(run.time)}, {"planned", run.plan.size()}};
    if (run.shard.count > 1) run_["shard"] = {run.shard.index, run.shard.count};
    for (const runner::LoadError& error : run.errors) {
      Json row = row_of(error.file, error.line, "does not load", Verdict::failed);
      row["words"] = shortened(safe_line(error.message.substr(0, error.message.find('\n'))), 200);
      add(std::move(row), page_details(error));
    }
    tally_.failed += run.errors.size();
  }

  void add_events(const runner::Scenario& scenario, const runner::RunOf& run,
                  const std::vector<transcript::Event>& events) {
    auto& runs = runs_[{&scenario, run.round}];
    runs.try_emplace(run.number, run).first->second.add(events);
  }

  void add_result(const runner::Scenario& scenario, const runner::Result& result) {
    tally_.count(result);
    Json row = row_of(scenario.file, scenario.line, scenario.name, result.verdict);
    row["index"] = scenario.index;
    row["seconds"] = seconds(result.elapsed);
    for (const std::string& tag : scenario.tags) row["tags"].push_back(safe_line(tag));
    if (result.round > 0) row["round"] = result.round;
    if (!result.earlier.empty()) row["attempts"] = result.earlier.size() + 1;
    if (std::string words = headline(result); !words.empty()) row["words"] = std::move(words);
    const auto runs = runs_.extract({&scenario, result.round});
    std::vector<const RunLog*> logs;
    if (!runs.empty())
      for (const auto& [number, log] : runs.mapped()) logs.push_back(&log);
    const bool has_room = size_ < room_for_runs || result.verdict != Verdict::passed;
    add(std::move(row), page_details(scenario, result, has_room ? &logs : nullptr));
  }

  std::string page(const runner::SessionEnd& end, Duration elapsed) {
    close_block();
    run_["seconds"] = seconds(elapsed);
    run_["passed"] = tally_.passed;
    run_["failed"] = tally_.failed;
    run_["skipped"] = tally_.skipped;
    run_["flaky"] = tally_.flaky;
    run_["expected_failures"] = tally_.expected_failures;
    if (std::string why = why_stopped(end); !why.empty()) run_["stopped"] = std::move(why);
    if (!end.early.empty()) run_["early"] = safe_line(end.early);
    run_["scenarios"] = std::move(rows_);
    return page_of(run_.dump(), blocks_);
  }

 private:
  static Json row_of(const std::string& file, int line, const std::string& name, Verdict verdict) {
    return {
        {"file", safe_line(file)}, {"line", line}, {"name", safe_line(name)}, {"verdict", name_of(verdict)}};
  }

  void add(Json row, const std::string& details) {
    row["block"] = {blocks_.size(), in_block_};
    rows_.push_back(std::move(row));
    block_.append(block_.empty() ? "[" : ",").append(details);
    if (++in_block_ == details_of_block || block_.size() >= bytes_of_block) close_block();
  }

  void close_block() {
    if (block_.empty()) return;
    blocks_.push_back(base64(deflate(block_ + "]", Wrapping::zlib)));
    size_ += blocks_.back().size();
    block_.clear();
    in_block_ = 0;
  }

  Json run_;
  Json rows_ = Json::array();
  Tally tally_;
  /// Of scenarios that have no result yet, by their rounds: the runs by their numbers.
  std::map<std::pair<const runner::Scenario*, int>, std::map<int, RunLog>> runs_;
  std::string block_;
  std::size_t in_block_ = 0;
  std::vector<std::string> blocks_;
  std::size_t size_ = 0;
};

HtmlReporter::HtmlReporter(Sink& sink) : sink_(sink), document_(std::make_unique<Document>()) {}

HtmlReporter::~HtmlReporter() = default;

void HtmlReporter::begin(const RunStart& run) { document_->begin(run); }

void HtmlReporter::scenario_events(const runner::Scenario& scenario, const runner::RunOf& run,
                                   const std::vector<transcript::Event>& events) {
  document_->add_events(scenario, run, events);
}

void HtmlReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  document_->add_result(scenario, result);
}

void HtmlReporter::end(const runner::SessionEnd& end, Duration elapsed) {
  sink_.write(document_->page(end, elapsed));
}

}  // namespace parley::report

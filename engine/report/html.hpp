// A page for people: the run at a glance, and each scenario with what it exchanged, when, and what went
// wrong. One file, which asks no network for anything. Written at the end, in one go; its parts are in page/.
#pragma once

#include <memory>

#include "engine/report/reporter.hpp"
#include "engine/report/sink.hpp"

namespace parley::report {

class HtmlReporter final : public Reporter {
 public:
  explicit HtmlReporter(Sink& sink);
  ~HtmlReporter() override;

  void begin(const RunStart& run) override;
  void scenario_events(const runner::Scenario& scenario, const runner::RunOf& run,
                       const std::vector<transcript::Event>& events) override;
  void scenario_finished(const runner::Scenario& scenario, const runner::Result& result) override;
  void end(const runner::SessionEnd& end, Duration elapsed) override;

 private:
  class Document;

  Sink& sink_;
  std::unique_ptr<Document> document_;
};

}  // namespace parley::report

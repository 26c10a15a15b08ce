// The scenario's end of the event log: collects events in the shared area and sends them in batches, when
// the scenario is about to wait and when there are many.
#pragma once

#include <string>

#include "engine/runner/event_area.hpp"
#include "engine/transcript/event.hpp"

namespace parley::runner {

class EventWriter final : public transcript::EventSink {
 public:
  /// `channel` is as send_record takes it. The area outlives this.
  EventWriter(EventArea& area, int channel) : area_(area), channel_(channel) {}

  void add(const transcript::Event& event) override;
  void flush() override;

 private:
  EventArea& area_;
  int channel_;
  std::string record_;  ///< The last one, for its memory.
};

}  // namespace parley::runner

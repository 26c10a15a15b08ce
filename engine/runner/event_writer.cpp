#include "engine/runner/event_writer.hpp"

#include <string>

#include "engine/runner/channel.hpp"
#include "engine/runner/event_packing.hpp"
#include "engine/runner/wire.hpp"

namespace parley::runner {

void EventWriter::add(const transcript::Event& event) {
  record_ = pack_event(event, std::move(record_));
  if (area_.add(record_)) return;
  flush();
  area_.add(record_);
}

void EventWriter::flush() {
  const std::string_view records = area_.records();
  if (records.empty()) return;
  // In the middle of another record, which a crash handler interrupted, it stays where it is.
  if (send_record(channel_, Sender::script, encode(EventBatch{area_.base(), std::string(records)})))
    area_.clear();
}

}  // namespace parley::runner

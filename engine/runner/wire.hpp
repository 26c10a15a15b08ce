// The messages by which a process that runs scripts, and its keeper, tell parley what happens, and parley
// tells the keeper what to run. A message is one record of bytes; channel.hpp carries records. Both ends are
// the same program, so there are no versions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/runner/plan.hpp"
#include "engine/runner/result.hpp"
#include "engine/world/keeper.hpp"

namespace parley::runner {

/// A scenario began that is not the first one of its errand; `index` is Scenario::index.
struct Started {
  int index = 0;
};

struct Finished {
  int index = 0;
  Result result;
};

/// A role of that scenario printed something; only where the run shows output live.
struct Printed {
  int index = 0;
  Output output;
};

/// Events that the scenario's process has collected (event_area.hpp).
struct EventBatch {
  std::uint64_t base = 0;  ///< How many bytes of events it had sent before.
  std::string records;     ///< As unpack_events takes them.
};

/// What a keeper's next scenario process is to run.
struct Errand {
  std::vector<std::uint32_t> members;      ///< Their places among all scenarios of the run, of one file.
  std::optional<std::uint64_t> segment{};  ///< As Surroundings::segment.
};

/// From the loading process: LoadedFile. From the keeper, last of all: world::Ending. To the keeper: Errand.
using Message = std::variant<Started, Finished, LoadedFile, world::Ending, Printed, EventBatch, Errand>;

std::string encode(const Message& message);

/// The message that `record` holds; nothing where it is not exactly one.
std::optional<Message> decode(std::string_view record);

}  // namespace parley::runner

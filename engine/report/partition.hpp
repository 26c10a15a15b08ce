// Whether recorded runs are the shards of one run: each brought once, and all made by the same division.
#pragma once

#include <string>
#include <vector>

#include "engine/report/json_reader.hpp"

namespace parley::report {

/// Why these runs cannot be joined: two of them are the same shard, or are shards of different runs. Each
/// entry names the files, and the way out. Runs that are no shards can always be joined.
std::vector<std::string> why_not_joined(const std::vector<RecordedRun>& runs);

/// Which shards nobody brought: the first few, each with the way out.
std::vector<std::string> missing_shards(const std::vector<RecordedRun>& runs);

}  // namespace parley::report

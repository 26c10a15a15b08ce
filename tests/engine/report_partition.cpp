// Which recorded runs are the shards of one, and how long their scenarios took.
#include "engine/report/merge.hpp"
#include "engine/report/partition.hpp"
#include "engine/report/timings.hpp"
#include "tests/engine/report_recorded.hpp"

namespace parley::report {
namespace {

/// A run that says that it is this shard.
RecordedRun shard(const Files& files, int index, int count, const std::string& fingerprint) {
  const std::string number = std::to_string(index);
  RecordedRun run = recorded(files, number + ".jsonl", run_of(number + ".lua", runner::Verdict::passed));
  run.path = number + ".jsonl";
  run.shard = {index, count, fingerprint};
  return run;
}

TEST_CASE("the shards of one run are joined, whatever else is", "[report]") {
  const Files files;
  const std::vector<RecordedRun> runs = {shard(files, 2, 2, "f"), shard(files, 1, 2, "f"),
                                         shard(files, 1, 1, "g"), shard(files, 1, 1, "g")};
  CHECK(why_not_joined(runs).empty());
  CHECK(merge(runs).gaps.empty());
}

TEST_CASE("what are no shards of one run is refused, with the way out", "[report]") {
  const Files files;
  const RecordedRun first = shard(files, 1, 2, "f");
  const std::string way_out =
      ": run all shards with the same scripts, paths, options and --timings file; or merge each run's shards "
      "by "
      "themselves, then what that gives";
  CHECK(why_not_joined({first, shard(files, 2, 2, "other")}) ==
        std::vector<std::string>{"2.jsonl (shard 2 of 2) and 1.jsonl (shard 1 of 2) are not of one run" +
                                 way_out});
  CHECK(why_not_joined({first, shard(files, 3, 3, "f")}) ==
        std::vector<std::string>{"3.jsonl (shard 3 of 3) and 1.jsonl (shard 1 of 2) are not of one run" +
                                 way_out});
  CHECK(why_not_joined({first, shard(files, 2, 2, "f"), first}) ==
        std::vector<std::string>{
            "1.jsonl (shard 1 of 2) is the same shard as 1.jsonl: give only the one that counts"});
  RecordedRun broken = shard(files, 2, 2, "other");
  broken.errors = {{"a.lua", 3, "no"}};
  CHECK(why_not_joined({first, broken}) ==
        std::vector<std::string>{
            "2.jsonl (shard 2 of 2) and 1.jsonl (shard 1 of 2) are not of one run; a.lua:3 did "
            "not load in one of them" +
            way_out});
}

TEST_CASE("timings are of all attempts, and of the longest round", "[report]") {
  const Files files;
  MadeUpRun run = run_of("a.lua", runner::Verdict::passed);
  runner::Result flaky = ended(runner::Verdict::flaky);
  flaky.earlier = {ended(runner::Verdict::failed), ended(runner::Verdict::failed)};
  run.plan.push_back(run.plan[0]);
  run.results.push_back(flaky);
  runner::Scenario unknown = run.plan[0];
  unknown.name = "another";
  const auto times = Timings(recorded(files, "t.jsonl", run)).of({unknown, run.plan[0]});
  REQUIRE(times.size() == 2);
  CHECK_FALSE(times[0].has_value());
  CHECK(times[1] == std::chrono::milliseconds(36));
}

}  // namespace
}  // namespace parley::report

// What became of a scenario: the verdict, and everything that a reader of a failure needs. It crosses from
// the scenario's process to the parent (engine/runner/wire.hpp), so it is plain data.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/clock.hpp"
#include "engine/golden/use.hpp"
#include "engine/load/summary.hpp"

namespace parley::runner {

enum class Verdict : std::uint8_t {
  passed,
  failed,
  skipped,
  flaky,             ///< It passed in the end: `earlier` holds the attempts that failed.
  expected_failure,  ///< It failed, as its script says that it does; it counts as passed.
};

/// One thing that went wrong.
struct Failure {
  enum class Kind : std::uint8_t {
    expectation,     ///< An expect() that did not hold.
    error,           ///< An error that nothing caught.
    deadlock,        ///< Every task waits for another one; `waiting` says where.
    timeout,         ///< The scenario's time limit ran out; `waiting` says where.
    unfinished,      ///< An expect(x) that no matcher finished.
    no_assertion,    ///< It passed without having asserted anything.
    crash,           ///< The process died of a signal.
    unresponsive,    ///< It never left a C function and was killed.
    infrastructure,  ///< parley or the machine is to blame, not the scenario.
  };
  Kind kind = Kind::error;
  std::string message;  ///< The first line says it all; more lines may follow (a traceback's, say).
  std::string role;     ///< In which role; empty where none is to blame.
  std::string file;
  int line = 0;           ///< 0 where unknown.
  bool compares = false;  ///< `expected` and `actual` hold what was compared, escaped, ready to print.
  std::string expected;
  std::string actual;
  bool of_after_all =
      false;  ///< It came up while fixtures were closed, so no `fails` of a scenario means it.
};

/// Where a task waited when the scenario ended by deadlock or timeout.
struct Waiting {
  std::string role;
  std::string call;  ///< "socket:recv", "task:join", ...
  std::string file;
  int line = 0;
};

/// What a role or a process printed at once, in the order in which it came.
struct Output {
  std::string role;
  std::string text;
  Duration at{};  ///< Since the scenario began.
};

struct Result {
  Verdict verdict = Verdict::passed;
  std::vector<Failure> failures;  ///< The first is the one that counts.
  std::string skip_reason;        ///< Why it was skipped, or why it is expected to fail.
  std::vector<Waiting> waiting;
  std::vector<Output> outputs;
  std::string transcript;  ///< The exchange so far, in canonical form; empty where nothing was exchanged.
  std::string
      kept_directory;  ///< Where the scenario's directory was copied to; empty unless it failed with files.
  Duration elapsed{};
  Duration cpu{};  ///< What its process, and the processes that it waited for, took of the cores meanwhile.
  std::vector<std::string> parameters;  ///< The names that it asked t:param for, each once.
  /// Which round of --repeat it is of, from 1; 0 where there is but one. It does not cross the wire.
  int round = 0;
  /// How its streams were cut, as Surroundings::segment. It does not cross the wire.
  std::optional<std::uint64_t> segment{};
  /// The run cuts streams, but its script says that they stay whole. It does not cross the wire.
  bool not_cut = false;
  /// The attempts before this one, in order, all failed. It does not cross the wire: a scenario's process
  /// knows of one attempt only.
  std::vector<Result> earlier{};
  std::vector<golden::Use> goldens{};  ///< What it asked for, in order.
  std::vector<load::Summary> loads{};  ///< That it put on servers, in the order of their ends.
  std::string pcap{};  ///< The capture of its packets; empty where there is none. It does not cross the wire.
};

}  // namespace parley::runner

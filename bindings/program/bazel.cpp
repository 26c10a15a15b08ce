#include "bindings/program/bazel.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "bindings/program/numbers.hpp"
#include "engine/report/report_file.hpp"
#include "engine/report/text.hpp"

namespace parley::program {
namespace {

namespace fs = std::filesystem;
using report::GrowingFile;

std::string follow_filter(const Variables& variables, Settings& settings) {
  const std::string filter = variables("TESTBRIDGE_TEST_ONLY");
  if (filter.empty() || settings.filtered) return {};
  const Error error = settings.selector.add_filter(filter);
  return error ? "TESTBRIDGE_TEST_ONLY " + report::safe_line(filter) +
                     " is no regular expression: " + error.message()
               : "";
}

std::string follow_fail_fast(const Variables& variables, Settings& settings) {
  const std::string value = variables("TESTBRIDGE_TEST_RUNNER_FAIL_FAST");
  if (value.empty() || settings.fail_fast > 0) return {};
  std::string problem;
  settings.fail_fast = number_from("TESTBRIDGE_TEST_RUNNER_FAIL_FAST", value, 0, 1, problem);
  return problem;
}

std::string follow_seed(const Variables& variables, Settings& settings) {
  const std::string value = variables("TEST_RANDOM_SEED");
  if (value.empty() || !settings.shuffle || settings.seed_named) return {};
  std::string problem;
  settings.shuffle = number_from<std::uint64_t>("TEST_RANDOM_SEED", value, 0, UINT64_MAX, problem);
  return problem;
}

/// Bazel kills what is still there when the time is over, and has no report then: parley stops a tenth
/// earlier, five seconds at most.
std::string follow_timeout(const Variables& variables, Settings& settings) {
  const bool is_bazel = !variables("BAZEL_TEST").empty() || !variables("TEST_SRCDIR").empty();
  const std::string value = variables("TEST_TIMEOUT");
  if (value.empty() || !is_bazel || settings.global_timeout != Duration::max()) return {};
  std::string problem;
  const int week = 7 * 24 * 60 * 60;
  const Duration limit = std::chrono::seconds(number_from("TEST_TIMEOUT", value, 1, week, problem));
  if (problem.empty())
    settings.global_timeout = limit - std::min<Duration>(limit / 10, std::chrono::seconds(5));
  return problem;
}

std::string cannot_write(const char* name, const std::string& path, const Error& error) {
  return std::string("cannot write ") + name + ", " + report::safe_line(path) + ": " + error.to_string();
}

/// Adds a report that goes to `file`, below what the variable `name` names; unless the command line has it
/// there already.
std::string add_report(Settings& settings, report::Kind kind, const char* name, const std::string& file) {
  const bool there = std::any_of(settings.reports.begin(), settings.reports.end(), [&](const auto& request) {
    return request.kind == kind && request.file == file;
  });
  if (there) return {};
  settings.reports.push_back({kind, file});
  const Error error = report::unwritable(file);
  return error ? cannot_write(name, file, error) : "";
}

/// Creates the file that a variable names, empty, or makes it one that was modified now.
std::string touch(const char* name, const std::string& path) {
  const Result<GrowingFile> file = GrowingFile::open(path, GrowingFile::Start::at_its_end);
  if (!file) return cannot_write(name, path, file.error());
  return ::utimensat(AT_FDCWD, path.c_str(), nullptr, 0) == 0
             ? ""
             : cannot_write(name, path, Error::system(errno));
}

}  // namespace

std::string follow_bazel(const Variables& variables, Settings& settings) {
  std::string problem = follow_filter(variables, settings);
  if (problem.empty()) problem = follow_fail_fast(variables, settings);
  if (problem.empty()) problem = follow_seed(variables, settings);
  if (problem.empty()) problem = follow_timeout(variables, settings);
  const std::string xml = variables("XML_OUTPUT_FILE");
  const std::string folder = variables("TEST_UNDECLARED_OUTPUTS_DIR");
  if (problem.empty() && !xml.empty())
    problem = add_report(settings, report::Kind::junit, "XML_OUTPUT_FILE", xml);
  if (problem.empty() && !folder.empty())
    problem = add_report(settings, report::Kind::json_lines, "TEST_UNDECLARED_OUTPUTS_DIR",
                         folder + "/parley.jsonl");
  return problem;
}

BazelTest::~BazelTest() {
  if (!to_remove_.empty()) ::unlink(to_remove_.c_str());
}

std::string BazelTest::begin(bool obeys_shard) {
  const std::string premature = variables_("TEST_PREMATURE_EXIT_FILE");
  const std::string status = variables_("TEST_SHARD_STATUS_FILE");
  const std::string outputs = variables_("TEST_UNDECLARED_OUTPUTS_DIR");
  const std::string folder = outputs.empty() ? variables_("TEST_TMPDIR") : outputs;
  std::error_code unknown;
  // Where kept.hpp copies to.
  if (!folder.empty()) ::setenv("TMPDIR", fs::absolute(folder, unknown).c_str(), 1);
  if (!premature.empty()) {
    if (std::string problem = touch("TEST_PREMATURE_EXIT_FILE", premature); !problem.empty()) return problem;
    to_remove_ = premature;
  }
  return status.empty() || !obeys_shard ? "" : touch("TEST_SHARD_STATUS_FILE", status);
}

std::string BazelTest::tell(const char* name, const std::string& text) const {
  const std::string path = variables_(name);
  if (path.empty()) return {};
  Result<GrowingFile> file = GrowingFile::open(path, GrowingFile::Start::empty);
  if (!file) return cannot_write(name, path, file.error());
  file->write(text);
  return file->error() ? cannot_write(name, path, file->error()) : "";
}

}  // namespace parley::program

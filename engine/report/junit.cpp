#include "engine/report/junit.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <pugixml.hpp>
#include <unordered_map>
#include <utility>

#include "engine/report/failure_text.hpp"
#include "engine/report/names.hpp"
#include "engine/report/stopped.hpp"
#include "engine/report/text.hpp"

namespace parley::report {
namespace {

using runner::Failure;
using runner::Verdict;

/// Testcases of one file, or of one run, in numbers.
struct Count {
  std::size_t tests = 0;
  std::size_t failures = 0;
  std::size_t errors = 0;
  std::size_t skipped = 0;
};

class ToSink final : public pugi::xml_writer {
 public:
  explicit ToSink(Sink& sink) : sink_(sink) {}
  void write(const void* data, std::size_t size) override {
    sink_.write(std::string_view(static_cast<const char*>(data), size));
  }

 private:
  Sink& sink_;
};

void set(pugi::xml_node node, const char* name, const std::string& value) {
  node.append_attribute(name).set_value(value.c_str());
}

void set(pugi::xml_node node, const Count& count) {
  set(node, "tests", std::to_string(count.tests));
  set(node, "failures", std::to_string(count.failures));
  set(node, "errors", std::to_string(count.errors));
  set(node, "skipped", std::to_string(count.skipped));
}

/// "specs/socket/echo.lua" as Java would call it, since readers take a dot for the end of a package:
/// "specs.socket.echo".
std::string class_name(const std::string& file) {
  std::string name;
  const auto path = std::filesystem::path(file).lexically_normal();
  for (const auto& part : path.parent_path() / path.stem()) {
    if (part == ".." || part == "." || part == "/") continue;
    name.append(name.empty() ? "" : ".").append(safe_line(part.string()));
  }
  return name;
}

/// Whether a scenario ended by no verdict of its own: JUnit calls that an error, not a failure.
bool is_error(const runner::Result& result) {
  if (result.failures.empty()) return false;
  const Failure::Kind kind = result.failures.front().kind;
  return kind == Failure::Kind::crash || kind == Failure::Kind::unresponsive ||
         kind == Failure::Kind::infrastructure;
}

const runner::Result& first_attempt(const runner::Result& result) {
  return result.earlier.empty() ? result : result.earlier.front();
}

/// The first failure in an attribute, which is one line.
void describe(pugi::xml_node node, const runner::Result& attempt) {
  const Failure first = attempt.failures.empty() ? Failure{} : attempt.failures.front();
  set(node, "message", safe_line(first.message.substr(0, first.message.find('\n'))));
  set(node, "type", std::string(name_of(first.kind)));
}

std::string words(const runner::Scenario& scenario, const runner::Result& attempt) {
  return attempt_text(scenario, attempt, Style(false));
}

/// An attempt of which Surefire's schema wants the words in an element of their own.
void add_attempt(pugi::xml_node test, const char* name, const runner::Scenario& scenario,
                 const runner::Result& attempt) {
  pugi::xml_node node = test.append_child(name);
  describe(node, attempt);
  node.append_child("stackTrace").text().set(words(scenario, attempt).c_str());
}

void add_failure(pugi::xml_node test, const runner::Scenario& scenario, const runner::Result& result) {
  const runner::Result& first = first_attempt(result);
  pugi::xml_node node = test.append_child(is_error(first) ? "error" : "failure");
  describe(node, first);
  node.text().set(words(scenario, first).c_str());
  for (std::size_t i = 1; i <= result.earlier.size(); ++i) {
    const runner::Result& attempt = i < result.earlier.size() ? result.earlier[i] : result;
    add_attempt(test, is_error(attempt) ? "rerunError" : "rerunFailure", scenario, attempt);
  }
}

void add_words(pugi::xml_node test, const runner::Scenario& scenario, const runner::Result& result) {
  if (result.verdict == Verdict::skipped)
    set(test.append_child("skipped"), "message", safe_line(result.skip_reason));
  if (result.verdict == Verdict::expected_failure)
    test.append_child("system-out")
        .text()
        .set(("failed as expected: " + safe_line(result.skip_reason)).c_str());
  if (result.verdict == Verdict::flaky)
    for (const runner::Result& attempt : result.earlier)
      add_attempt(test, is_error(attempt) ? "flakyError" : "flakyFailure", scenario, attempt);
  if (result.verdict == Verdict::failed) add_failure(test, scenario, result);
}

}  // namespace

class JunitReporter::Document {
 public:
  Document() : root_(document_.append_child("testsuites")) {
    pugi::xml_node declaration = document_.prepend_child(pugi::node_declaration);
    set(declaration, "version", "1.0");
    set(declaration, "encoding", "UTF-8");
  }

  void begin(std::time_t time) { begun_ = in_utc(time); }

  /// Files stand in the order in which they were told of first, whichever ends first.
  void plan(const runner::Scenario& scenario) { rank_of(safe_line(scenario.file)); }

  void add(const runner::Scenario& scenario, const runner::Result& result) {
    const bool failed = result.verdict == Verdict::failed;
    Suite& suite = suite_of(safe_line(scenario.file));
    const bool error = is_error(first_attempt(result));
    suite.count.failures += failed && !error ? 1 : 0;
    suite.count.errors += failed && error ? 1 : 0;
    suite.count.skipped += result.verdict == Verdict::skipped ? 1 : 0;
    suite.elapsed += result.elapsed;
    pugi::xml_node test = add_test(suite, scenario.file, name_in_full(scenario, result), result.elapsed,
                                   {result.round, scenario.index});
    set(test, "file", safe_line(scenario.file));
    set(test, "line", std::to_string(scenario.line));
    add_words(test, scenario, result);
  }

  /// What went wrong beside the scenarios: a testcase of its own, for a report must not look better than the
  /// run.
  void add_error(const std::string& file, const std::string& test_name, const std::string& type,
                 const std::string& message, const std::string& text) {
    Suite& suite = suite_of(safe_line(file));
    ++suite.count.errors;
    pugi::xml_node error = add_test(suite, file, test_name, Duration::zero()).append_child("error");
    set(error, "message", safe_line(message));
    set(error, "type", type);
    error.text().set(text.c_str());
  }

  void write(Sink& sink, Duration elapsed) {
    Count all;
    for (auto& [name, suite] : suites_) {
      set(suite.node, suite.count);
      set(suite.node, "time", in_seconds(suite.elapsed));
      set(suite.node, "timestamp", begun_);
      all.tests += suite.count.tests;
      all.failures += suite.count.failures;
      all.errors += suite.count.errors;
      all.skipped += suite.count.skipped;
    }
    set(root_, "name", "parley");
    set(root_, all);
    set(root_, "time", in_seconds(elapsed));
    ToSink to(sink);
    document_.save(to, "  ", pugi::format_indent, pugi::encoding_utf8);
  }

 private:
  using Place = std::pair<int, int>;  ///< The round, and the scenario's place in its file.

  struct Suite {
    pugi::xml_node node;
    std::multimap<Place, pugi::xml_node> tests;
    Count count;
    Duration elapsed{};
  };

  Suite& suite_of(const std::string& name) {
    const auto [place, is_new] = suites_.try_emplace(name);
    if (is_new) {
      place->second.node = add_between(root_, "testsuite", by_rank_, rank_of(name));
      set(place->second.node, "name", name);
    }
    return place->second;
  }

  std::size_t rank_of(const std::string& name) {
    return ranks_.try_emplace(name, ranks_.size()).first->second;
  }

  /// A new child, before the first of the others that has a greater key.
  template <typename Nodes>
  static pugi::xml_node add_between(pugi::xml_node parent, const char* name, Nodes& nodes,
                                    const typename Nodes::key_type& key) {
    const auto next = nodes.upper_bound(key);
    const pugi::xml_node node =
        next == nodes.end() ? parent.append_child(name) : parent.insert_child_before(name, next->second);
    nodes.emplace_hint(next, key, node);
    return node;
  }

  static pugi::xml_node add_test(Suite& suite, const std::string& file, const std::string& name,
                                 Duration elapsed, Place place = {}) {
    ++suite.count.tests;
    pugi::xml_node test = add_between(suite.node, "testcase", suite.tests, place);
    set(test, "name", name);
    set(test, "classname", class_name(file));
    set(test, "time", in_seconds(elapsed));
    return test;
  }

  pugi::xml_document document_;
  pugi::xml_node root_;
  std::unordered_map<std::string, Suite> suites_;
  std::unordered_map<std::string, std::size_t> ranks_;
  std::multimap<std::size_t, pugi::xml_node> by_rank_;
  std::string begun_;
};

JunitReporter::JunitReporter(Sink& sink) : sink_(sink), document_(std::make_unique<Document>()) {}

JunitReporter::~JunitReporter() = default;

void JunitReporter::begin(const RunStart& run) {
  document_->begin(run.time);
  for (const runner::LoadError& error : run.errors)
    document_->add_error(error.file, "loads", "load", error.message, load_error_text(error, Style(false)));
  for (const runner::Scenario& scenario : run.plan) document_->plan(scenario);
}

void JunitReporter::scenario_finished(const runner::Scenario& scenario, const runner::Result& result) {
  document_->add(scenario, result);
}

void JunitReporter::end(const runner::SessionEnd& end, Duration elapsed) {
  const std::string why = why_stopped(end);
  if (!why.empty())
    document_->add_error("parley", "runs to its end", "infrastructure", why.substr(0, why.find('\n')), why);
  document_->write(sink_, elapsed);
}

}  // namespace parley::report

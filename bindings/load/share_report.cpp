// The report of a share as bytes and back: both ends are of one program.
#include "bindings/load/share.hpp"
#include "engine/runner/packing.hpp"

namespace parley {

namespace {

using runner::Failure;
using runner::Packer;
using runner::Unpacker;

using Counter = std::pair<std::uint32_t, std::uint64_t>;
using ErrorCount = std::pair<std::string, std::uint64_t>;

void pack_counter(Packer& to, const Counter& counter) {
  to.number(counter.first);
  to.number(counter.second);
}

Counter unpack_counter(Unpacker& from) {
  return {from.number<std::uint32_t>(), from.number<std::uint64_t>()};
}

void pack_error(Packer& to, const ErrorCount& error) {
  to.text(error.first);
  to.number(error.second);
}

ErrorCount unpack_error(Unpacker& from) { return {from.text(), from.number<std::uint64_t>()}; }

void pack_failure(Packer& to, const Failure& failure) {
  to.number(failure.kind);
  to.text(failure.message);
  to.text(failure.role);
  to.text(failure.file);
  to.number(failure.line);
  to.number<std::uint8_t>(failure.compares);
  to.text(failure.expected);
  to.text(failure.actual);
}

// In a braced list the initializers are evaluated in order.
Failure unpack_failure(Unpacker& from) {
  return {from.one_of(Failure::Kind::infrastructure),
          from.text(),
          from.text(),
          from.text(),
          from.number<int>(),
          from.flag(),
          from.text(),
          from.text()};
}

void pack_output(Packer& to, const runner::Output& output) {
  to.text(output.role);
  to.text(output.text);
}

runner::Output unpack_output(Unpacker& from) { return {from.text(), from.text(), {}}; }

}  // namespace

std::string packed(const ShareReport& report) {
  Packer to;
  to.number(report.latencies.min);
  to.number(report.latencies.max);
  to.number(report.latencies.sum);
  to.number(report.latencies.squares);
  to.list(report.latencies.counters, pack_counter);
  to.list(report.errors, pack_error);
  to.number(report.dropped);
  to.number(report.last_end);
  to.number(report.assertions);
  to.list(report.failures, pack_failure);
  to.list(report.outputs, pack_output);
  to.text(report.skip_reason);
  return to.take();
}

bool unpack(std::string_view bytes, ShareReport& report) {
  Unpacker from(bytes);
  report.latencies.min = from.number<std::int64_t>();
  report.latencies.max = from.number<std::int64_t>();
  report.latencies.sum = from.number<double>();
  report.latencies.squares = from.number<double>();
  report.latencies.counters = from.list<Counter>(unpack_counter);
  report.errors = from.list<ErrorCount>(unpack_error);
  report.dropped = from.number<std::uint64_t>();
  report.last_end = from.number<std::int64_t>();
  report.assertions = from.number<std::uint64_t>();
  report.failures = from.list<Failure>(unpack_failure);
  report.outputs = from.list<runner::Output>(unpack_output);
  report.skip_reason = from.text();
  return from.complete();
}

}  // namespace parley

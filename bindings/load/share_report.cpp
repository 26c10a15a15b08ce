// The report of a share as bytes and back: both ends are of one program.
#include "bindings/load/share.hpp"
#include "engine/runner/failure_packing.hpp"
#include "engine/runner/load_packing.hpp"
#include "engine/runner/packing.hpp"

namespace parley {

namespace {

using runner::ErrorCount;
using runner::Failure;
using runner::Packer;
using runner::Unpacker;

using Counter = std::pair<std::uint32_t, std::uint64_t>;

void pack_counter(Packer& to, const Counter& counter) {
  to.number(counter.first);
  to.number(counter.second);
}

Counter unpack_counter(Unpacker& from) {
  return {from.number<std::uint32_t>(), from.number<std::uint64_t>()};
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
  to.list(report.errors, runner::pack_error_count);
  to.number(report.dropped);
  to.number(report.last_end);
  to.number(report.assertions);
  to.list(report.failures, runner::pack_failure);
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
  report.errors = from.list<ErrorCount>(runner::unpack_error_count);
  report.dropped = from.number<std::uint64_t>();
  report.last_end = from.number<std::int64_t>();
  report.assertions = from.number<std::uint64_t>();
  report.failures = from.list<Failure>(runner::unpack_failure);
  report.outputs = from.list<runner::Output>(unpack_output);
  report.skip_reason = from.text();
  return from.complete();
}

}  // namespace parley

#include "engine/runner/load_packing.hpp"

#include <utility>

namespace parley::runner {

namespace {

void pack_latency(Packer& to, const load::Latency& latency) {
  for (const Duration value : {latency.min, latency.mean, latency.deviation, latency.max})
    to.number(value.count());
  for (const Duration value : latency.at) to.number(value.count());
}

load::Latency unpack_latency(Unpacker& from) {
  const auto length = [&] { return Duration(from.number<Duration::rep>()); };
  load::Latency latency{length(), length(), length(), length(), {}};
  for (Duration& value : latency.at) value = length();
  return latency;
}

void pack_bar(Packer& to, const load::Bar& bar) {
  to.number(bar.upto.count());
  to.number(bar.count);
}

load::Bar unpack_bar(Unpacker& from) {
  return {Duration(from.number<Duration::rep>()), from.number<std::uint64_t>()};
}

}  // namespace

void pack_error_count(Packer& to, const ErrorCount& error) {
  to.text(error.first);
  to.number(error.second);
}

ErrorCount unpack_error_count(Unpacker& from) { return {from.text(), from.number<std::uint64_t>()}; }

void pack_load(Packer& to, const load::Summary& load) {
  to.text(load.name);
  to.number(load.connections);
  to.number(load.processes);
  to.number(load.rate);
  to.number(load.elapsed.count());
  to.number(load.requests);
  to.list(load.errors, pack_error_count);
  to.number(load.dropped);
  pack_latency(to, load.latency);
  to.list(load.bars, pack_bar);
}

load::Summary unpack_load(Unpacker& from) {
  return {from.text(),
          from.number<int>(),
          from.number<int>(),
          from.number<double>(),
          Duration(from.number<Duration::rep>()),
          from.number<std::uint64_t>(),
          from.list<ErrorCount>(unpack_error_count),
          from.number<std::uint64_t>(),
          unpack_latency(from),
          from.list<load::Bar>(unpack_bar)};
}

}  // namespace parley::runner

#include "engine/runner/wire.hpp"

#include <utility>

#include "engine/runner/failure_packing.hpp"
#include "engine/runner/load_packing.hpp"
#include "engine/runner/packing.hpp"

namespace parley::runner {
namespace {

/// A message's first byte: its place in the variant.
constexpr std::uint8_t started_tag = 0;
constexpr std::uint8_t finished_tag = 1;
constexpr std::uint8_t loaded_tag = 2;
constexpr std::uint8_t ending_tag = 3;
constexpr std::uint8_t printed_tag = 4;
constexpr std::uint8_t events_tag = 5;
constexpr std::uint8_t errand_tag = 6;

void pack_text(Packer& to, const std::string& text) { to.text(text); }
std::string unpack_text(Unpacker& from) { return from.text(); }

// In a braced list the initializers are evaluated in order, which the unpacking functions below rely on.

void pack_waiting(Packer& to, const Waiting& waiting) {
  to.text(waiting.role);
  to.text(waiting.call);
  to.text(waiting.file);
  to.number(waiting.line);
}

Waiting unpack_waiting(Unpacker& from) { return {from.text(), from.text(), from.text(), from.number<int>()}; }

void pack_output(Packer& to, const Output& output) {
  to.text(output.role);
  to.text(output.text);
  to.number(output.at.count());
}

Output unpack_output(Unpacker& from) {
  return {from.text(), from.text(), Duration(from.number<Duration::rep>())};
}

void pack_golden(Packer& to, const golden::Use& use) {
  to.text(use.name);
  to.number(use.state);
  to.text(use.actual);
}

golden::Use unpack_golden(Unpacker& from) {
  return {from.text(), from.one_of(golden::State::differs), from.text()};
}

void pack_result(Packer& to, const Result& result) {
  to.number(result.verdict);
  to.list(result.failures, pack_failure);
  to.text(result.skip_reason);
  to.list(result.waiting, pack_waiting);
  to.list(result.outputs, pack_output);
  to.text(result.transcript);
  to.text(result.kept_directory);
  to.number(result.elapsed.count());
  to.number(result.cpu.count());
  to.list(result.parameters, pack_text);
  to.list(result.goldens, pack_golden);
  to.list(result.loads, pack_load);
}

Result unpack_result(Unpacker& from) {
  return {from.one_of(Verdict::expected_failure),
          from.list<Failure>(unpack_failure),
          from.text(),
          from.list<Waiting>(unpack_waiting),
          from.list<Output>(unpack_output),
          from.text(),
          from.text(),
          Duration(from.number<Duration::rep>()),
          Duration(from.number<Duration::rep>()),
          from.list<std::string>(unpack_text),
          0,
          std::nullopt,
          false,
          {},
          from.list<golden::Use>(unpack_golden),
          from.list<load::Summary>(unpack_load)};
}

void pack_lines(Packer& to, const LineRange& lines) {
  to.number(lines.first);
  to.number(lines.last);
}

LineRange unpack_lines(Unpacker& from) { return {from.number<int>(), from.number<int>()}; }

using Host = std::pair<std::string, std::string>;

void pack_host(Packer& to, const Host& host) {
  to.text(host.first);
  to.text(host.second);
}

Host unpack_host(Unpacker& from) { return {from.text(), from.text()}; }

void pack_scenario(Packer& to, const Scenario& scenario) {
  to.text(scenario.name);
  to.text(scenario.file);
  to.number(scenario.line);
  to.number(scenario.last_line);
  to.list(scenario.describes, pack_lines);
  to.number(scenario.index);
  to.number(scenario.group);
  to.list(scenario.tags, pack_text);
  to.list(scenario.covers, pack_text);
  to.list(scenario.clauses, pack_text);
  to.list(scenario.required, pack_text);
  to.list(scenario.hosts, pack_host);
  to.number<std::uint8_t>(scenario.name_server);
  to.number<std::uint8_t>(scenario.uncut);
  to.number<std::uint8_t>(scenario.only);
  to.text(scenario.skip_reason);
  to.text(scenario.fails);
  to.number(scenario.network);
  to.number(scenario.timeout.count());
  to.number<std::uint8_t>(scenario.own_timeout);
}

Scenario unpack_scenario(Unpacker& from) {
  Scenario scenario;
  scenario.name = from.text();
  scenario.file = from.text();
  scenario.line = from.number<int>();
  scenario.last_line = from.number<int>();
  scenario.describes = from.list<LineRange>(unpack_lines);
  scenario.index = from.number<int>();
  scenario.group = from.number<int>();
  scenario.tags = from.list<std::string>(unpack_text);
  scenario.covers = from.list<std::string>(unpack_text);
  scenario.clauses = from.list<std::string>(unpack_text);
  scenario.required = from.list<std::string>(unpack_text);
  for (Host& host : from.list<Host>(unpack_host)) scenario.hosts.insert(std::move(host));
  scenario.name_server = from.flag();
  scenario.uncut = from.flag();
  scenario.only = from.flag();
  scenario.skip_reason = from.text();
  scenario.fails = from.text();
  scenario.network = from.one_of(Network::host);
  scenario.timeout = Duration(from.number<Duration::rep>());
  scenario.own_timeout = from.flag();
  return scenario;
}

void pack_load_error(Packer& to, const LoadError& error) {
  to.text(error.file);
  to.number(error.line);
  to.text(error.message);
}

LoadError unpack_load_error(Unpacker& from) { return {from.text(), from.number<int>(), from.text()}; }

struct PackMessage {
  Packer& to;

  void operator()(const Started& started) const { to.number(started.index); }
  void operator()(const Finished& finished) const {
    to.number(finished.index);
    pack_result(to, finished.result);
  }
  void operator()(const LoadedFile& loaded) const {
    to.list(loaded.scenarios, pack_scenario);
    to.list(loaded.errors, pack_load_error);
  }
  void operator()(const world::Ending& ending) const {
    to.number(ending.how);
    to.number(ending.code);
    to.number<std::uint8_t>(ending.unresponsive);
    to.text(ending.trouble);
    to.text(ending.kept_directory);
    to.text(ending.kept_trouble);
    to.number<std::uint8_t>(ending.stays);
  }
  void operator()(const Printed& printed) const {
    to.number(printed.index);
    pack_output(to, printed.output);
  }
  void operator()(const EventBatch& batch) const {
    to.number(batch.base);
    to.text(batch.records);
  }
  void operator()(const Errand& errand) const {
    to.list(errand.members, [](Packer& list, std::uint32_t member) { list.number(member); });
    to.number<std::uint8_t>(errand.segment.has_value());
    to.number(errand.segment.value_or(0));
  }
};

Errand unpack_errand(Unpacker& from) {
  Errand errand{from.list<std::uint32_t>([](Unpacker& list) { return list.number<std::uint32_t>(); })};
  const bool is_cut = from.flag();
  const auto segment = from.number<std::uint64_t>();
  if (is_cut) errand.segment = segment;
  return errand;
}

std::optional<Message> unpack_message(Unpacker& from) {
  switch (from.number<std::uint8_t>()) {
    case started_tag:
      return Started{from.number<int>()};
    case finished_tag:
      return Finished{from.number<int>(), unpack_result(from)};
    case loaded_tag:
      return LoadedFile{from.list<Scenario>(unpack_scenario), from.list<LoadError>(unpack_load_error)};
    case ending_tag:
      return world::Ending{from.one_of(world::Ending::How::not_begun),
                           from.number<int>(),
                           from.flag(),
                           from.text(),
                           from.text(),
                           from.text(),
                           from.flag()};
    case printed_tag:
      return Printed{from.number<int>(), unpack_output(from)};
    case events_tag:
      return EventBatch{from.number<std::uint64_t>(), from.text()};
    case errand_tag:
      return unpack_errand(from);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::string encode(const Message& message) {
  Packer to;
  to.number(static_cast<std::uint8_t>(message.index()));
  std::visit(PackMessage{to}, message);
  return to.take();
}

std::optional<Message> decode(std::string_view record) {
  Unpacker from(record);
  std::optional<Message> message = unpack_message(from);
  return from.complete() ? std::move(message) : std::nullopt;
}

}  // namespace parley::runner

#include "engine/runner/running_unit.hpp"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <utility>

#include "engine/runner/event_packing.hpp"
#include "engine/runner/sweep.hpp"
#include "engine/runner/worker.hpp"

namespace parley::runner {

namespace {

world::Names names_of(const std::vector<const Scenario*>& members) {
  world::Names names;
  for (const Scenario* member : members) {
    names.hosts.insert(member->hosts.begin(), member->hosts.end());
    names.name_server = names.name_server || member->name_server;
  }
  return names;
}

/// What parley itself wrote, and nobody else.
Errand errand_of(const std::string& order) { return std::get<Errand>(*decode(order)); }

/// Leaves out what was said for the capture alone: secrets, and more bytes than a log shows.
void keep_for_reports(std::vector<transcript::Event>& events) {
  std::erase_if(events,
                [](const transcript::Event& event) { return event.kind == transcript::Event::Kind::secret; });
  for (transcript::Event& event : events)
    if (event.bytes.size() > transcript::logged_bytes) event.bytes.resize(transcript::logged_bytes);
}

}  // namespace

RunningUnit::RunningUnit(const SessionContext& context, const Unit& unit, bool private_network)
    : context_(context),
      private_network_(private_network),
      segment_(unit.segment),
      round_(unit.round),
      account_(unit, context.clock, context.listener, conclusion()),
      meter_(unit.members) {}

/// What the unit's process tells while it runs, and where its packets go.
Error RunningUnit::prepare_to_watch() {
  const SessionOptions& options = context_.options;
  if (!options.events && options.captures == nullptr) return {};
  parley::Result<EventArea> area = EventArea::make();
  if (!area) return area.error();
  keeper_.area = std::move(*area);
  if (options.captures == nullptr) return {};
  parley::Result<capture::Recording> recording =
      capture::Recording::begin(options.captures->folder(), private_network_);
  if (recording) {
    recording_.emplace(std::move(*recording));
    return {};
  }
  return Error::text("cannot write to " + options.captures->folder() +
                     " (--pcap): " + recording.error().to_string());
}

/// Packets that are captured hold the bytes; those that are made of events need them there.
std::size_t RunningUnit::bytes_of_events() const {
  constexpr std::size_t most = 65536;
  if (recording_ && !private_network_) return most;
  return context_.options.events ? transcript::logged_bytes : 0;
}

bool RunningUnit::takes_idle_keeper() const {
  const world::Names names = names_of(account_.remaining());
  return private_network_ && names.hosts.empty() && !names.name_server &&
         context_.options.captures == nullptr;
}

/// In the scenario's process.
int RunningUnit::run_errand(const std::string& order, const world::Inside& inside, int channel) {
  const Errand errand = errand_of(order);
  std::vector<const Scenario*> members;
  for (const std::uint32_t place : errand.members) members.push_back(&context_.scenarios.at(place));
  const SessionOptions& options = context_.options;
  const Surroundings surroundings{private_network_,
                                  names_of(members).name_server,
                                  options.all_exchanges || is_sweep(options),
                                  inside.directory,
                                  options.parameters,
                                  errand.segment,
                                  {},
                                  options.goldens,
                                  nullptr,
                                  options.record,
                                  bytes_of_events(),
                                  recording_.has_value()};
  return run_members({context_.host, members, surroundings, options.patience, channel, options.live_output,
                      keeper_.area ? &keeper_.area : nullptr},
                     inside.alarm);
}

Error RunningUnit::start_keeper() {
  parley::Result<Pipe> channel = open_channel();
  if (!channel) return channel.error();
  parley::Result<Pipe> errands = open_channel_to_keeper();
  if (!errands) return errands.error();
  if (const Error error = prepare_to_watch()) return error;
  world::KeeperJob job;
  job.private_network = private_network_;
  job.names = names_of(account_.remaining());
  job.channel = channel->writing.get();
  job.turns = errands->reading.get();
  if (recording_) job.packets = recording_->spool();
  job.clean_status = all_passed;
  job.residue_status = passed_with_residue;
  job.may_stay = takes_idle_keeper();
  Assembler orders;
  job.wait_for_turn = [&] { return wait_for_record(job.turns, orders); };
  job.body = [&](const std::string& order, const world::Inside& inside) {
    return run_errand(order, inside, job.channel);
  };
  job.groundwork = [&](const std::string& order) {
    return context_.scenarios.at(errand_of(order).members.front()).file;
  };
  job.lay_groundwork = [&](const std::string& file) {
    return context_.host.preload(file, static_cast<bool>(keeper_.area));
  };
  job.report = [&](const world::Ending& ending) { send_record(job.channel, Sender::keeper, encode(ending)); };
  parley::Result<world::Process> keeper = world::start_keeper(job);
  if (!keeper) return keeper.error();
  keeper_.process = std::move(*keeper);
  keeper_.messages = std::move(channel->reading);
  keeper_.errands = std::move(errands->writing);
  return {};
}

Error RunningUnit::prepare(Keeper idle) {
  keeper_ = std::move(idle);
  is_reused_ = static_cast<bool>(keeper_.process.pidfd);
  is_heard_ = false;
  if (!is_reused_) {
    if (const Error error = start_keeper()) return error;
  }
  assembler_ = Assembler();
  events_taken_ = 0;
  runs_.clear();
  at_end_ = false;
  has_ending_ = false;
  ending_ = world::Ending();
  ending_.trouble = "the process that kept the scenario died";
  return {};
}

// The first member begins, without a word of its process. A keeper that is gone meanwhile is seen to have
// ended.
void RunningUnit::go() {
  meter_.begin(keeper_.process.pid, context_.clock.now());
  Errand errand;
  for (const Scenario* member : account_.remaining())
    errand.members.push_back(static_cast<std::uint32_t>(member - context_.scenarios.data()));
  errand.segment = segment_;
  send_record(keeper_.errands.get(), Sender::parley, encode(errand));
  account_.started(account_.remaining().front()->index);
}

void RunningUnit::read_messages() {
  at_end_ = !drain(keeper_.messages.get(), assembler_);
  while (const std::optional<std::string> record = assembler_.next()) {
    is_heard_ = true;
    if (const std::optional<Message> message = decode(*record)) apply(*message);
  }
}

void RunningUnit::apply(const Message& message) {
  if (const auto* started = std::get_if<Started>(&message)) account_.started(started->index);
  if (const auto* finished = std::get_if<Finished>(&message))
    account_.finished(finished->index, finished->result);
  if (const auto* printed = std::get_if<Printed>(&message)) account_.printed(printed->index, printed->output);
  if (const auto* batch = std::get_if<EventBatch>(&message)) take_events(batch->base, batch->records);
  if (const auto* ending = std::get_if<world::Ending>(&message)) {
    ending_ = *ending;
    has_ending_ = true;
  }
}

/// Of records that come a second time, since their process died between sending and forgetting them, only the
/// first counts.
void RunningUnit::take_events(std::uint64_t base, std::string_view records) {
  const std::uint64_t known = events_taken_ > base ? events_taken_ - base : 0;
  if (known >= records.size()) return;
  events_taken_ = base + records.size();
  tell(unpack_events(records.substr(known)));
}

/// Told by scenario: a batch may hold the end of one and the beginning of the next.
void RunningUnit::tell(std::vector<transcript::Event> events) {
  while (!events.empty()) {
    const int index = events.front().scenario;
    const auto end = std::find_if(events.begin(), events.end(), [index](const transcript::Event& event) {
      return event.scenario != index;
    });
    std::vector<transcript::Event> others(std::make_move_iterator(end),
                                          std::make_move_iterator(events.end()));
    events.erase(end, events.end());
    if (recording_) {
      recording_->add(events);
      keep_for_reports(events);
    }
    const Scenario* scenario = context_.options.events ? account_.scenario(index) : nullptr;
    const auto [run, fresh] = runs_.try_emplace(index, 0);
    if (fresh) run->second = ++context_.runs;
    if (scenario != nullptr) {
      const std::optional<std::uint64_t> segment = scenario->uncut ? std::nullopt : segment_;
      context_.observer.scenario_events(*scenario, {run->second, segment, round_}, events);
    }
    events = std::move(others);
  }
}

/// What the process had not sent when it ended.
void RunningUnit::take_what_is_left() {
  if (keeper_.area) take_events(keeper_.area.base(), keeper_.area.records());
}

Account::Conclude RunningUnit::conclusion() {
  if (context_.options.captures == nullptr) return {};
  return [this](const Scenario& scenario, Result& result) { keep_capture(scenario, result); };
}

void RunningUnit::keep_capture(const Scenario& scenario, Result& result) {
  capture::Captures& captures = *context_.options.captures;
  const bool wanted = !captures.only_failures() || result.verdict == Verdict::failed;
  const std::string path = captures.path_of_next(scenario.file, scenario.name);
  if (!wanted || !recording_) return;
  const std::string comment = scenario.file + ":" + std::to_string(scenario.line) + ": " + scenario.name;
  const parley::Result<std::uint64_t> missing = recording_->write(path, scenario.index, comment);
  if (!missing) return captures.failed(path, missing.error());
  if (missing.value() > 0) captures.lacks(path, missing.value());
  result.pcap = path;
}

bool RunningUnit::keeper_ended() {
  take_what_is_left();
  if (assembler_.deaf()) ending_.trouble = "the scenario's process wrote into parley's own pipe";
  account_.ended(ending_);
  return !account_.remaining().empty();
}

void RunningUnit::stop() {
  world::stop_keeper(keeper_.process, private_network_);
  world::wait_for(keeper_.process);
  if (keeper_.area) read_messages();
  take_what_is_left();
  account_.abandoned();
}

}  // namespace parley::runner

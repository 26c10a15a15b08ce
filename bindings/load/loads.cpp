#include "bindings/load/loads.hpp"

#include <algorithm>
#include <cmath>

#include "bindings/errors.hpp"
#include "bindings/runtime.hpp"
#include "bindings/task/task.hpp"

namespace parley {

std::size_t Loads::begin(const load::Plan& plan, Instant now) {
  runs_.emplace_back(plan, now);
  return runs_.size() - 1;
}

LoadRun& check_load_run(lua_State* L, int index) {
  const auto number = static_cast<std::size_t>(luaL_checkinteger(L, index));
  Runtime& runtime = runtime_of(L);
  if (runtime.loads == nullptr || !runtime.loads->has(number)) luaL_error(L, "there is no such load");
  return runtime.loads->run(number);
}

bool Loads::has_shares() const {
  return std::any_of(shares.begin(), shares.end(), [](const Share& share) { return share.pid > 0; });
}

namespace {

Loads& loads_of(Runtime& runtime) {
  if (runtime.loads == nullptr) runtime.loads = std::make_unique<Loads>();
  return *runtime.loads;
}

Duration to_duration(double seconds) { return Duration(std::llround(seconds * 1e9)); }

load::Plan read_plan(lua_State* L) {
  load::Plan plan;
  if (!lua_isnil(L, 1)) plan.requests = static_cast<std::uint64_t>(luaL_checkinteger(L, 1));
  if (!lua_isnil(L, 2)) plan.length = to_duration(luaL_checknumber(L, 2));
  plan.rate = luaL_optnumber(L, 3, 0);
  plan.first = static_cast<std::uint64_t>(luaL_optinteger(L, 5, 0));
  plan.stride = static_cast<std::uint64_t>(luaL_optinteger(L, 6, 1));
  return plan;
}

// load_begin(requests, seconds, rate[, begin, share, shares]) -> run: of the first three those are nil that
// the load was not told. Time begins now, or at `begin`; share (from 0) is the number of one of several
// processes.
int load_begin(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  lua_settop(L, 6);
  const load::Plan plan = read_plan(L);
  const Instant begin = lua_isnil(L, 4) ? runtime.scheduler.now() : to_instant(luaL_checkinteger(L, 4));
  const std::size_t number = loads_of(runtime).begin(plan, begin);
  lua_pushinteger(L, static_cast<lua_Integer>(number));
  return 1;
}

// load_joins(): from now on the running task makes requests of a load, and so does what it begins.
int load_joins(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  runtime.current->is_load = true;
  runtime.recorder->acts(runtime.current->mind, false);
  return 0;
}

int next_step(lua_State* L, int status, lua_KContext context);

// The next request: its number, counted from 1, and since when its latency counts. Nothing after the last
// one.
int take_next(lua_State* L, LoadRun& run, Instant now) {
  const std::optional<load::Ticket> ticket = run.schedule.next(now);
  lua_settop(L, 1);
  if (!ticket) return 0;
  lua_pushinteger(L, static_cast<lua_Integer>(ticket->number + 1));
  lua_pushinteger(L, to_context(ticket->due));
  if (ticket->due <= now) return 2;
  return wait(L, ticket->due, "t:load", 1, next_step);
}

// A context of 1: the request's own moment has come. Of 0: the others have had their turn.
int next_step(lua_State* L, int /*status*/, lua_KContext context) {
  if (context == 1) return 2;
  return take_next(L, check_load_run(L, 1), runtime_of(L).scheduler.now());
}

// load_next(run[, since]) -> number, since: waits for the next request, which is to be made now; nothing when
// there are no more. `since` is that of the one before it, which was answered. All that can run has a turn in
// between, so that a function which never waits does not keep the others from running.
int load_next(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  LoadRun& run = check_load_run(L, 1);
  if (!lua_isnoneornil(L, 2)) {
    run.last_end = runtime.scheduler.now();
    run.latencies.add(run.last_end - to_instant(lua_tointeger(L, 2)));
  }
  lua_settop(L, 1);
  require_suspendable(L, "t:load");
  runtime.current->call = "t:load";
  runtime.current->innermost = L;
  runtime.scheduler.requeue(*runtime.current);
  return lua_yieldk(L, 0, 0, next_step);
}

void count_error(LoadRun& run, const char* name) { ++run.errors[name]; }

// load_failed(run, class): a request was not answered.
int load_failed(lua_State* L) {
  LoadRun& run = check_load_run(L, 1);
  count_error(run, luaL_checkstring(L, 2));
  run.last_end = runtime_of(L).scheduler.now();
  return 0;
}

void summarize(Runtime& runtime, LoadRun& run, load::Summary summary) {
  summary.elapsed = run.last_end - run.begin;
  summary.requests = run.latencies.count();
  summary.errors.assign(run.errors.begin(), run.errors.end());
  summary.dropped = run.schedule.dropped() + run.dropped;
  summary.latency = load::latency_of(run.latencies);
  summary.bars = load::bars_of(run.latencies);
  runtime.loads->summaries.push_back(std::move(summary));
}

void set_seconds(lua_State* L, const char* name, Duration value) {
  lua_pushnumber(L, seconds(value));
  lua_setfield(L, -2, name);
}

void push_latency(lua_State* L, const load::Latency& latency) {
  lua_newtable(L);
  set_seconds(L, "min", latency.min);
  set_seconds(L, "mean", latency.mean);
  set_seconds(L, "stddev", latency.deviation);
  set_seconds(L, "max", latency.max);
  for (std::size_t i = 0; i < latency.at.size(); ++i)
    set_seconds(L, load::percentiles[i].name, latency.at[i]);
}

void push_errors(lua_State* L, const load::Summary& summary) {
  lua_newtable(L);
  for (const auto& [name, count] : summary.errors) {
    lua_pushinteger(L, static_cast<lua_Integer>(count));
    lua_setfield(L, -2, name.c_str());
  }
}

void set_count(lua_State* L, const char* name, std::uint64_t count) {
  lua_pushinteger(L, static_cast<lua_Integer>(count));
  lua_setfield(L, -2, name);
}

// load_end(run, name, connections, processes, rate) -> { requests, failed, errors, dropped, duration,
// throughput, latency }. What it came to stands in the report from now on.
int load_end(lua_State* L) {
  Runtime& runtime = runtime_of(L);
  LoadRun& run = check_load_run(L, 1);
  const char* name = luaL_checkstring(L, 2);
  const auto connections = static_cast<int>(luaL_checkinteger(L, 3));
  const auto processes = static_cast<int>(luaL_checkinteger(L, 4));
  summarize(runtime, run, {name, connections, processes, luaL_optnumber(L, 5, 0), {}, 0, {}, 0, {}, {}});
  const load::Summary& summary = runtime.loads->summaries.back();
  lua_newtable(L);
  set_count(L, "requests", summary.requests);
  set_count(L, "failed", summary.failed());
  set_count(L, "dropped", summary.dropped);
  set_seconds(L, "duration", summary.elapsed);
  lua_pushnumber(L, summary.throughput());
  lua_setfield(L, -2, "throughput");
  push_errors(L, summary);
  lua_setfield(L, -2, "errors");
  push_latency(L, summary.latency);
  lua_setfield(L, -2, "latency");
  return 1;
}

// load_percentile(run, percent) -> seconds.
int load_percentile(lua_State* L) {
  lua_pushnumber(L, seconds(check_load_run(L, 1).latencies.percentile(luaL_checknumber(L, 2))));
  return 1;
}

// load_now() -> this moment, for load_begin() in another process.
int load_now(lua_State* L) {
  lua_pushinteger(L, to_context(runtime_of(L).scheduler.now()));
  return 1;
}

// time_left() -> seconds until the time limit of what runs now.
int time_left(lua_State* L) {
  const Runtime& runtime = runtime_of(L);
  lua_pushnumber(L, seconds(runtime.deadline - runtime.scheduler.now()));
  return 1;
}

}  // namespace

void open_loads(lua_State* L) {
  static const luaL_Reg functions[] = {
      {"load_begin", load_begin},   {"load_joins", load_joins}, {"load_next", load_next},
      {"load_failed", load_failed}, {"load_end", load_end},     {"load_percentile", load_percentile},
      {"load_now", load_now},       {"time_left", time_left},   {nullptr, nullptr}};
  luaL_setfuncs(L, functions, 0);
}

}  // namespace parley

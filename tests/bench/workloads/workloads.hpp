// The workloads, a family a file: what is run, and what is wanted of it.
#pragma once

#include <string>
#include <vector>

#include "tests/bench/driver/workload.hpp"

namespace parley::bench {

inline const std::string plain_epoll = "plain C++, epoll";
inline const std::string unrecorded = "parley --no-record";

/// All of them, in the order of their ids.
std::vector<Workload> workloads(const Setting& setting);

std::vector<Workload> echoes(const Setting& setting);        ///< W1, W2, W6
std::vector<Workload> bulks(const Setting& setting);         ///< W3
std::vector<Workload> churns(const Setting& setting);        ///< W4
std::vector<Workload> idles(const Setting& setting);         ///< W5, and the connections of W10
std::vector<Workload> tls(const Setting& setting);           ///< W7
std::vector<Workload> suites(const Setting& setting);        ///< W8
std::vector<Workload> start_ups(const Setting& setting);     ///< W9
std::vector<Workload> suite_growth(const Setting& setting);  ///< The scenarios of W10
std::vector<Workload> loads(const Setting& setting);         ///< load
std::vector<Workload> haproxy(const Setting& setting);       ///< HAProxy's reg-tests; none without its source

/// One of the plain C++ programs, with its arguments.
Contender plain(const Setting& setting, std::string name, const std::string& program,
                const std::vector<std::string>& arguments);

/// `parley run` with these words behind it.
std::vector<std::string> parley_run(const Setting& setting, const std::vector<std::string>& words);

/// What a scenario's t:param gives.
struct Parameter {
  std::string name;
  std::string value;
};

/// parley playing `script`, below scenarios/, in the network that the driver made for the run, which all
/// contenders share; what it prints of figures the driver finds.
std::vector<std::string> parley_plays(const Setting& setting, const std::string& script,
                                      const std::vector<Parameter>& parameters);

/// Adds parley twice, without a record and with it, as it is by itself.
void add_parley(Workload& load, const Setting& setting, const std::string& script,
                const std::vector<Parameter>& parameters);

/// Adds the peers, programs of peers/ with these arguments: what they are to do, and how much of it.
void add_peers(Workload& load, const Setting& setting, const std::vector<std::string>& arguments);

/// Wants parley to be so many times as fast as cqueues, and seven times as fast as asyncio.
void add_peer_goals(Workload& load, double times_cqueues);

}  // namespace parley::bench

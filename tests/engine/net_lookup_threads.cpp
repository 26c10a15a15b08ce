// Lookups in threads: what is handed over, and what is left behind.
#include <poll.h>

#include "engine/net/lookup_threads.hpp"
#include "tests/catch.hpp"

namespace parley::net {
namespace {

std::shared_ptr<LookupJob> job_for(const std::string& host) {
  auto job = std::make_shared<LookupJob>();
  job->request.host = host;
  job->request.hints.family = AF_INET;
  return job;
}

/// Waits for one more lookup at least.
std::vector<std::shared_ptr<LookupJob>> next_done(LookupThreads& threads) {
  pollfd readable{threads.fd(), POLLIN, 0};
  REQUIRE(poll(&readable, 1, 5000) == 1);
  return threads.take_done();
}

TEST_CASE("more lookups than threads are all made", "[net]") {
  LookupThreads threads;
  REQUIRE_FALSE(threads.open());
  CHECK(threads.fd() >= 100);
  constexpr std::size_t count = 3 * LookupThreads::most_threads;
  for (std::size_t i = 0; i < count; ++i) REQUIRE_FALSE(threads.start(job_for("127." + std::to_string(i))));
  std::size_t done = 0;
  while (done < count) {
    for (const auto& job : next_done(threads)) {
      CHECK(job->answer.error.code() == 0);
      CHECK(job->answer.address.family() == AF_INET);
      ++done;
    }
  }
  pollfd readable{threads.fd(), POLLIN, 0};
  CHECK(poll(&readable, 1, 0) == 0);
}

TEST_CASE("a lookup may take time where a name has to be found, and only there", "[net]") {
  const auto takes_time = [](LookupRequest::Kind kind, const std::string& host, int flags = 0) {
    LookupRequest request;
    request.kind = kind;
    request.host = host;
    request.has_host = true;
    request.hints.flags = flags;
    return may_take_time(request);
  };
  using Kind = LookupRequest::Kind;
  for (const char* host : {"", "<broadcast>", "127.0.0.1", "127.1", "0x7f000001", "::1", "fe80::1%lo"}) {
    INFO(host);
    CHECK_FALSE(takes_time(Kind::address, host));
  }
  for (const Kind kind : {Kind::address, Kind::address_info, Kind::ipv4_of_host})
    CHECK(takes_time(kind, "db.test"));
  CHECK_FALSE(takes_time(Kind::address_info, "db.test", AI_NUMERICHOST));
  CHECK_FALSE(takes_time(Kind::address_info, "::1"));
  CHECK(takes_time(Kind::entry_by_address, "127.0.0.1"));
  CHECK(takes_time(Kind::name_info, ""));
  CHECK_FALSE(takes_time(Kind::name_info, "", NI_NUMERICHOST));
}

}  // namespace
}  // namespace parley::net

// A machine that forbids namespaces, played by a world that may make none inside of it.
#include <fcntl.h>

#include "engine/world/probe.hpp"
#include "engine/world/step.hpp"
#include "engine/world/world.hpp"
#include "tests/catch.hpp"
#include "tests/engine/runner_fake_host.hpp"

namespace parley::runner {
namespace {

/// Runs `attempt` where user namespaces are used up, and returns its words.
std::string where_forbidden(const std::function<std::string()>& attempt) {
  const world::Identity outside = world::own_identity();
  const auto inside = [&] {
    if (const Error error = world::enter_world(outside, {})) return error;
    if (const Error error = world::write_file("/proc/sys/user/max_user_namespaces", "0", O_WRONLY))
      return error;
    return Error::text(attempt());
  };
  return world::try_in_child(world::world_flags, inside).to_string();
}

TEST_CASE("a private network that was demanded and is forbidden ends the session with the reason",
          "[runner]") {
  if (networks().size() < 2) return;
  const std::string said = where_forbidden([] {
    FakeHost host;
    host.add("a", [](const Surroundings&, Result&) {});
    Notes notes;
    const SessionEnd end = run(host, notes, Network::private_world);
    return notes.lines.empty() ? end.failure.to_string() : "it ran";
  });
  CHECK(said ==
        "no private network: this machine allows none (make the namespaces: No space left on device); see "
        "parley doctor");
}

TEST_CASE(
    "where worlds are forbidden, scenarios run on the host network, and those that need one are skipped",
    "[runner]") {
  if (networks().size() < 2) return;
  const std::string said = where_forbidden([] {
    FakeHost host;
    host.add("a", [](const Surroundings& surroundings, Result& result) {
      if (surroundings.private_network) fail(result, "private after all");
    });
    host.add("b", [](const Surroundings&, Result&) {}).required = {"private"};
    Notes notes;
    run(host, notes, Network::automatic);
    std::string lines;
    for (const std::string& line : notes.lines) lines += line + "; ";
    return lines;
  });
  CHECK(said == "start a; passed a; start b; skipped b; ");
}

}  // namespace
}  // namespace parley::runner

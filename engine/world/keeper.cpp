#include "engine/world/keeper.hpp"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <optional>
#include <utility>

#include "engine/world/descendants.hpp"
#include "engine/world/fork_server.hpp"
#include "engine/world/inherited.hpp"
#include "engine/world/kept.hpp"
#include "engine/world/lock.hpp"
#include "engine/world/mounts.hpp"
#include "engine/world/packet_tap.hpp"
#include "engine/world/renewal.hpp"
#include "engine/world/step.hpp"
#include "engine/world/supervisor.hpp"
#include "engine/world/world.hpp"

namespace parley::world {
namespace {

bool parley_is_gone(int channel) {
  pollfd end{channel, 0, 0};
  return poll(&end, 1, 0) > 0 && (end.revents & POLLERR) != 0;
}

/// What the keeper made for the scenario.
struct Place {
  Descriptor lock;
  std::string directory;
  PacketTap tap;
  Alarm alarm = Alarm::create();
  pid_t scenario = -1;  ///< Its process.
  Renewal renewal;
  std::string groundwork;            ///< That the last scenario began with.
  std::optional<ForkServer> server;  ///< Which has done that, or could not: then it forks nothing.
};

/// The folder that Bazel has a test write to. Mostly its name is so long that no socket can have one below it
/// (unix(7): 107 bytes); half of that is left to the scenario, or another folder is taken, as Bazel allows.
std::string folder_of_bazel() {
  const char* folder = std::getenv("TEST_TMPDIR");
  constexpr std::size_t longest = 54;
  return folder != nullptr && *folder == '/' && std::strlen(folder) <= longest ? folder : "";
}

/// A folder of the scenario's own, on a tmpfs where there is one: a disk takes a hundred times as long when
/// others write to it.
std::string make_directory() {
  for (const std::string& parent : {folder_of_bazel(), std::string("/dev/shm"), std::string("/tmp")}) {
    if (parent.empty()) continue;
    std::string directory = parent + "/parley-XXXXXX";
    if (mkdtemp(directory.data()) != nullptr) return directory;
  }
  return {};
}

/// Waits for the lock and makes the directory. Until both are done there is nothing to clean up: the keeper
/// may be killed by SIGTERM and by parley's death. From then on it does the cleaning itself.
Error prepare_host(Place& place) {
  Result<Descriptor> lock = take_lock(host_lock_path());
  if (!lock) return step_error("lock " + host_lock_path(), lock.error().code());
  place.lock = std::move(*lock);
  block_keeper_signals();
  prctl(PR_SET_PDEATHSIG, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  place.directory = make_directory();
  if (place.directory.empty()) return step_error("make the scenario's directory", errno);
  return {};
}

Error prepare_private(const KeeperJob& job, Identity outside, Place& place) {
  place.directory = private_directory;
  if (const Error error = enter_world(outside, job.names)) return error;
  return job.packets < 0 ? Error() : place.tap.open(job.packets);
}

/// The scenario's process, from its fork to its end.
[[noreturn]] void be_scenario(const KeeperJob& job, const std::string& order, const Place& place) {
  if (!job.private_network) prctl(PR_SET_PDEATHSIG, SIGKILL);
  close_inherited({job.channel, place.alarm.fd()});
  quiet_standard_streams();
  reset_signals();
  _exit(job.body(order, Inside{place.directory, place.alarm}));
}

/// Where the scenario begins with what the last one began with, a fork server is worth its while. Returns the
/// process; 0 where there is no server for it.
pid_t fork_by_server(const KeeperJob& job, const std::string& order, Place& place) {
  if (!job.may_stay) return 0;
  const std::string groundwork = job.groundwork(order);
  if (std::exchange(place.groundwork, groundwork) != groundwork) {
    place.server.reset();
    return 0;
  }
  if (!place.server) {
    const Inside inside{place.directory, place.alarm};
    const auto body = [&](const std::string& next) { return job.body(next, inside); };
    const auto make_ready = [&] { return job.lay_groundwork(groundwork); };
    place.server.emplace(ForkServer::Job{{job.channel, place.alarm.fd()}, make_ready, body},
                         place.renewal.network());
  }
  return place.server->fork(order, place.renewal.network());
}

/// Forks the scenario and sees it through. False where parley went away meanwhile, or told us to stop.
bool run_scenario(const KeeperJob& job, const std::string& order, Place& place, Ending& ending) {
  place.alarm.hold();
  place.scenario = fork_by_server(job, order, place);
  if (place.scenario == 0) {
    place.scenario = fork();
    if (place.scenario == 0) be_scenario(job, order, place);
  }
  if (place.scenario < 0) {
    ending.trouble = step_error("fork", errno).message();
    return true;
  }
  return supervise(place.scenario, place.alarm, place.tap, job.channel, job.private_network, ending);
}

void end_everything(bool private_network) {
  if (!private_network) return end_descendants();
  kill(-1, SIGKILL);  // All of this PID namespace but its process 1.
}

/// Runs a scenario, or says why it cannot: `trouble` is what came up when the place was made. True where the
/// keeper stays for another one.
bool take_turn(const KeeperJob& job, const std::string& order, const Error& trouble, Place& place) {
  Ending ending;
  bool wanted = true;
  if (trouble) {
    ending.trouble = trouble.message();
  } else {
    wanted = !parley_is_gone(job.channel) && run_scenario(job, order, place, ending);
  }
  const bool left_residue = ending.code == job.residue_status;
  const bool clean = ending.how == Ending::How::exited && (left_residue || ending.code == job.clean_status);
  ending.stays = wanted && clean && job.may_stay && was_alone(place.scenario);
  if (!job.private_network || !clean) end_everything(job.private_network);
  place.tap.finish();
  if (wanted && !clean && !place.directory.empty()) {
    const Kept kept = keep_directory(place.directory);
    ending.kept_directory = kept.path;
    if (kept.error) ending.kept_trouble = kept.error.message();
  }
  if (!job.private_network && !place.directory.empty()) remove_directory(place.directory);
  if (wanted) job.report(ending);
  return ending.stays && place.renewal.renew(job.names, !left_residue);
}

[[noreturn]] void be_keeper(const KeeperJob& job, Identity outside) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (parley_is_gone(job.channel)) _exit(0);
  setsid();  // Ctrl-C is for parley, which tells us.
  close_inherited({job.channel, job.turns, job.packets});
  reset_signals();
  if (job.private_network) block_keeper_signals();
  Place place;
  Error trouble = job.private_network ? prepare_private(job, outside, place) : Error();
  bool stays = true;
  while (stays) {
    const std::optional<std::string> order = job.wait_for_turn();
    if (!order) break;
    if (!job.private_network) trouble = prepare_host(place);
    stays = take_turn(job, *order, trouble, place);
  }
  _exit(0);
}

}  // namespace

Result<Process> start_keeper(const KeeperJob& job) {
  const Identity outside = own_identity();
  Result<Process> keeper = clone_process(job.private_network ? world_flags : 0);
  if (keeper && keeper->pid == 0) be_keeper(job, outside);
  return keeper;
}

void suspend(const Process& keeper) { kill(keeper.pid, SIGTSTP); }

// Where the keeper has not seen the SIGTSTP yet, this takes it back (signal(7)).
void go_on(const Process& keeper) { kill(keeper.pid, SIGCONT); }

void stop_keeper(const Process& keeper, bool private_network) {
  // A private world is gone with its process 1; on the host network the keeper must clean up first.
  kill(keeper.pid, private_network ? SIGKILL : SIGTERM);
}

}  // namespace parley::world

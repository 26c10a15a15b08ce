#include "engine/world/support.hpp"

#include <netinet/in.h>
#include <sched.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "engine/world/loopback.hpp"
#include "engine/world/mounts.hpp"
#include "engine/world/probe.hpp"
#include "engine/world/remedy.hpp"
#include "engine/world/step.hpp"
#include "engine/world/world.hpp"

namespace parley::world {
namespace {

/// One row: a name, the namespaces that it is tried in, the step that is tried in a process that is root
/// there.
struct Probe {
  const char* name;
  unsigned long flags;
  Error (*step)();
  const char* lost;
  Remedy remedy;
};

Error nothing_more() { return {}; }

Error procfs_of_its_own() {
  if (const Error error = mount_proc()) return error;
  // mount_proc forgives a container; here the question is whether process 1 finds itself.
  std::array<char, 16> self{};
  const ssize_t length = readlink("/proc/self", self.data(), self.size());
  return length == 1 && self[0] == '1' ? Error() : Error::text("mount /proc: Operation not permitted");
}

Error ipv6_loopback() {
  if (const Error error = raise_loopback()) return error;
  return has_ipv6_loopback() ? Error() : Error::text("::1 cannot be bound");
}

Error raw_socket() {
  const Descriptor socket(::socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_ICMP));
  return socket ? Error() : step_error("socket(AF_INET, SOCK_RAW)", errno);
}

Error low_port() {
  if (const Error error = raise_loopback()) return error;
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(80);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int bound = bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address);
  return bound == 0 ? Error() : step_error("bind 127.0.0.1:80", errno);
}

Error files_in_etc() {
  if (const Error error = mount_scratch()) return error;
  return cover_etc({});
}

constexpr unsigned long user = CLONE_NEWUSER;

constexpr std::array<Probe, 10> probes = {{
    {"user namespaces", user, nothing_more, "private networks, and with them everything below",
     Remedy::user_namespaces},
    {"network namespaces", user | CLONE_NEWNET, raise_loopback,
     "private networks: scenarios share the machine's ports and run one at a time",
     Remedy::network_namespaces},
    {"mount namespaces", user | CLONE_NEWNS, detach_mounts,
     "hosts files and name servers of a scenario's own", Remedy::namespaces},
    {"tmpfs", user | CLONE_NEWNS, mount_scratch, "a directory per scenario that goes with its world",
     Remedy::namespaces},
    {"files in /etc", user | CLONE_NEWNS, files_in_etc, "hosts files and name servers of a scenario's own",
     Remedy::namespaces},
    {"PID namespaces", user | CLONE_NEWPID, nothing_more,
     "the certainty that no process outlives its scenario", Remedy::namespaces},
    {"a /proc of its own", user | CLONE_NEWNS | CLONE_NEWPID, procfs_of_its_own,
     "process numbers in /proc that are the scenario's own", Remedy::container_proc},
    {"IPv6 loopback", user | CLONE_NEWNET, ipv6_loopback, "scenarios that require ipv6", Remedy::ipv6},
    {"raw sockets", user | CLONE_NEWNET, raw_socket, "SOCK_RAW without being root", Remedy::namespaces},
    {"ports below 1024", user | CLONE_NEWNET, low_port, "binding port 80 without being root",
     Remedy::namespaces},
}};

Check run(const Probe& probe) {
  const Identity outside = own_identity();
  const Error error = try_in_child(probe.flags, [&] {
    const Error failure = map_root_to(outside);
    return failure ? failure : probe.step();
  });
  Check check;
  check.name = probe.name;
  check.ok = !error;
  check.lost = probe.lost;
  if (error) {
    check.trouble = error.to_string();
    check.remedy = remedy_text(probe.remedy);
  }
  return check;
}

Check whole_world() {
  const PrivateWorld world = try_private_world();
  const std::string trouble = world.failure ? world.failure.to_string() : "";
  const std::string remedy = world.failure ? remedy_text(Remedy::namespaces) : "";
  return {"a private world", !world.failure, trouble, "scenarios that require private", remedy};
}

}  // namespace

std::vector<Check> check_machine() {
  std::vector<Check> checks;
  for (const Probe& probe : probes) checks.push_back(run(probe));
  checks.push_back(whole_world());
  return checks;
}

}  // namespace parley::world

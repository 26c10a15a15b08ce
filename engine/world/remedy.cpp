#include "engine/world/remedy.hpp"

#include <unistd.h>

#include <array>
#include <fstream>

namespace parley::world {
namespace {

/// A kernel setting by which a machine forbids namespaces: it does where `setting` reads `forbids`.
struct Switch {
  const char* path;
  const char* forbids;
  const char* command;
};

constexpr std::array<Switch, 4> switches = {{
    {"/proc/sys/kernel/unprivileged_userns_clone", "0", "sysctl -w kernel.unprivileged_userns_clone=1"},
    {"/proc/sys/user/max_user_namespaces", "0", "sysctl -w user.max_user_namespaces=15000"},
    {"/proc/sys/user/max_net_namespaces", "0", "sysctl -w user.max_net_namespaces=15000"},
    {"/proc/sys/kernel/apparmor_restrict_unprivileged_userns", "1",
     "sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"},
}};

std::string forbidding_switches() {
  std::string commands;
  for (const Switch& entry : switches) {
    std::ifstream file(entry.path);
    std::string value;
    if (!std::getline(file, value) || value != entry.forbids) continue;
    if (!commands.empty()) commands += " && ";
    commands += entry.command;
  }
  return commands;
}

bool in_container() { return access("/.dockerenv", F_OK) == 0 || access("/run/.containerenv", F_OK) == 0; }

std::string namespaces_text(const char* kernel_option) {
  std::string commands = forbidding_switches();
  if (!commands.empty()) return commands;
  if (in_container()) {
    return "start the container with --security-opt seccomp=unconfined --security-opt apparmor=unconfined, "
           "or with "
           "--privileged";
  }
  return std::string("a kernel built with ") + kernel_option +
         "; if it is, a seccomp filter or a security module forbids it, and running as root may help";
}

}  // namespace

std::string remedy_text(Remedy remedy) {
  switch (remedy) {
    case Remedy::user_namespaces:
      return namespaces_text("CONFIG_USER_NS");
    case Remedy::network_namespaces:
      return namespaces_text("CONFIG_NET_NS");
    case Remedy::namespaces:
      return namespaces_text("CONFIG_NAMESPACES");
    case Remedy::container_proc:
      return "start the container with --security-opt systempaths=unconfined";
    case Remedy::ipv6:
      return "boot without ipv6.disable=1, and sysctl -w net.ipv6.conf.default.disable_ipv6=0";
  }
  return {};
}

}  // namespace parley::world

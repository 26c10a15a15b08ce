// `parley doctor`: what this machine allows, what is lost without the rest, and the setting that would allow
// it.
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "bindings/program/commands.hpp"
#include "bindings/program/doctor_text.hpp"
#include "engine/base/descriptor.hpp"
#include "engine/world/support.hpp"

namespace parley::program {
namespace {

Error listen_on_loopback() {
  const Descriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool listens =
      socket && ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0 &&
      ::listen(socket.get(), 1) == 0;
  return listens ? Error() : Error::system(errno);
}

Error start_a_process() {
  const pid_t child = ::fork();
  if (child < 0) return Error::system(errno);
  if (child == 0) ::_exit(0);
  while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
  }
  return {};
}

world::Check basic(const char* name, const Error& error, const char* remedy) {
  return {name, !error, error ? error.to_string() : "", "every scenario", error ? remedy : ""};
}

}  // namespace

int doctor_command(const Settings& settings, Console& console) {
  const world::Check process = basic("processes", start_a_process(),
                                     "raise the limit on processes (ulimit -u, or pids.max of the cgroup)");
  const world::Check loopback = basic("loopback sockets", listen_on_loopback(), "ip link set lo up");
  const bool usable = process.ok && loopback.ok;
  std::vector<world::Check> checks{process, loopback};
  if (process.ok) {  // the others are tried in children
    const std::vector<world::Check> more = world::check_machine();
    checks.insert(checks.end(), more.begin(), more.end());
  }
  const bool color = report::use_color(settings.color, report::color_surroundings(STDOUT_FILENO));
  console.out.write(doctor_text(checks, report::Style(color)));
  return usable ? exit_code::passed : exit_code::infrastructure;
}

}  // namespace parley::program

#include "engine/world/mounts.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>

#include "engine/world/step.hpp"

namespace parley::world {
namespace {

constexpr const char* scratch = "/dev/shm";

/// A file of ours: where it is made on the tmpfs, what it covers, what it says.
struct Cover {
  const char* source;
  const char* target;
  std::string content;
};

std::string hosts_file(const std::map<std::string, std::string>& hosts) {
  std::string text = "127.0.0.1 localhost\n::1 localhost ip6-localhost\n127.0.0.1 ";
  text.append(host_name).append("\n");
  for (const auto& [name, address] : hosts) text.append(address).append(" ").append(name).append("\n");
  return text;
}

std::string resolver_configuration() {
  std::string text = "nameserver ";
  return text.append(name_server_host).append("\noptions timeout:1 attempts:1\n");
}

}  // namespace

Error detach_mounts() {
  if (mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0) return {};
  return step_error("make mounts private", errno);
}

Error mount_proc() {
  if (mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) == 0) return {};
  return errno == EPERM ? Error() : step_error("mount /proc", errno);
}

Error mount_scratch() {
  if (mount("tmpfs", scratch, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") < 0) {
    return step_error("mount a tmpfs on /dev/shm", errno);
  }
  return mkdir(private_directory, 0700) == 0 ? Error() : step_error("make the scenario's directory", errno);
}

Error cover_etc(const Names& names) {
  const std::array<Cover, 3> covers = {{
      {"/dev/shm/.hosts", "/etc/hosts", hosts_file(names.hosts)},
      {"/dev/shm/.resolv.conf", "/etc/resolv.conf", resolver_configuration()},
      {"/dev/shm/.nsswitch.conf", "/etc/nsswitch.conf",
       names.name_server ? "hosts: files dns\n" : "hosts: files\n"},
  }};
  for (const Cover& cover : covers) {
    if (const Error error = write_file(cover.source, cover.content, O_WRONLY | O_CREAT)) return error;
    if (mount(cover.source, cover.target, nullptr, MS_BIND, nullptr) < 0 && errno != ENOENT) {
      return step_error(std::string("cover ") + cover.target, errno);
    }
  }
  return {};
}

}  // namespace parley::world

#include "engine/world/mounts.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <string>
#include <system_error>

#include "engine/world/kept.hpp"
#include "engine/world/step.hpp"

namespace parley::world {
namespace {

namespace fs = std::filesystem;

constexpr const char* scratch = "/dev/shm";
constexpr std::array<const char*, 3> cover_sources = {"/dev/shm/.hosts", "/dev/shm/.resolv.conf",
                                                      "/dev/shm/.nsswitch.conf"};

bool is_cover(const fs::path& path) {
  return std::find(cover_sources.begin(), cover_sources.end(), path.native()) != cover_sources.end();
}

Error make_directory() {
  return mkdir(private_directory, 0700) == 0 ? Error() : step_error("make the scenario's directory", errno);
}

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
  return make_directory();
}

Error clear_scratch() {
  std::error_code error;
  for (fs::directory_iterator entry(scratch, error), end; entry != end && !error; entry.increment(error))
    if (!is_cover(entry->path())) remove_directory(entry->path());
  return error ? step_error("empty /dev/shm", error.value()) : make_directory();
}

Error cover_etc(const Names& names) {
  const std::array<Cover, 3> covers = {{
      {cover_sources[0], "/etc/hosts", hosts_file(names.hosts)},
      {cover_sources[1], "/etc/resolv.conf", resolver_configuration()},
      {cover_sources[2], "/etc/nsswitch.conf", names.name_server ? "hosts: files dns\n" : "hosts: files\n"},
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

#include "engine/process/table.hpp"

#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <string_view>

#include "engine/base/file.hpp"

namespace parley::process {

namespace {

namespace fs = std::filesystem;

bool to_number(std::string_view text, unsigned long& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

std::string folder_of(pid_t pid) { return "/proc/" + std::to_string(pid); }

// The name stands in parentheses, and may have some in it.
bool read_entry(pid_t pid, Entry& entry) {
  std::string text;
  if (read_whole_file((folder_of(pid) + "/stat").c_str(), text)) return false;
  const std::size_t end = text.rfind(')');
  if (end == std::string::npos) return false;
  char state = 0;
  entry.pid = pid;
  const int count = std::sscanf(text.c_str() + end + 1, " %c %d %d %d", &state, &entry.parent, &entry.group,
                                &entry.session);
  entry.is_zombie = state == 'Z' || state == 'X';
  return count == 4;
}

// Where /proc could not be mounted anew it lists other numbers than this namespace's.
bool numbers_are_ours() {
  char text[32] = {};
  const ssize_t length = readlink("/proc/self", text, sizeof text - 1);
  return length > 0 && std::to_string(getpid()) == text;
}

}  // namespace

std::vector<Entry> all_processes() {
  std::vector<Entry> all;
  if (!numbers_are_ours()) return all;
  std::error_code ignored;
  for (fs::directory_iterator folder("/proc", ignored), end; folder != end; folder.increment(ignored)) {
    unsigned long pid = 0;
    Entry entry;
    if (to_number(folder->path().filename().native(), pid) && read_entry(static_cast<pid_t>(pid), entry))
      all.push_back(entry);
  }
  return all;
}

std::vector<pid_t> living_members(pid_t group) {
  std::vector<pid_t> members;
  for (const Entry& entry : all_processes())
    if (entry.group == group && !entry.is_zombie) members.push_back(entry.pid);
  return members;
}

std::vector<pid_t> family_of(const std::vector<Entry>& all, pid_t root) {
  std::vector<pid_t> family{root};
  const auto belongs = [&](pid_t pid) {
    return std::find(family.begin(), family.end(), pid) != family.end();
  };
  for (std::size_t before = 0; before != family.size();) {  // Until no generation adds anybody.
    before = family.size();
    for (const Entry& entry : all) {
      const bool related = entry.session == root || entry.group == root || belongs(entry.parent);
      if (related && !belongs(entry.pid)) family.push_back(entry.pid);
    }
  }
  return family;
}

std::string command_of(pid_t pid) {
  std::string text;
  if (!read_whole_file((folder_of(pid) + "/cmdline").c_str(), text) && !text.empty()) {
    std::replace(text.begin(), text.end(), '\0', ' ');
  } else if (read_whole_file((folder_of(pid) + "/comm").c_str(), text)) {
    return "?";
  }
  text.erase(text.find_last_not_of(" \n") + 1);
  return text;
}

bool holds_socket(pid_t pid, const std::vector<ino_t>& inodes) {
  constexpr std::string_view prefix = "socket:[";
  std::error_code ignored;
  for (fs::directory_iterator link(folder_of(pid) + "/fd", ignored), end; link != end;
       link.increment(ignored)) {
    char target[64];
    const ssize_t length = readlink(link->path().c_str(), target, sizeof target);
    std::string_view text(target, length > 0 ? static_cast<std::size_t>(length) : 0);
    if (!text.starts_with(prefix)) continue;
    text.remove_prefix(prefix.size());
    unsigned long inode = 0;
    if (to_number(text.substr(0, text.find(']')), inode) &&
        std::binary_search(inodes.begin(), inodes.end(), inode))
      return true;
  }
  return false;
}

}  // namespace parley::process

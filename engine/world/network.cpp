#include "engine/world/network.hpp"

#include <fcntl.h>
#include <linux/inet_diag.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "engine/base/file.hpp"
#include "engine/net/netlink.hpp"
#include "engine/world/loopback.hpp"
#include "engine/world/step.hpp"

namespace parley::world {
namespace {

/// What to look for: every state but that of listeners and, since Linux 6.9, that of what is only bound (13,
/// which <netinet/tcp.h> does not name): those stand in tables that the networks share.
constexpr std::uint32_t states_of_connections = ~(1U << TCP_LISTEN | 1U << 13U);

inet_diag_req_v2 connections_of(int family) {
  inet_diag_req_v2 request{};
  request.sdiag_family = static_cast<std::uint8_t>(family);
  request.sdiag_protocol = IPPROTO_TCP;
  request.idiag_states = states_of_connections;
  return request;
}

/// Nothing where the kernel does not tell.
std::optional<std::vector<inet_diag_msg>> find_connections(const net::Netlink& diag, int family) {
  std::vector<inet_diag_msg> found;
  const auto take = [&found](std::string_view contents) {
    inet_diag_msg& message = found.emplace_back();
    std::memcpy(&message, contents.data(), std::min(contents.size(), sizeof message));
  };
  if (!diag.ask(SOCK_DIAG_BY_FAMILY, NLM_F_DUMP, connections_of(family), take)) return std::nullopt;
  return found;
}

/// Whether there are none of `family` then. One that ends by itself meanwhile is none, too.
bool end_connections(const net::Netlink& diag, int family) {
  const auto found = find_connections(diag, family);
  if (!found || found->empty()) return found.has_value();
  for (const inet_diag_msg& connection : *found) {
    inet_diag_req_v2 request = connections_of(family);
    request.id = connection.id;
    diag.ask(SOCK_DESTROY, NLM_F_ACK, request, [](std::string_view) {});
  }
  const auto left = find_connections(diag, family);
  return left && left->empty();
}

/// Whether no core has packets that nobody has looked at, of this network or another one: the twelfth column
/// of /proc/net/softnet_stat, hexadecimal, since Linux 5.10.
bool no_packet_waits() {
  constexpr int column = 12;
  std::string text;
  if (read_whole_file("/proc/net/softnet_stat", text)) return false;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::string word;
    for (int i = 0; i < column; ++i) words >> word;
    if (!words || word.find_first_not_of('0') != std::string::npos) return false;
  }
  return !text.empty();
}

}  // namespace

Error make_network(const Names& names) {
  if (const Error error = raise_loopback()) return error;
  return names.name_server ? add_loopback_address(name_server_host) : Error();
}

bool keep_tables_small() {
  return !write_file("/proc/sys/net/ipv4/tcp_child_ehash_entries", "1024", O_WRONLY);
}

bool forget_peers() { return !write_file("/proc/sys/net/ipv4/tcp_no_metrics_save", "1", O_WRONLY); }

bool empty_network() {
  const net::Netlink diag(NETLINK_SOCK_DIAG);
  return end_connections(diag, AF_INET) && end_connections(diag, AF_INET6) && no_packet_waits();
}

}  // namespace parley::world

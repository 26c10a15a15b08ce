// Connections that stay open and say nothing: how long it takes to open them all, and what a pair of ends
// takes of the process's memory. Both ends are registered with epoll. In the end a byte goes through each, to
// see that it is one.
//
//   idle_epoll COUNT TIMES     opens COUNT and closes them, TIMES times; the memory is that of the first time
#include <fstream>
#include <list>

#include "tests/bench/plain/loopback.hpp"

namespace {

using parley::bench::give_up;

/// What a program keeps for an end, at the least: its descriptor, and where it stands.
struct End {
  parley::Descriptor fd;
  int state = 0;
};

/// Bytes of this process that are in memory (proc(5), statm).
double resident() {
  std::ifstream file("/proc/self/statm");
  double all = 0;
  double pages = 0;
  file >> all >> pages;
  return pages * static_cast<double>(sysconf(_SC_PAGESIZE));
}

void open_all(const parley::Descriptor& epoll, parley::bench::Bound& listener, std::list<End>& ends,
              long count) {
  for (long i = 0; i < count; ++i) {
    parley::bench::Pair pair = parley::bench::connected_pair(listener, SOCK_NONBLOCK);
    for (parley::Descriptor* fd : {&pair.client, &pair.server}) {
      End& end = ends.emplace_back(End{std::move(*fd)});
      parley::bench::watch(epoll, end.fd.get(), EPOLLIN | EPOLLOUT | EPOLLRDHUP | EPOLLET, &end);
    }
  }
}

/// The ends stand in the list as pairs, client first.
void try_all(const std::list<End>& ends) {
  for (auto end = ends.begin(); end != ends.end(); ++end) {
    char byte = 'x';
    if (send((end++)->fd.get(), &byte, 1, MSG_NOSIGNAL) != 1) give_up("send");
    if (recv(end->fd.get(), &byte, 1, 0) != 1) give_up("recv");
  }
}

}  // namespace

int main(int argc, char** argv) {
  const long count = parley::bench::number(argc, argv, 1, 9'000);
  const long times = parley::bench::number(argc, argv, 2, 1);
  const parley::Descriptor epoll = parley::bench::new_epoll();
  parley::bench::Bound listener = parley::bench::listener(0);
  double seconds = 0;
  double bytes = 0;
  for (long i = 0; i < times; ++i) {
    std::list<End> ends;
    const double before = resident();
    const auto began = parley::bench::Clock::now();
    open_all(epoll, listener, ends, count);
    seconds += parley::bench::seconds_since(began);
    if (i == 0) bytes = resident() - before;
    try_all(ends);
  }
  std::printf("bench: seconds %.9f bytes_a_pair %.1f\n", seconds, bytes / static_cast<double>(count));
}

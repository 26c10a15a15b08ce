#include "engine/world/packet_tap.hpp"

#include <arpa/inet.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <sys/mman.h>
#include <sys/socket.h>

#include <atomic>
#include <cerrno>
#include <cstring>

#include "engine/base/file.hpp"
#include "engine/net/spooled_packet.hpp"
#include "engine/world/step.hpp"

namespace parley::world {
namespace {

/// A block holds seven of the largest packets of lo, 64 KiB and their headers. All of them together hold what
/// passes while the keeper waits for a core.
constexpr unsigned block_size = 512U << 10U;
constexpr unsigned block_count = 16;
constexpr std::size_t ring_size = std::size_t{block_size} * block_count;
/// In milliseconds: after that the kernel hands out a block that is not full.
constexpr unsigned patience = 250;
/// What is written at once.
constexpr std::size_t most_buffered = std::size_t{1} << 20U;

Error set_up(int socket) {
  const int version = TPACKET_V3;
  if (setsockopt(socket, SOL_PACKET, PACKET_VERSION, &version, sizeof version) < 0)
    return step_error("choose TPACKET_V3", errno);
  // Each packet on lo is seen twice: as it is sent, and as it comes. The second sight is enough.
  const int ignore = 1;
  if (setsockopt(socket, SOL_PACKET, PACKET_IGNORE_OUTGOING, &ignore, sizeof ignore) < 0)
    return step_error("ignore outgoing packets", errno);
  tpacket_req3 request{};
  request.tp_block_size = block_size;
  request.tp_block_nr = block_count;
  request.tp_frame_size = 2048;
  request.tp_frame_nr = block_size / request.tp_frame_size * block_count;
  request.tp_retire_blk_tov = patience;
  if (setsockopt(socket, SOL_PACKET, PACKET_RX_RING, &request, sizeof request) < 0)
    return step_error("make a ring for packets", errno);
  return {};
}

Error bind_to_lo(int socket) {
  sockaddr_ll address{};
  address.sll_family = AF_PACKET;
  address.sll_protocol = htons(ETH_P_ALL);
  address.sll_ifindex = static_cast<int>(if_nametoindex("lo"));
  if (bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) < 0)
    return step_error("take the packets of lo", errno);
  return {};
}

tpacket_hdr_v1& header_of(char* block) { return reinterpret_cast<tpacket_block_desc*>(block)->hdr.bh1; }

bool is_ours(const tpacket_hdr_v1& header) {
  const bool ours = (header.block_status & TP_STATUS_USER) != 0;
  std::atomic_thread_fence(std::memory_order_acquire);
  return ours;
}

void append(std::string& to, const tpacket3_hdr& packet) {
  net::SpooledPacket header;
  header.time = std::int64_t{packet.tp_sec} * 1'000'000'000 + packet.tp_nsec;
  header.kept = packet.tp_snaplen;
  header.length = packet.tp_len;
  header.unfinished = (packet.tp_status & TP_STATUS_CSUMNOTREADY) != 0 ? 1 : 0;
  to.append(reinterpret_cast<const char*>(&header), sizeof header);
  to.append(reinterpret_cast<const char*>(&packet) + packet.tp_mac, packet.tp_snaplen);
}

}  // namespace

PacketTap::~PacketTap() {
  if (memory_ != nullptr) munmap(memory_, ring_size);
}

Error PacketTap::open(int spool) {
  spool_ = spool;
  socket_ = Descriptor(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
  if (!socket_) return step_error("capture packets", errno);
  if (Error error = set_up(socket_.get())) return error;
  void* memory = mmap(nullptr, ring_size, PROT_READ | PROT_WRITE, MAP_SHARED, socket_.get(), 0);
  if (memory == MAP_FAILED) return step_error("map the ring of packets", errno);
  memory_ = static_cast<char*>(memory);
  madvise(memory_, ring_size, MADV_DONTFORK);
  return bind_to_lo(socket_.get());
}

char* PacketTap::block(unsigned number) const { return memory_ + std::size_t{number} * block_size; }

void PacketTap::take_block(unsigned number) {
  tpacket_hdr_v1& header = header_of(block(number));
  const char* at = block(number) + header.offset_to_first_pkt;
  for (unsigned i = 0; i < header.num_pkts; ++i) {
    const auto& packet = *reinterpret_cast<const tpacket3_hdr*>(at);
    append(buffer_, packet);
    at += packet.tp_next_offset;
  }
  if (buffer_.size() >= most_buffered) write_out();
}

void PacketTap::write_out() {
  if (!full_) full_ = static_cast<bool>(write_all(spool_, buffer_));
  buffer_.clear();
}

void PacketTap::drain() {
  if (memory_ == nullptr) return;
  // Of a script that takes lo down poll would tell until somebody asks.
  int error = 0;
  socklen_t size = sizeof error;
  getsockopt(socket_.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  while (is_ours(header_of(block(next_)))) {
    take_block(next_);
    tpacket_hdr_v1& header = header_of(block(next_));
    header.num_pkts = 0;
    std::atomic_thread_fence(std::memory_order_release);
    header.block_status = TP_STATUS_KERNEL;
    next_ = (next_ + 1) % block_count;
  }
}

// The kernel counts in the block that it fills as it goes (af_packet.c, prb_fill_curr_block), so nobody has
// to wait until it hands that out. One that it has not begun anew holds nothing: drain() left it at 0.
void PacketTap::finish() {
  if (memory_ == nullptr) return;
  drain();
  take_block(next_);
  net::SpooledPacket last;
  tpacket_stats_v3 statistics{};
  socklen_t size = sizeof statistics;
  if (getsockopt(socket_.get(), SOL_PACKET, PACKET_STATISTICS, &statistics, &size) == 0)
    last.dropped = statistics.tp_drops;
  buffer_.append(reinterpret_cast<const char*>(&last), sizeof last);
  write_out();
}

}  // namespace parley::world

// Takes the packets that pass lo in a private network, and puts them into a file as net::SpooledPacket has
// it. The kernel writes them into a ring of memory (packet(7), PACKET_RX_RING, version TPACKET_V3); the
// keeper empties it when a block is full, and at the end.
#pragma once

#include <string>

#include "engine/base/descriptor.hpp"
#include "engine/base/error.hpp"

namespace parley::world {

class PacketTap {
 public:
  PacketTap() = default;
  PacketTap(const PacketTap&) = delete;
  PacketTap& operator=(const PacketTap&) = delete;
  ~PacketTap();

  /// Begins to take packets from the lo of the calling process's network, into the file `spool`, which is the
  /// caller's. Needs CAP_NET_RAW there. Waits for the kernel for some 20 ms, without work (RCU). The ring is
  /// not handed on by fork(2). Errors: a step_error.
  Error open(int spool);

  /// Becomes readable when there is a full block, or one that is not full but old; -1 where nothing is taken.
  int fd() const { return socket_.get(); }
  /// Empties the full blocks.
  void drain();
  /// Empties all of it, the block that the kernel is filling too, and says how many packets were dropped. To
  /// be called once nobody sends any more.
  void finish();

 private:
  char* block(unsigned number) const;
  void take_block(unsigned number);
  void write_out();

  Descriptor socket_;
  char* memory_ = nullptr;
  unsigned next_ = 0;  ///< The block that is looked at next.
  int spool_ = -1;
  bool full_ = false;   ///< The file takes nothing more.
  std::string buffer_;  ///< What goes into the file next.
};

}  // namespace parley::world

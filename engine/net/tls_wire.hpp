// The way of TLS to the kernel: what an OpenSSL session writes and reads goes through a descriptor that never
// waits, and is counted, since a search for deadlocks must know what is under way. A session drives it.
#pragma once

#include <cstdint>

struct bio_st;

namespace parley::tls {

struct Wire {
  int fd = -1;
  std::uint64_t sent = 0;   ///< Bytes that the kernel took.
  std::uint64_t taken = 0;  ///< Bytes that it gave.
  int error = 0;            ///< The errno of the last call that failed, but for EAGAIN.
  bool is_starved = false;  ///< The kernel had nothing to give, at the last call.
  bool ended = false;       ///< The peer finished writing.
  bool is_closing = false;  ///< What is there is taken, but nothing is sent any more, and no end is met.
};

/// A BIO over `wire`, which must outlive it; the session that it is given to frees it. Null without memory.
bio_st* make_bio(Wire& wire);

}  // namespace parley::tls

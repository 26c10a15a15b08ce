#include "engine/net/tls_wire.hpp"

#include <openssl/bio.h>

#include "engine/net/transfer.hpp"

namespace parley::tls {

namespace {

Wire& wire_of(BIO* bio) { return *static_cast<Wire*>(BIO_get_data(bio)); }

int write_wire(BIO* bio, const char* data, int size) {
  Wire& wire = wire_of(bio);
  BIO_clear_retry_flags(bio);
  if (wire.is_closing) return size;
  const net::Count count = net::send(wire.fd, data, static_cast<std::size_t>(size));
  if (count.would_wait()) {
    BIO_set_retry_write(bio);
    return -1;
  }
  if (!count.ok()) {
    wire.error = count.error;
    return -1;
  }
  wire.sent += static_cast<std::uint64_t>(count.value);
  return static_cast<int>(count.value);
}

int read_wire(BIO* bio, char* buffer, int size) {
  Wire& wire = wire_of(bio);
  BIO_clear_retry_flags(bio);
  const net::Count count = net::receive(wire.fd, buffer, static_cast<std::size_t>(size));
  if (count.would_wait() || (wire.is_closing && count.value <= 0)) {
    wire.is_starved = true;
    BIO_set_retry_read(bio);
    return -1;
  }
  if (!count.ok()) {
    wire.error = count.error;
    return -1;
  }
  wire.ended = count.value == 0 && size > 0;
  wire.taken += static_cast<std::uint64_t>(count.value);
  return static_cast<int>(count.value);
}

long control_wire(BIO* bio, int command, long /*number*/, void* /*pointer*/) {
  if (command == BIO_CTRL_FLUSH) return 1;
  if (command == BIO_CTRL_EOF) return wire_of(bio).ended ? 1 : 0;
  return 0;
}

BIO_METHOD* make_method() {
  BIO_METHOD* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "parley wire");
  if (method == nullptr) return nullptr;
  BIO_meth_set_write(method, write_wire);
  BIO_meth_set_read(method, read_wire);
  BIO_meth_set_ctrl(method, control_wire);
  return method;
}

}  // namespace

bio_st* make_bio(Wire& wire) {
  static BIO_METHOD* const method = make_method();  // For the life of the process.
  BIO* bio = method == nullptr ? nullptr : BIO_new(method);
  if (bio == nullptr) return nullptr;
  BIO_set_data(bio, &wire);
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace parley::tls

// Apart, and ldns last, since macros of its headers clash with names of the standard library's.
#include "tests/engine/dns_queries.hpp"

#include <ldns/ldns.h>

namespace parley::dns {

bool is_message(const std::string& bytes) {
  ldns_pkt* packet = nullptr;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const bool fine = ldns_wire2pkt(&packet, data, bytes.size()) == LDNS_STATUS_OK;
  ldns_pkt_free(packet);
  return fine;
}

}  // namespace parley::dns

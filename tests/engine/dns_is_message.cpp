#include "tests/engine/dns_is_message.hpp"

#include <ldns/ldns.h>

#include <cstdint>

namespace parley::dns {

bool is_message(const std::string& bytes) {
  ldns_pkt* packet = nullptr;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  const bool fine = ldns_wire2pkt(&packet, data, bytes.size()) == LDNS_STATUS_OK;
  ldns_pkt_free(packet);
  return fine;
}

}  // namespace parley::dns

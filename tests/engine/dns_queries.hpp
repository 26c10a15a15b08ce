// What the tests of the name server share: a zone with everything in it, and queries as bytes.
#pragma once

#include <string>
#include <string_view>

#include "engine/dns/responder.hpp"

namespace parley::dns {

inline Answer with_records(std::vector<Record> records) {
  Answer answer;
  answer.records = std::move(records);
  return answer;
}

/// A zone with an answer of each kind.
inline void fill(Zone& zone) {
  zone.set("www.test", {with_records({{"A", "127.0.0.2", 60}, {"AAAA", "::1", 60}})});
  zone.set("alias.test", {with_records({{"CNAME", "www.test.", 60}})});
  zone.set("circle.test", {with_records({{"CNAME", "circle.test.", 60}})});
  zone.set("mail.test", {with_records({{"MX", "10 www.test.", 60}, {"TXT", "\"a\\034b\"", 60}})});
  zone.set("_sip._tcp.test", {with_records({{"SRV", "0 5 5060 www.test.", 60}})});
  Answer many;
  for (int i = 1; i < 100; ++i) many.records.push_back({"A", "127.0.1." + std::to_string(i), 60});
  zone.set("many.test", {many});
  Answer silent, asks;
  silent.silent = true;
  asks.asks = true;
  zone.set("silent.test", {silent});
  zone.set("asks.test", {asks});
}

inline std::string two_bytes(unsigned value) {
  return {static_cast<char>(value >> 8 & 0xff), static_cast<char>(value & 0xff)};
}

/// A query with the id 77 for `name`, with an OPT record for messages of `size` bytes where that is not 0.
inline std::string query_for(std::string_view name, unsigned type, unsigned size = 0) {
  std::string bytes = two_bytes(77) + two_bytes(0x0100) + two_bytes(1) + two_bytes(0) + two_bytes(0);
  bytes += two_bytes(size > 0 ? 1 : 0);
  while (!name.empty()) {
    const std::string_view label = name.substr(0, name.find('.'));
    bytes += static_cast<char>(label.size());
    bytes += label;
    name.remove_prefix(std::min(name.size(), label.size() + 1));
  }
  bytes += '\0' + two_bytes(type) + two_bytes(1);
  if (size > 0) bytes += '\0' + two_bytes(41) + two_bytes(size) + std::string(6, '\0');
  return bytes;
}

}  // namespace parley::dns

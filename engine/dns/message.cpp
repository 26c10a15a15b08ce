#include "engine/dns/message.hpp"

#include <ldns/ldns.h>

#include <algorithm>
#include <cstdlib>
#include <memory>

namespace parley::dns {
namespace {

constexpr std::size_t header_size = 12;
constexpr unsigned response_bit = 0x80;  // Of the third byte.
constexpr std::uint16_t own_udp_limit = 1232;

struct Free {
  void operator()(ldns_pkt* packet) const { ldns_pkt_free(packet); }
  void operator()(ldns_rr* record) const { ldns_rr_free(record); }
  void operator()(char* text) const { std::free(text); }
  void operator()(std::uint8_t* bytes) const { std::free(bytes); }
};
using Packet = std::unique_ptr<ldns_pkt, Free>;
using OwnedRecord = std::unique_ptr<ldns_rr, Free>;
using Text = std::unique_ptr<char, Free>;

Packet parsed(std::string_view message) {
  ldns_pkt* packet = nullptr;
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(message.data());
  const bool fine = ldns_wire2pkt(&packet, bytes, message.size()) == LDNS_STATUS_OK;
  return Packet(fine ? packet : nullptr);
}

Query faulty(Query query, Code code) {
  query.kind = Query::Kind::faulty;
  query.code = code;
  return query;
}

void read_question(const ldns_rr* question, Query& query) {
  const Text name(ldns_rdf2str(ldns_rr_owner(question)));
  query.name = name ? name.get() : "";
  if (query.name.ends_with('.')) query.name.pop_back();
  query.type_number = static_cast<std::uint16_t>(ldns_rr_get_type(question));
  const Text type(ldns_rr_type2str(ldns_rr_get_type(question)));
  query.type = type ? type.get() : "";
}

OwnedRecord made(const std::string& owner, const Record& record) {
  const std::string text =
      owner + ". " + std::to_string(record.ttl) + " IN " + record.type + " " + record.data;
  ldns_rr* result = nullptr;
  const bool fine = ldns_rr_new_frm_str(&result, text.c_str(), 0, nullptr, nullptr) == LDNS_STATUS_OK;
  return OwnedRecord(fine ? result : nullptr);
}

// The packet takes what it is given.
void push(ldns_pkt* packet, ldns_pkt_section section, OwnedRecord record) {
  if (record && ldns_pkt_push_rr(packet, section, record.get())) {
    [[maybe_unused]] const ldns_rr* taken = record.release();
  }
}

void push_question(ldns_pkt* packet, const Query& query) {
  if (query.type.empty()) return;
  ldns_rdf* name = ldns_dname_new_frm_str((query.name + ".").c_str());
  if (name == nullptr) return;
  OwnedRecord question(ldns_rr_new());
  ldns_rr_set_question(question.get(), true);
  ldns_rr_set_owner(question.get(), name);
  ldns_rr_set_type(question.get(), static_cast<ldns_rr_type>(query.type_number));
  ldns_rr_set_class(question.get(), LDNS_RR_CLASS_IN);
  push(packet, LDNS_SECTION_QUESTION, std::move(question));
}

Packet response_to(const Query& query, Code code) {
  Packet packet(ldns_pkt_new());
  ldns_pkt_set_id(packet.get(), query.id);
  ldns_pkt_set_qr(packet.get(), true);
  // glibc takes an empty response without either of the two for one of a server that knows nothing.
  ldns_pkt_set_aa(packet.get(), true);
  ldns_pkt_set_ra(packet.get(), true);
  ldns_pkt_set_rd(packet.get(), query.recursion_desired);
  ldns_pkt_set_opcode(packet.get(), static_cast<ldns_pkt_opcode>(query.opcode));
  ldns_pkt_set_rcode(packet.get(), static_cast<std::uint8_t>(code));
  if (query.extended) ldns_pkt_set_edns_udp_size(packet.get(), own_udp_limit);
  push_question(packet.get(), query);
  return packet;
}

std::string bytes_of(const ldns_pkt* packet) {
  std::uint8_t* bytes = nullptr;
  std::size_t size = 0;
  if (ldns_pkt2wire(&bytes, packet, &size) != LDNS_STATUS_OK) return {};
  const std::unique_ptr<std::uint8_t, Free> owner(bytes);
  return {reinterpret_cast<const char*>(bytes), size};
}

}  // namespace

Query read_query(std::string_view message) {
  Query query;
  if (message.size() < header_size) return query;
  const auto byte = [message](std::size_t at) { return static_cast<unsigned char>(message[at]); };
  if ((byte(2) & response_bit) != 0) return query;
  query.id = static_cast<std::uint16_t>(byte(0) << 8 | byte(1));
  query.opcode = static_cast<std::uint8_t>(byte(2) >> 3 & 0xf);
  query.recursion_desired = (byte(2) & 1) != 0;
  if (query.opcode != LDNS_PACKET_QUERY) return faulty(std::move(query), Code::not_implemented);
  const Packet packet = parsed(message);
  if (!packet || ldns_pkt_qdcount(packet.get()) != 1) return faulty(std::move(query), Code::format_error);
  const ldns_rr* question = ldns_rr_list_rr(ldns_pkt_question(packet.get()), 0);
  if (ldns_rr_get_class(question) != LDNS_RR_CLASS_IN) return faulty(std::move(query), Code::refused);
  read_question(question, query);
  query.extended = ldns_pkt_edns(packet.get());
  if (query.extended) {
    query.udp_limit = std::max<std::size_t>(smallest_limit, ldns_pkt_edns_udp_size(packet.get()));
  }
  query.kind = Query::Kind::question;
  return query;
}

std::string write_response(const Query& query, const Response& response, bool truncated, std::size_t limit) {
  const Packet packet = response_to(query, response.code);
  if (!truncated) {
    for (const Response::Owned& owned : response.records) {
      push(packet.get(), LDNS_SECTION_ANSWER, made(owned.owner, owned.record));
    }
    std::string bytes = bytes_of(packet.get());
    // ldns gives nothing where the message is longer than any can be.
    if (!bytes.empty() && bytes.size() <= limit) return bytes;
  }
  const Packet shorter = response_to(query, response.code);
  ldns_pkt_set_tc(shorter.get(), true);
  return bytes_of(shorter.get());
}

bool is_record(const Record& record) { return made("owner.test", record) != nullptr; }

}  // namespace parley::dns

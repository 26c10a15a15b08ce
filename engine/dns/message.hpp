// Messages of the domain name system, as bytes and back, by ldns: RFC 1035, and the larger UDP messages of
// RFC 6891. Pure functions; whatever the bytes are, they are read inside their bounds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/dns/zone.hpp"

namespace parley::dns {

/// The longest message over UDP where the client says nothing else, and over TCP.
inline constexpr std::size_t smallest_limit = 512;
inline constexpr std::size_t largest_limit = 65535;

/// What came in.
struct Query {
  enum class Kind : std::uint8_t {
    question,  ///< To be answered from the zone.
    faulty,    ///< To be answered with `code`.
    no_query,  ///< To be dropped: too short to have an id, or itself a response.
  };
  Kind kind = Kind::no_query;
  Code code = Code::no_error;
  std::uint16_t id = 0;
  std::uint16_t type_number = 0;
  std::uint8_t opcode = 0;
  bool recursion_desired = false;
  bool extended = false;  ///< It has an OPT record (RFC 6891); so will the response.
  std::size_t udp_limit = smallest_limit;
  std::string name;  ///< As the client wrote it, without the dot at the end; of the root "".
  std::string type;  ///< "AAAA"; "TYPE999" for one without a name.
};

Query read_query(std::string_view message);

/// The message that answers `query` with `response`, `limit` bytes at the most: beyond that, or where
/// `truncated` says so, it has the flag TC and no records.
std::string write_response(const Query& query, const Response& response, bool truncated, std::size_t limit);

/// Whether `record` can go into a message.
bool is_record(const Record& record);

}  // namespace parley::dns

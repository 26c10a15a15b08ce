// What the name server says to a message: bytes in; bytes and a delay out, or a ticket where the script has
// to be asked. It knows no socket, so that a test can feed it whatever it likes. The Server drives it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/dns/message.hpp"
#include "engine/dns/zone.hpp"

namespace parley::dns {

enum class Transport : std::uint8_t { udp, tcp };

inline const char* name_of(Transport transport) { return transport == Transport::udp ? "udp" : "tcp"; }

/// A query that could be read, for whoever wants to know what was asked.
struct Seen {
  std::string name;  ///< As the client wrote it.
  std::string type;
  Transport transport{};
};

struct Outcome {
  std::string bytes;         ///< The message to send back; empty for none.
  Duration delay{};          ///< How much later.
  std::uint64_t ticket = 0;  ///< Above 0: the script is to be asked what it says of `seen`; then reply().
  Seen seen;
};

class Responder {
 public:
  Zone& zone() { return zone_; }
  /// From now on `told` is told of each query as it comes.
  void tell(std::function<void(const Seen&)> told) { told_ = std::move(told); }
  /// The queries so far, in the order in which they came. No more than most_seen are kept.
  const std::vector<Seen>& seen() const { return seen_; }
  static constexpr std::size_t most_seen = 100'000;

  /// A new scenario begins: an empty zone, nothing seen, no ticket open.
  void begin();
  Outcome take(std::string_view message, Transport transport);
  /// The script's answer to what `ticket` stands for. An Outcome without bytes where nobody waits for it any
  /// more. It may be another ticket's: a CNAME leads to a name for which the script is asked again.
  Outcome reply(std::uint64_t ticket, const Answer& answer);

 private:
  struct Open {
    Query query;
    Response response;
    Transport transport{};
  };
  void note(Seen query);
  Outcome conclude(Open open);

  Zone zone_;
  std::vector<Seen> seen_;
  std::function<void(const Seen&)> told_;
  std::map<std::uint64_t, Open> open_;
  std::uint64_t last_ticket_ = 0;
};

}  // namespace parley::dns

// A conversation: who began it with whom, and its two halves. The recorder makes one for every connect,
// socket pair, pair of datagram sockets and failed lookup; each becomes a block of the transcript.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/transcript/half.hpp"
#include "engine/transcript/recorder.hpp"

namespace parley::transcript {

/// The initiator's side and the other one; a half is named by the side that writes it.
enum class Side : std::uint8_t { initiator = 0, peer = 1 };

inline constexpr Role nobody = -1;

/// A line about a conversation that is no part of it: what a relay was set to do.
struct Note {
  std::uint64_t position = 0;    ///< What the initiator had written, as far as who set it knew: a place.
  std::uint64_t dependency = 0;  ///< What the initiator had taken: a place.
  Role by = nobody;
  std::string text;
  std::size_t errors_before = 0;  ///< How many calls of the initiator's had failed.
};

struct Conversation {
  enum class Kind : std::uint8_t {
    addressed,  ///< From one to another, at an address.
    pair,       ///< socketpair().
    alone,      ///< A datagram socket that failed before it met anybody.
    lookup,     ///< The resolver's; `address` is the host.
    call,       ///< A call that failed, of no conversation; `address` is its name.
  };

  Protocol protocol = Protocol::tcp;
  Kind kind = Kind::addressed;
  bool messages = false;        ///< Boundaries matter: a record is a message, and nothing is merged.
  bool established = false;     ///< Bytes can pass; before that, closing is no EOF.
  bool peer_is_inside = false;  ///< Who should take what the initiator sends is a role of this scenario.
  bool began_outside = false;   ///< The initiator is a process; what it takes is not seen.
  bool superseded = false;      ///< Turned out to be the other end of another one; or is not told.
  bool untold = false;          ///< Nothing is kept of what passes in it.
  bool relayed = false;         ///< The initiator is a relay (relays.hpp).
  std::uint16_t port = 0;       ///< That the initiator wrote to, with the host (or path) below.
  const std::string* host = nullptr;
  std::uint32_t number = 0;  ///< The order in which conversations began.
  Role initiator = nobody;
  Role peer = nobody;
  const std::string* peer_name = nullptr;  ///< A process outside, where `peer` is nobody.
  const std::string* address = nullptr;    ///< As it is printed, without the protocol.
  std::array<End*, 2> ends{};
  std::array<Half, 2> halves{};
  std::vector<Note> notes;
  const Conversation* passed_on = nullptr;  ///< What a relay passes on in this one, whose notes hold here.
  std::uint64_t relay_knows = 0;  ///< Where a relay began it: what of it was known to whom it passes on.

  /// As whom the conversation is told: the end that began it, or the other one where that one is not seen.
  Side teller() const { return began_outside ? Side::peer : Side::initiator; }
  Side side_of(const transcript::End& end) const { return ends[0] == &end ? Side::initiator : Side::peer; }
  Half& written_by(Side side) { return halves[static_cast<std::size_t>(side)]; }
  const Half& written_by(Side side) const { return halves[static_cast<std::size_t>(side)]; }
  Half& read_by(Side side) { return halves[1 - static_cast<std::size_t>(side)]; }
  /// The places up to which a task of that side knows what it has taken, or written; of the side that does
  /// not tell all counts, as it never shows.
  std::uint64_t taken_as_known(Side side, const Mind* mind) {
    if (relayed && side == teller()) return relay_knows;
    return side == teller() ? read_by(side).taken_as_known(mind) : read_by(side).taken_place();
  }
  std::uint64_t written_as_known(Side side, const Mind* mind) {
    return side == teller() ? written_by(side).written_as_known(mind) : written_by(side).written_place();
  }
  /// Whether it knows all that its side has done there.
  bool knows_all(Side side, const Half& half, const Mind* mind) const {
    return side != teller() || half.users().is_only(mind);
  }
  /// What `end` writes, and what it reads.
  Half& out(const transcript::End& end) { return written_by(side_of(end)); }
  Half& in(const transcript::End& end) { return read_by(side_of(end)); }
};

/// The half that an end writes or takes, in use: the teller's by the task that acts.
class InUse {
 public:
  InUse(const Conversation& conversation, Side side, Half& half, Users::Use use, Mind* mind)
      : half_(half), use_(use), mind_(mind), counts_(side == conversation.teller()) {
    if (counts_) half_.users().begin(mind_, half_, use_, place());
  }
  InUse(const InUse&) = delete;
  InUse& operator=(const InUse&) = delete;
  ~InUse() {
    if (counts_) half_.users().end(mind_, half_, place());
  }

 private:
  std::uint64_t place() const {
    return use_ == Users::Use::write ? half_.written_place() : half_.taken_place();
  }

  Half& half_;
  Users::Use use_;
  Mind* mind_;
  bool counts_;
};

/// `accepted` turns out to be the other end of what `connector` began. Whatever it was told of before that,
/// in a conversation of its own, moves over.
void link(transcript::End& connector, transcript::End& accepted);

}  // namespace parley::transcript

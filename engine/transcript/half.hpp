// One half of a conversation: what one end wrote and the other took, with what the writer knew when it wrote.
// The recorder drives it with every call of a socket, so the ordinary case is short and in this header; the
// canonical form reads it. Which rules it follows:
//
// - Bytes are recorded when the reader takes them. Where the reader is not seen (a process outside, or an end
//   that nobody has accepted yet), they are recorded when they are sent.
// - A conversation is told as one of its ends saw it, the teller: the one that began it, or the other where
//   that one is not seen. The teller's half breaks between two sends if it took something in between, as far
//   as the task that sends knows (mind.hpp), and the half that it takes breaks there as well. What the other
//   end had taken when it sent does not count: how much that is depends on how its reads happened to be cut.
//   Both halves also break after a declared read, at urgent bytes, and where a call failed. What lies between
//   two breaks is a piece.
// - A position counts bytes, or messages where their boundaries matter. The end of the half is one more unit,
//   so that whoever was told of it has taken it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/transcript/arena.hpp"
#include "engine/transcript/marks.hpp"
#include "engine/transcript/mind.hpp"
#include "engine/transcript/running_hash.hpp"
#include "engine/transcript/urgent.hpp"

namespace parley::transcript {

/// A piece is kept whole up to here; of a longer one this much of its beginning, its length and its hash.
inline constexpr std::uint64_t keep_limit = 4096;
inline constexpr std::uint64_t head_of_long = 64;

/// What lies between two breaks; in a half of messages, a message. Small: a long exchange has one for every
/// turn.
struct Piece {
  std::uint64_t start = 0;       ///< The position of its first unit.
  std::uint64_t dependency = 0;  ///< What of the other half its writer had taken when it wrote it: a place.
  char* bytes = nullptr;         ///< Those that are kept.
  std::uint64_t length = 0;      ///< In bytes.

  bool is_long() const { return length > keep_limit; }
  std::size_t kept() const { return is_long() ? head_of_long : length; }
  std::string_view head() const { return {bytes, kept()}; }
};

/// A call that failed on one side, in the order of that side's program.
struct CallError {
  std::uint64_t position = 0;    ///< What that side had written: a place.
  std::uint64_t dependency = 0;  ///< What it had taken: a place.
  int role = -1;
  std::string call;
  std::string symbol;
};

/// Open descriptors that the writer passed with what it wrote next (SCM_RIGHTS).
struct Passing {
  std::uint64_t position = 0;    ///< How much it had written.
  std::uint64_t dependency = 0;  ///< What of the other half it had taken: a place.
  std::size_t count = 0;
};

/// What stands beside the bytes: an alert of TLS, or what a handshake agreed on.
struct Remark {
  std::uint64_t position = 0;    ///< How much its writer had written.
  std::uint64_t dependency = 0;  ///< What of the other half it had taken: a place.
  std::string text;
  bool is_message = true;  ///< An alert, which goes from one end to the other.
  bool is_taken = false;
};

/// What few halves have.
struct HalfDetails {
  std::vector<Mark> early;  ///< Those of what was sent to an end that is yet to be accepted.
  std::vector<CallError> errors;
  std::vector<Passing> passings;
  std::vector<Remark> remarks;
  UrgentBytes urgent;
  std::vector<std::uint64_t> breaks;
  std::vector<bool> taken_messages;
  std::map<std::uint64_t, std::uint64_t>
      hashes;                      ///< Of finished pieces longer than keep_limit, by their start.
  std::string unread;              ///< What the kernel held when the reader closed: its beginning,
  std::uint64_t unread_total = 0;  ///< and how much that was in all.
};

/// Where a unit stands among the lines of its half. An urgent byte, or a remark, stands at the even place
/// before it. What is known of a half (a dependency) is a place, too: all before it.
constexpr std::uint64_t place_of(std::uint64_t unit) { return 2 * unit + 1; }

class Half {
 public:
  enum class End : std::uint8_t { none, eof, reset };

  // --- A half of bytes.

  /// The writer begins to send, having taken all before the place `known` of the other half, if it is
  /// the teller; else 0. Returns
  /// whether a piece begins here.
  bool begin_send(std::uint64_t known) {
    known = std::max(known, stamped_);  // Of several that write, each knows something else.
    if (known == stamped_ && !error_since_) return false;
    marks_.push({written_, known});
    stamped_ = known;
    error_since_ = false;
    return true;
  }
  /// The writer sent `size` bytes that the reader is going to take.
  void sent(std::uint64_t size) { written_ += size; }
  /// The writer sent `bytes` to a reader that is not seen. `awaited`: it may be accepted yet.
  void sent_away(std::string_view bytes, bool awaited, Arena& arena);
  /// The reader took `bytes`.
  void take(std::string_view bytes, Arena& arena) {
    while (!marks_.empty() && marks_.front().position < taken_ + bytes.size()) {
      if (marks_.front().position > taken_) {
        const std::size_t size = marks_.front().position - taken_;
        append(bytes.substr(0, size), arena);
        bytes.remove_prefix(size);
      }
      pass(marks_.front());
      marks_.pop();
    }
    append(bytes, arena);
    if (taken_ > written_) written_ = taken_;
  }
  /// The reader took `bytes` of a writer that is not seen, having itself written all before the place
  /// `known`.
  void take_from_outside(std::string_view bytes, std::uint64_t known, Arena& arena);
  /// The writer sent an urgent byte behind all that it has written, having taken `known` of the other half (0
  /// where that does not count). What it sends next begins a piece.
  void send_urgent(char byte, std::uint64_t known, const UrgentBytes::Reader& reader);
  /// The same of one that is taken: by a reader, or of a writer, that is not seen.
  void pass_urgent(char byte, std::uint64_t known);
  /// The reader took the last urgent byte, beside the stream.
  void take_urgent() { details().urgent.taken(); }
  bool has_urgent() const { return details_ && !details_->urgent.empty(); }
  /// As take(), where urgent bytes may be among `bytes`. Returns how many others there were.
  std::uint64_t take_among_urgent(std::string_view bytes, bool wants_inline, Arena& arena);
  /// What is sent next begins a piece.
  void interrupt() { error_since_ = true; }
  /// What is taken next begins a piece.
  void cut() { cut_ = true; }

  // --- A half of messages.

  /// The writer sent a message, having taken all before the place `known` of the other half; nobody has taken
  /// it yet. Returns its place in pieces().
  std::size_t sent_message(std::string_view bytes, std::uint64_t known, Arena& arena);
  /// The reader took the message at `index`.
  void take_message(std::size_t index);
  /// The reader took the next message of a half that keeps their order; false where there is none.
  bool take_next_message();

  // --- Both.

  /// Who of the teller's side takes or writes it.
  Users& users() { return users_; }
  const Users& users() const { return users_; }
  /// What of it a task knows to be taken, or written: a place, at which a piece ends, as the task goes on
  /// there.
  std::uint64_t taken_as_known(const Mind* mind) {
    return users_.is_only(mind) ? taken_place() : break_at(mind->knows(*this));
  }
  std::uint64_t written_as_known(const Mind* mind) {
    return users_.is_only(mind) ? written_place() : break_at(mind->knows(*this));
  }
  /// How many bytes from taken() on were written with one and the same knowledge.
  std::uint64_t alike_ahead() const;
  /// What of the other half the writer had taken when it wrote what was taken last, or finished: a place.
  std::uint64_t dependency_of_taken() const { return took_end_ ? end_dependency_ : last_dependency_; }
  /// A piece ends at `place`.
  void end_piece_at(std::uint64_t place) { break_at(place); }
  /// The writer is done, having taken all before the place `known` of the other half. Ignored for a half that
  /// has ended.
  void finish(End end, std::uint64_t known);
  /// The reader was told of the end.
  void take_end();
  /// A call of the writer's side failed. Where `breaks`, what is sent next begins a piece.
  void fail(CallError error, bool breaks);
  /// The writer passes `count` descriptors with what it sends next, having taken `known` of the other half (0
  /// where that does not count); or has passed them with its last message.
  void pass_descriptors(std::size_t count, std::uint64_t known);
  void passed_with_last(std::size_t count);
  /// The writer makes a remark. What it sends next begins a piece.
  void remark(Remark remark);
  /// The reader was told of the first remark that it did not know.
  void take_remark();
  /// What the kernel held when the reader closed: its beginning, and how much it was.
  void set_unread(std::string_view bytes, std::uint64_t total);
  /// The reader is seen after all: what was recorded at send is forgotten, for it will be recorded when
  /// taken.
  void await_reader();
  /// Takes over what another half has recorded of the same bytes.
  void adopt_record(Half&& other);

  /// What the canonical form reads.
  const std::vector<Piece>& pieces() const { return pieces_; }
  const std::vector<CallError>& errors() const;
  const std::vector<Passing>& passings() const;
  const std::vector<Remark>& remarks() const;
  const UrgentBytes& urgent() const;
  /// The units before which pieces end beside those that are in pieces(), in no order.
  const std::vector<std::uint64_t>& breaks() const;
  std::string_view unread() const;
  std::uint64_t unread_total() const;
  /// What is under way, or was never taken: where pieces begin in it, from taken() on.
  std::vector<Mark> ahead() const;
  std::uint64_t hash(const Piece& piece) const;
  /// Whether somebody took the message.
  bool is_taken(const Piece& message) const { return details_->taken_messages[message.start]; }
  /// Units written, without the end; units taken, without the end.
  std::uint64_t written() const { return written_; }
  std::uint64_t taken() const { return taken_; }
  std::uint64_t end_dependency() const { return end_dependency_; }
  End end() const { return end_; }
  /// Units written, with the end.
  std::uint64_t units() const { return written_ + (end_ != End::none ? 1 : 0); }
  /// The places behind all that was written, and behind all that was taken.
  std::uint64_t written_place() const { return 2 * units() + (ends_urgent() || ends_with_remark() ? 1 : 0); }
  std::uint64_t taken_place() const {
    const std::uint64_t place = std::max(2 * (took_end_ ? units() : taken_), remarks_place_);
    return has_urgent() ? std::max(place, details_->urgent.taken_place()) : place;
  }
  /// The one of the two that its users bring about.
  std::uint64_t used_place() const {
    return users_.use() == Users::Use::write ? written_place() : taken_place();
  }

 private:
  void pass(const Mark& mark) {
    last_dependency_ = mark.dependency;
    cut_ = true;
  }
  /// Records bytes, in a new piece or at the end of the last one.
  void append(std::string_view bytes, Arena& arena) {
    if (bytes.empty()) return;
    if ((cut_ || pieces_.empty()) && bytes.size() <= keep_limit) {
      if (hash_) seal();
      char* const place = arena.allocate(bytes.size());
      std::memcpy(place, bytes.data(), bytes.size());
      pieces_.push_back({taken_, last_dependency_, place, bytes.size()});
      capacity_ = static_cast<std::uint32_t>(bytes.size());
      cut_ = false;
      taken_ += bytes.size();
    } else {
      append_slowly(bytes, arena);
    }
  }
  void append_slowly(std::string_view bytes, Arena& arena);
  void become_long(Piece& piece, std::string_view more, Arena& arena);
  void seal();
  void grow(Piece& piece, std::size_t size, Arena& arena);
  std::uint64_t break_at(std::uint64_t place);
  HalfDetails& details();
  bool ends_with_remark() const {
    return details_ && end_ == End::none && !details_->remarks.empty() &&
           details_->remarks.back().position == written_;
  }
  bool ends_urgent() const {
    return has_urgent() && end_ == End::none && details_->urgent.all().back().position == written_;
  }

  std::uint64_t written_ = 0;
  std::uint64_t taken_ = 0;
  std::uint64_t stamped_ = 0;          ///< The dependency of the last mark pushed.
  std::uint64_t last_dependency_ = 0;  ///< That of the last unit taken.
  std::uint64_t end_dependency_ = 0;
  std::uint64_t remarks_place_ = 0;  ///< The place behind the last remark that was taken.
  std::vector<Piece> pieces_;
  MarkQueue marks_;
  RunningHash hash_;  ///< Of the last piece, where it is longer than keep_limit.
  std::unique_ptr<HalfDetails> details_;
  Users users_;
  std::uint32_t capacity_ = 0;  ///< How many bytes the last piece has room for.
  End end_ = End::none;
  bool took_end_ = false;
  bool cut_ = false;
  bool error_since_ =
      false;  ///< A call failed since the last send, or the next one passes descriptors: it breaks.
};

}  // namespace parley::transcript

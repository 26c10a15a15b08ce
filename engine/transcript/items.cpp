#include "engine/transcript/items.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <iterator>
#include <tuple>
#include <utility>

#include "engine/base/escape.hpp"
#include "engine/net/delivery.hpp"
#include "engine/net/option.hpp"

namespace parley::transcript {

namespace {

bool is_earlier(const Item& a, const Item& b) { return a.start < b.start; }

/// How much of a record is shown that is too long to be printed; of text, head_of_long bytes.
constexpr std::size_t shown_of_long_binary = 16;

/// Makes the lines of one half.
class Lines {
 public:
  Lines(const Conversation& conversation, Side side)
      : half_(conversation.written_by(side)), arrow_(side == Side::initiator ? "  > " : "  < ") {}

  std::vector<Item> items;

  /// A piece of a stream: text a line each, as far as it is not too long.
  void add_stream(const Piece& piece, bool unread) {
    const std::string_view bytes = piece.head();
    if (piece.is_long()) return add_whole(piece, unread);
    for (std::size_t from = 0; from < bytes.size();) {
      const std::size_t to = next_break(piece.start + from, piece.start + bytes.size()) - piece.start;
      add_part({piece.start + from, piece.dependency, piece.bytes + from, to - from}, unread);
      from = to;
    }
  }

  /// A message, or a piece that is not text: one record.
  void add_whole(const Piece& piece, bool unread) {
    std::string content = shown(piece.head(), piece.length);
    if (piece.is_long()) content += ", xxh3 " + hexadecimal(half_.hash(piece));
    add(piece.start, piece.dependency, unread, content);
  }

  /// What the writer sent and nobody took; `bytes` is as much of it as is known, perhaps nothing.
  void add_unread(std::string_view bytes, std::uint64_t total) {
    const std::vector<Mark> ahead = half_.ahead();
    if (total > bytes.size()) {
      const std::string content =
          bytes.empty() ? std::to_string(total) + bytes_word(total) : shown(bytes, total);
      return add(half_.taken(), ahead.front().dependency, true, content);
    }
    for (std::size_t i = 0; i < ahead.size() && !bytes.empty(); ++i) {
      const std::uint64_t start = std::max(ahead[i].position, half_.taken());
      const bool is_last = i + 1 == ahead.size();
      const std::size_t size = is_last ? bytes.size() : std::min(bytes.size(), ahead[i + 1].position - start);
      const std::string_view piece = bytes.substr(0, size);
      if (is_binary(piece)) {
        add(start, ahead[i].dependency, true, shown(piece, size));
      } else {
        add_lines(start, ahead[i].dependency, true, piece);
      }
      bytes.remove_prefix(size);
    }
  }

  void add_passings() {
    for (const Passing& passing : half_.passings()) {
      const std::string word = passing.count == 1 ? " descriptor" : " descriptors";
      add(passing.position, passing.dependency, false, std::to_string(passing.count) + word);
    }
  }

  void add_remarks() {
    for (const Remark& remark : half_.remarks()) {
      const std::string line = remark.is_message ? arrow_ + "alert " + remark.text : "  = " + remark.text;
      items.push_back({place_of(remark.position) - 1, remark.dependency, line + '\n'});
    }
  }

  void add_urgent() {
    for (const Urgent& urgent : half_.urgent().all())
      add_at(place_of(urgent.position) - 1, urgent.dependency, !urgent.is_taken,
             "urgent " + shown({&urgent.byte, 1}, 1));
  }

  void add_end() {
    if (half_.end() == Half::End::none) return;
    add(std::max(half_.written(), half_.taken()), half_.end_dependency(), false,
        half_.end() == Half::End::reset ? "RST" : "EOF");
  }

 private:
  /// The first of the half's breaks behind the unit `start`; `end` where none comes before that.
  std::uint64_t next_break(std::uint64_t start, std::uint64_t end) const {
    for (const std::uint64_t unit : half_.breaks())
      if (unit > start) end = std::min(end, unit);
    return end;
  }

  void add_part(const Piece& part, bool unread) {
    if (is_binary(part.head())) return add_whole(part, unread);
    add_lines(part.start, part.dependency, unread, part.head());
  }

  void add_lines(std::uint64_t start, std::uint64_t dependency, bool unread, std::string_view bytes) {
    for (std::size_t from = 0; from < bytes.size();) {
      const std::size_t to = std::min(bytes.find('\n', from), bytes.size() - 1) + 1;
      add(start + from, dependency, unread, quoted(bytes.substr(from, to - from)));
      from = to;
    }
  }

  void add(std::uint64_t unit, std::uint64_t dependency, bool unread, const std::string& content) {
    add_at(place_of(unit), dependency, unread, content);
  }

  void add_at(std::uint64_t place, std::uint64_t dependency, bool unread, const std::string& content) {
    items.push_back({place, dependency, arrow_ + (unread ? "unread " : "") + content + '\n'});
  }

  static const char* bytes_word(std::uint64_t count) { return count == 1 ? " byte" : " bytes"; }

  static std::string hexadecimal(std::uint64_t number) {
    std::array<char, 17> digits{};
    std::snprintf(digits.data(), digits.size(), "%016llx", static_cast<unsigned long long>(number));
    return digits.data();
  }

  /// Data of `total` bytes that begins with `head`, as one record. The further lines of a dump have no arrow,
  /// so that they are not taken for records.
  static std::string shown(std::string_view head, std::uint64_t total) {
    if (total <= keep_limit && total == head.size()) {
      return is_binary(head) ? hex_dump(head, "\n    ") : quoted(head);
    }
    head = without_partial_character(head.substr(0, head_of_long));
    const std::string start = is_binary(head) ? hex_dump(head.substr(0, shown_of_long_binary)) : quoted(head);
    return start + " ... " + std::to_string(total) + bytes_word(total);
  }

  const Half& half_;
  std::string arrow_;
};

/// What the kernel holds for `reader`, `expected` bytes as far as we know; nothing where it is not just that
/// (it may be encrypted, or still on its way).
std::string_view peek(const transcript::End* reader, std::uint64_t expected,
                      std::array<char, keep_limit>& buffer) {
  if (!reader || reader->fd < 0) return {};
  const int writer = reader->peer != nullptr ? reader->peer->fd : -1;
  const std::size_t size = net::peek_sent(reader->fd, writer, expected, buffer);
  if (size != std::min<std::uint64_t>(expected, buffer.size())) return {};
  return {buffer.data(), size};
}

/// What has come for `fd`, of which nobody else can tell that it was sent.
std::uint64_t held_by_kernel(int fd) {
  const net::Count held = net::unread_bytes(fd);
  return held.ok() ? static_cast<std::uint64_t>(held.value) : 0;
}

void add_messages(Lines& lines, const Half& half, bool reader_is_seen) {
  for (const Piece& message : half.pieces())
    lines.add_whole(message, reader_is_seen && !half.is_taken(message));
}

void add_bytes(Lines& lines, const Conversation& conversation, Side side) {
  const Half& half = conversation.written_by(side);
  const Half& back = conversation.written_by(side == Side::initiator ? Side::peer : Side::initiator);
  const transcript::End* const reader = conversation.ends[side == Side::initiator ? 1 : 0];
  // Sent to a listener of the scenario that has not accepted: recorded at send, but nobody took it.
  const bool waiting = !reader && conversation.peer_is_inside && back.units() == 0;
  for (const Piece& piece : half.pieces()) lines.add_stream(piece, waiting);

  const std::uint64_t missing = half.written() - std::min(half.written(), half.taken());
  const bool writer_is_seen = conversation.ends[static_cast<std::size_t>(side)] != nullptr;
  // What the kernel holds of TLS is not what the reader would be given.
  const bool is_plain = reader && !reader->sealed;
  const std::uint64_t held = writer_is_seen || !is_plain || reader->fd < 0 ? 0 : held_by_kernel(reader->fd);
  // Where an urgent byte is ahead, the kernel's counts and looks may end there, or have it among the others.
  const bool urgent_ahead = half.urgent().any_ahead();
  const std::uint64_t unread = urgent_ahead ? missing : std::max({missing, half.unread_total(), held});
  if (unread == 0) return;
  std::array<char, keep_limit> buffer;
  std::string_view bytes = half.unread();
  if (urgent_ahead && bytes.size() != unread) bytes = {};
  if (bytes.empty() && is_plain) bytes = peek(reader, unread, buffer);
  lines.add_unread(bytes, unread);
}

/// A line about what a side did that moved nothing: a call that failed, or a note.
struct Remark {
  Item item;
  std::size_t order = 0;  ///< Among those at one place: that of the initiator's program.
  Role by = nobody;
};

bool goes_first(const Remark& a, const Remark& b) {
  return std::tie(a.item.start, a.order, a.by) < std::tie(b.item.start, b.order, b.by);
}

void add_errors(std::vector<Remark>& remarks, const Conversation& conversation, Side side,
                const RoleNames& names) {
  std::size_t count = 0;
  for (const CallError& error : conversation.written_by(side).errors()) {
    std::string line = "  ! ";
    if (side == Side::peer || error.role != conversation.initiator) line += names(error.role) + ' ';
    line += error.call + ' ' + error.symbol + '\n';
    remarks.push_back({{error.position, error.dependency, line}, 2 * count++ + 1, nobody});
  }
}

/// What others than the initiator set goes before all that this one did at that place, since who was first is
/// a matter of turns. What a relay passes on has the places that it has where the relay hears it.
void add_notes(std::vector<Remark>& remarks, const Conversation& conversation) {
  if (conversation.passed_on != nullptr) add_notes(remarks, *conversation.passed_on);
  for (const Note& note : conversation.notes) {
    const std::size_t order = note.by == conversation.initiator ? 2 * note.errors_before : 0;
    remarks.push_back({{note.position, note.dependency, "  # " + note.text + '\n'}, order, note.by});
  }
}

std::vector<Item> remarks_of(const Conversation& conversation, Side side, const RoleNames& names) {
  std::vector<Remark> remarks;
  if (side == Side::initiator) add_notes(remarks, conversation);
  add_errors(remarks, conversation, side, names);
  std::stable_sort(remarks.begin(), remarks.end(), goes_first);
  std::vector<Item> items;
  for (Remark& remark : remarks) items.push_back(std::move(remark.item));
  return items;
}

}  // namespace

std::vector<Item> items_of(const Conversation& conversation, Side side, const RoleNames& names) {
  Lines lines(conversation, side);
  lines.add_passings();
  lines.add_urgent();
  lines.add_remarks();
  std::stable_sort(lines.items.begin(), lines.items.end(), is_earlier);
  const auto content = static_cast<std::ptrdiff_t>(lines.items.size());
  if (conversation.messages) {
    const bool reader_is_seen =
        side == Side::initiator ? conversation.peer_is_inside : !conversation.began_outside;
    add_messages(lines, conversation.written_by(side), reader_is_seen);
  } else {
    add_bytes(lines, conversation, side);
  }
  lines.add_end();
  // What is passed stands before the bytes that it came with, an urgent byte before those that follow it.
  std::inplace_merge(lines.items.begin(), lines.items.begin() + content, lines.items.end(), is_earlier);

  std::vector<Item> items;
  const std::vector<Item> remarks = remarks_of(conversation, side, names);
  std::merge(remarks.begin(), remarks.end(), lines.items.begin(), lines.items.end(),
             std::back_inserter(items), is_earlier);
  return items;
}

}  // namespace parley::transcript

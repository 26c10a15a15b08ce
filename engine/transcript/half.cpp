#include "engine/transcript/half.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace parley::transcript {

namespace {

const std::vector<CallError> no_errors;
const std::vector<Passing> no_passings;
const std::vector<Remark> no_remarks;
const UrgentBytes no_urgent;
const std::vector<std::uint64_t> no_breaks;

}  // namespace

void Half::sent_away(std::string_view bytes, bool awaited, Arena& arena) {
  for (; !marks_.empty(); marks_.pop()) {
    pass(marks_.front());
    if (awaited) details().early.push_back(marks_.front());
  }
  append(bytes, arena);
  written_ = taken_;
}

void Half::take_from_outside(std::string_view bytes, std::uint64_t known, Arena& arena) {
  // What the writer outside knew is not seen. The reader's own order stands in for it: what came after the
  // reader's last send is taken for an answer to it.
  if (known != last_dependency_) pass({taken_, known});
  append(bytes, arena);
  written_ = taken_;
}

void Half::send_urgent(char byte, std::uint64_t known, const UrgentBytes::Reader& reader) {
  details().urgent.sent({written_, known, byte}, reader);
  error_since_ = true;
}

void Half::pass_urgent(char byte, std::uint64_t known) {
  details().urgent.sent({written_, known, byte, true, true}, {});
  error_since_ = cut_ = true;
}

std::uint64_t Half::take_among_urgent(std::string_view bytes, bool wants_inline, Arena& arena) {
  UrgentBytes& urgent = details().urgent;
  std::uint64_t others = 0;
  while (!bytes.empty()) {
    const std::uint64_t size = urgent.before_next(taken_, bytes.size());
    take(bytes.substr(0, size), arena);
    others += size;
    bytes.remove_prefix(size);
    if (!bytes.empty() && urgent.pass(wants_inline)) bytes.remove_prefix(1);
  }
  return others;
}

void Half::seal() {
  details().hashes[pieces_.back().start] = hash_.digest();
  hash_.stop();
}

void Half::append_slowly(std::string_view bytes, Arena& arena) {
  if (cut_ || pieces_.empty()) {
    if (hash_) seal();
    pieces_.push_back({taken_, last_dependency_, nullptr, 0});
    capacity_ = 0;
    cut_ = false;
  }
  Piece& piece = pieces_.back();
  const std::size_t size = piece.length + bytes.size();
  if (size > keep_limit) {
    if (!piece.is_long()) become_long(piece, bytes, arena);
    hash_.update(bytes);
  } else {
    if (size > capacity_) grow(piece, size, arena);
    std::memcpy(piece.bytes + piece.length, bytes.data(), bytes.size());
  }
  piece.length = size;
  taken_ += bytes.size();
}

void Half::become_long(Piece& piece, std::string_view more, Arena& arena) {
  hash_.start();
  hash_.update({piece.bytes, piece.length});
  std::size_t size = head_of_long;
  char* const head = arena.reallocate(size);
  const std::size_t known = std::min<std::size_t>(piece.length, size);
  if (known > 0) std::memcpy(head, piece.bytes, known);
  std::memcpy(head + known, more.data(), std::min(more.size(), size - known));
  if (piece.bytes) arena.release(piece.bytes, capacity_);
  piece.bytes = head;
}

void Half::grow(Piece& piece, std::size_t size, Arena& arena) {
  const std::size_t doubled = std::min<std::size_t>(keep_limit, std::max<std::size_t>(size, capacity_ * 2U));
  if (capacity_ != 0 && arena.extend(piece.bytes, capacity_, doubled - capacity_)) {
    capacity_ = static_cast<std::uint32_t>(doubled);
    return;
  }
  std::size_t room = doubled;
  char* const bytes = arena.reallocate(room);
  if (piece.length > 0) {
    std::memcpy(bytes, piece.bytes, piece.length);
    arena.release(piece.bytes, capacity_);
  }
  piece.bytes = bytes;
  capacity_ = static_cast<std::uint32_t>(room);
}

std::size_t Half::sent_message(std::string_view bytes, std::uint64_t known, Arena& arena) {
  Piece& piece = pieces_.emplace_back();
  piece.start = written_++;
  piece.dependency = known;
  piece.length = bytes.size();
  details().taken_messages.push_back(false);
  if (piece.is_long()) details().hashes[piece.start] = hash_of(bytes);
  if (!bytes.empty()) {
    piece.bytes = arena.allocate(piece.kept());
    std::memcpy(piece.bytes, bytes.data(), piece.kept());
  }
  return pieces_.size() - 1;
}

void Half::take_message(std::size_t index) {
  details_->taken_messages[index] = true;
  taken_ = std::max<std::uint64_t>(taken_, index + 1);
}

bool Half::take_next_message() {
  if (taken_ >= pieces_.size()) return false;
  take_message(taken_);
  return true;
}

void Half::finish(End end, std::uint64_t known) {
  if (end_ != End::none) return;
  end_ = end;
  end_dependency_ = known;
}

std::uint64_t Half::break_at(std::uint64_t place) {
  std::vector<std::uint64_t>& breaks = details().breaks;
  if (breaks.empty() || breaks.back() != place / 2) breaks.push_back(place / 2);
  return place;
}

std::uint64_t Half::alike_ahead() const {
  if (marks_.empty()) return UINT64_MAX;
  if (marks_.front().position > taken_) return marks_.front().position - taken_;
  return marks_.second() == nullptr ? UINT64_MAX : marks_.second()->position - taken_;
}

void Half::take_end() { took_end_ = true; }

void Half::fail(CallError error, bool breaks) {
  std::vector<CallError>& errors = details().errors;
  if (!errors.empty() && error.symbol == "timeout") {
    const CallError& last = errors.back();
    const bool same_place = last.position == error.position && last.dependency == error.dependency;
    if (same_place && last.role == error.role && last.call == error.call && last.symbol == error.symbol)
      return;
  }
  errors.push_back(std::move(error));
  if (breaks) error_since_ = true;
}

void Half::pass_descriptors(std::size_t count, std::uint64_t known) {
  details().passings.push_back({written_, known, count});
  error_since_ = true;
}

void Half::passed_with_last(std::size_t count) {
  const Piece& message = pieces_.back();
  details().passings.push_back({message.start, message.dependency, count});
}

void Half::remark(Remark remark) {
  if (remark.is_taken) remarks_place_ = place_of(remark.position);
  details().remarks.push_back(std::move(remark));
  error_since_ = true;
}

void Half::take_remark() {
  for (Remark& remark : details().remarks) {
    if (remark.is_taken) continue;
    remark.is_taken = true;
    remarks_place_ = place_of(remark.position);
    return;
  }
}

void Half::set_unread(std::string_view bytes, std::uint64_t total) {
  details().unread = bytes;
  details().unread_total = total;
}

void Half::await_reader() {
  hash_.stop();
  pieces_.clear();
  marks_.clear();
  taken_ = 0;
  last_dependency_ = 0;
  cut_ = false;
  if (!details_) return;
  for (const Mark& mark : details_->early) marks_.push(mark);
  details_->early.clear();
  details_->hashes.clear();
}

void Half::adopt_record(Half&& other) {
  pieces_ = std::move(other.pieces_);
  details().hashes = std::move(other.details().hashes);
  hash_ = std::move(other.hash_);
  capacity_ = other.capacity_;
  taken_ = other.taken_;
  took_end_ = other.took_end_;
  cut_ = other.cut_;
  written_ = std::max(written_, taken_);
}

const std::vector<CallError>& Half::errors() const { return details_ ? details_->errors : no_errors; }

const std::vector<Passing>& Half::passings() const { return details_ ? details_->passings : no_passings; }

const std::vector<Remark>& Half::remarks() const { return details_ ? details_->remarks : no_remarks; }

const std::vector<std::uint64_t>& Half::breaks() const { return details_ ? details_->breaks : no_breaks; }

const UrgentBytes& Half::urgent() const { return details_ ? details_->urgent : no_urgent; }

std::string_view Half::unread() const {
  return details_ ? std::string_view(details_->unread) : std::string_view();
}

std::vector<Mark> Half::ahead() const {
  std::vector<Mark> marks;
  if (marks_.empty() || marks_.front().position > taken_) marks.push_back({taken_, last_dependency_});
  marks_.append_to(marks);
  return marks;
}

std::uint64_t Half::hash(const Piece& piece) const {
  if (hash_ && &piece == &pieces_.back()) return hash_.digest();
  return details_->hashes.at(piece.start);
}

std::uint64_t Half::unread_total() const { return details_ ? details_->unread_total : 0; }

HalfDetails& Half::details() {
  if (!details_) details_ = std::make_unique<HalfDetails>();
  return *details_;
}

}  // namespace parley::transcript

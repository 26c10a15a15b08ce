#include "engine/capture/recording.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <functional>
#include <optional>
#include <utility>

#include "engine/base/file.hpp"
#include "engine/base/move_up.hpp"
#include "engine/base/whole_file.hpp"
#include "engine/capture/pcapng.hpp"
#include "engine/capture/synthesis.hpp"
#include "engine/net/spooled_packet.hpp"

namespace parley::capture {
namespace {

using net::SpooledPacket;
using transcript::Event;

/// What is written at once.
constexpr std::size_t portion = std::size_t{1} << 20U;

/// A file's bytes, for as long as this lives.
class Mapped {
 public:
  explicit Mapped(int fd) {
    struct stat status {};
    if (fd < 0 || fstat(fd, &status) < 0 || status.st_size == 0) return;
    size_ = static_cast<std::size_t>(status.st_size);
    memory_ = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, fd, 0);
  }
  Mapped(const Mapped&) = delete;
  Mapped& operator=(const Mapped&) = delete;
  ~Mapped() {
    if (memory_ != MAP_FAILED) munmap(memory_, size_);
  }
  std::string_view bytes() const {
    return memory_ == MAP_FAILED ? std::string_view() : std::string_view(static_cast<char*>(memory_), size_);
  }

 private:
  void* memory_ = MAP_FAILED;
  std::size_t size_ = 0;
};

/// A file beside its place, which it takes when it is complete.
class Output {
 public:
  /// All of them outlive this; `story` may be null.
  Output(const std::string& path, PcapngWriter& writer, std::string& buffer, const Story* story)
      : path_(path), part_(path + ".part"), writer_(writer), buffer_(buffer), story_(story) {
    error_ = make_folders_above(path);
    if (error_) return;
    file_ = Descriptor(::open(part_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0666));
    if (!file_) error_ = Error::system(errno);
  }

  void packet(std::int64_t time, const std::string& bytes, std::uint32_t length) {
    const std::string comment = story_ == nullptr ? std::string() : story_->about(parse(bytes), time);
    writer_.packet(time, bytes, length, comment);
    ++packets_;
    last_ = time;
    if (buffer_.size() >= portion) flush();
  }

  Error finish(std::uint64_t dropped) {
    writer_.statistics(last_, packets_ + dropped, dropped);
    flush();
    if (!error_ && ::rename(part_.c_str(), path_.c_str()) < 0) error_ = Error::system(errno);
    if (error_) ::unlink(part_.c_str());
    return error_;
  }

 private:
  void flush() {
    if (!error_) error_ = write_all(file_.get(), buffer_);
    buffer_.clear();
  }

  const std::string& path_;
  std::string part_;
  PcapngWriter& writer_;
  std::string& buffer_;
  const Story* story_;
  Descriptor file_;
  Error error_;
  std::uint64_t packets_ = 0;
  std::int64_t last_ = 0;
};

/// Tells `take` of the packets in the spool, and returns the last record; nothing where that is missing.
std::optional<SpooledPacket> read_spool(
    std::string_view bytes, const std::function<void(const SpooledPacket&, std::string_view)>& take) {
  SpooledPacket header;
  while (bytes.size() >= sizeof header) {
    std::memcpy(&header, bytes.data(), sizeof header);
    bytes.remove_prefix(sizeof header);
    if (header.length == 0) return header;
    if (bytes.size() < header.kept) break;
    take(header, bytes.substr(0, header.kept));
    bytes.remove_prefix(header.kept);
  }
  return std::nullopt;
}

}  // namespace

Result<Recording> Recording::begin(const std::string& folder, bool real) {
  Recording recording;
  if (!real) return recording;
  std::string path = folder + "/.parley-XXXXXX";
  recording.spool_ = moved_up(Descriptor(::mkostemp(path.data(), O_CLOEXEC)));
  if (!recording.spool_) return Error::system(errno);
  ::unlink(path.c_str());
  return recording;
}

void Recording::add(const std::vector<Event>& events) {
  for (const Event& event : events) {
    if (event.kind == Event::Kind::begin) order_.push_back(event.scenario);
    if (event.kind == Event::Kind::secret) secrets_ += event.what + '\n';
    stories_[event.scenario].add(event);
    if (!spool_) events_[event.scenario].push_back(event);
  }
}

/// In nanoseconds. What comes before the first scenario, fixtures say, is the first one's.
Recording::Span Recording::span_of(int scenario) const {
  Span span{0, INT64_MAX};
  const auto found = std::find(order_.begin(), order_.end(), scenario);
  if (found == order_.end()) return order_.empty() ? span : Span{0, 0};
  if (found != order_.begin()) span.begin = stories_.at(*found).began() * 1000;
  if (found + 1 != order_.end()) span.end = stories_.at(*(found + 1)).began() * 1000;
  return span;
}

Result<std::uint64_t> Recording::write(const std::string& path, int scenario,
                                       const std::string& comment) const {
  std::string buffer;
  PcapngWriter writer(buffer);
  writer.begin(spool_ ? comment : comment + "\nMade by parley of what it saw: no packets were captured.");
  if (!secrets_.empty()) writer.secrets(secrets_);
  const auto told = stories_.find(scenario);
  Output output(path, writer, buffer, told == stories_.end() ? nullptr : &told->second);
  if (!spool_) {
    if (const auto events = events_.find(scenario); events != events_.end())
      for (const Made& made : synthesize(events->second)) output.packet(made.time, made.bytes, made.length);
    if (const Error error = output.finish(0)) return error;
    return std::uint64_t{0};
  }
  const Span span = span_of(scenario);
  const Mapped spooled(spool_.get());
  const auto last = read_spool(spooled.bytes(), [&](const SpooledPacket& packet, std::string_view kept) {
    if (packet.time < span.begin || packet.time >= span.end) return;
    std::string bytes(kept);
    if (packet.unfinished != 0) fill_checksum(bytes);
    output.packet(packet.time, bytes, packet.length);
  });
  const std::uint64_t dropped = last ? last->dropped : 0;
  if (const Error error = output.finish(dropped)) return error;
  if (!last) return Error::text("packets were lost: no room for them in its folder");
  return dropped;
}

}  // namespace parley::capture

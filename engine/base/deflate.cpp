#include "engine/base/deflate.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

namespace parley {
namespace {

constexpr std::size_t piece = std::size_t{64} * 1024;
constexpr std::size_t most_at_once = std::numeric_limits<uInt>::max();

/// zlib's way to name the wrapping: the size of the window with a flag in it.
int window_of(Wrapping wrapping) {
  if (wrapping == Wrapping::none) return -MAX_WBITS;
  return wrapping == Wrapping::gzip ? MAX_WBITS + 16 : MAX_WBITS;
}

/// A stream of zlib's over the bytes, ended by `end`.
class Stream {
 public:
  Stream(std::string_view bytes, int (*end)(z_streamp)) : rest_(bytes), end_(end) {}
  ~Stream() { end_(&stream_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  z_stream* get() { return &stream_; }
  std::size_t left() const { return rest_.size() + stream_.avail_in; }

  /// Gives zlib what it has room for, calls `step`, and appends what comes to `text`.
  template <class Step>
  int run(Step step, std::string& text) {
    if (stream_.avail_in == 0) {
      const std::size_t size = std::min(rest_.size(), most_at_once);
      // zlib's interface knows no const; it only reads.
      stream_.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(rest_.data()));
      stream_.avail_in = static_cast<uInt>(size);
      rest_.remove_prefix(size);
    }
    stream_.next_out = reinterpret_cast<Bytef*>(room_.data());
    stream_.avail_out = static_cast<uInt>(room_.size());
    const int status = step(&stream_, rest_.empty());
    text.append(room_.data(), room_.size() - stream_.avail_out);
    return status;
  }

 private:
  z_stream stream_{};
  std::string_view rest_;
  int (*end_)(z_streamp);
  std::array<char, piece> room_{};
};

Error refusal(const char* words) { return Error::text(words); }

}  // namespace

std::string deflate(std::string_view bytes, Wrapping wrapping) {
  Stream stream(bytes, deflateEnd);
  std::string text;
  constexpr int memory = 8;
  if (deflateInit2(stream.get(), Z_DEFAULT_COMPRESSION, Z_DEFLATED, window_of(wrapping), memory,
                   Z_DEFAULT_STRATEGY) != Z_OK) {
    return text;
  }
  const auto step = [](z_stream* state, bool last) { return ::deflate(state, last ? Z_FINISH : Z_NO_FLUSH); };
  while (stream.run(step, text) == Z_OK) {
  }
  return text;
}

Result<std::string> inflate(std::string_view bytes, Wrapping wrapping, std::size_t limit) {
  Stream stream(bytes, inflateEnd);
  std::string text;
  if (inflateInit2(stream.get(), window_of(wrapping)) != Z_OK) return refusal("no memory");
  const auto step = [](z_stream* state, bool) { return ::inflate(state, Z_NO_FLUSH); };
  while (true) {
    const int status = stream.run(step, text);
    if (text.size() > limit) return refusal("the data is longer than the limit");
    if (status == Z_STREAM_END && stream.left() == 0) return text;
    if (status == Z_STREAM_END && wrapping == Wrapping::gzip) {
      inflateReset(stream.get());
    } else if (status == Z_STREAM_END) {
      return refusal("the compressed data goes on behind its end");
    } else if (status == Z_BUF_ERROR) {
      return refusal("the compressed data ends too early");
    } else if (status != Z_OK) {
      return refusal(stream.get()->msg != nullptr ? stream.get()->msg : "no compressed data");
    }
  }
}

}  // namespace parley

// The head of a message of HTTP/1.x that is there as a whole and has no flaw, as nearly all are: RFC 9112, 2
// to 5, with the strictest reading. Of any other nothing is said but that it is another one:
// lua/protocol/http_parse.lua then finds out what is wrong with it, and whether a lenient reader takes it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace parley {

struct HttpField {
  std::string_view name;
  std::string_view value;
};

/// What the fields say of the length of the body (RFC 9112, 6.3).
enum class HttpLength : std::uint8_t {
  unsaid,   ///< Nothing.
  known,    ///< It is the number in the only Content-Length.
  unclear,  ///< Anything else: it has to be found out.
};

/// Its texts are views of the bytes that were read.
struct HttpHead {
  std::array<std::string_view, 3> start;  ///< Method, target, version; of a response version, status, reason.
  std::string_view fields;                ///< Their lines, for take_http_field().
  std::size_t field_count = 0;
  std::size_t size = 0;  ///< In bytes, up to and with the empty line.
  HttpLength length_kind = HttpLength::unsaid;
  std::size_t length = 0;        ///< Of the body, where it is known.
  bool says_close = false;       ///< A Connection has this word (RFC 9110, 7.6.1),
  bool says_keep_alive = false;  ///< or this one.

  /// Of a response.
  int status() const;
  /// Whether the connection goes on behind the message (RFC 9112, 9.3), unless its body ends with it.
  bool keeps_alive(std::string_view version) const {
    return !says_close && (says_keep_alive || version != "HTTP/1.0");
  }
  /// Of a response to a request that may be answered by a body: whether `length` bytes of it follow.
  bool has_known_body() const;
};

/// Reads a head from the beginning of `bytes`. False where it is not there as a whole, or has a flaw; of
/// `head` nothing counts then.
bool read_http_head(std::string_view bytes, bool is_request, HttpHead& head);

/// The first of the fields whose lines are given, which is taken from them.
HttpField take_http_field(std::string_view& lines);

}  // namespace parley

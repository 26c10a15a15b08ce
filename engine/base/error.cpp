#include "engine/base/error.hpp"

#include <netdb.h>

#include <algorithm>
#include <cstring>

namespace parley {

Error Error::system(int code) {
  Error error;
  error.domain_ = Domain::system;
  error.code_ = code;
  return error;
}

Error Error::resolver(int code) {
  Error error;
  error.domain_ = Domain::resolver;
  error.code_ = code;
  return error;
}

Error Error::text(std::string_view text) {
  Error error;
  error.domain_ = Domain::text;
  const std::size_t length = std::min(text.size(), sizeof error.text_ - 1);
  std::memcpy(error.text_, text.data(), length);
  return error;
}

const char* Error::message() const {
  switch (domain_) {
    case Domain::system:
      return std::strerror(code_);
    case Domain::resolver:
      return gai_strerror(code_);
    case Domain::text:
      return text_;
    case Domain::none:
      break;
  }
  return "";
}

std::string Error::to_string() const {
  if (domain_ == Domain::text || domain_ == Domain::none) return message();
  return "[Errno " + std::to_string(code_) + "] " + message();
}

}  // namespace parley

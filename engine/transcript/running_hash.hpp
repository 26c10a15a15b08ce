// The XXH3 hash (64 bits) of bytes that come in parts: what stands in a transcript for data too long to
// print.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

struct XXH3_state_s;

namespace parley::transcript {

class RunningHash {
 public:
  explicit operator bool() const { return state_ != nullptr; }
  /// Begins anew.
  void start();
  void update(std::string_view bytes);
  /// The hash of all bytes since start(); more may follow.
  std::uint64_t digest() const;
  /// Frees the state.
  void stop() { state_.reset(); }

 private:
  struct Free {
    void operator()(XXH3_state_s* state) const;
  };
  std::unique_ptr<XXH3_state_s, Free> state_;
};

/// The hash of `bytes` at once.
std::uint64_t hash_of(std::string_view bytes);

}  // namespace parley::transcript

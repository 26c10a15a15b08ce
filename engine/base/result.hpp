// A value or the Error that took its place.
#pragma once

#include <utility>
#include <variant>

#include "engine/base/error.hpp"

namespace parley {

template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, error) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  T* operator->() { return &value(); }
  /// The error; one that is none where the result is a value.
  Error error() const { return ok() ? Error() : std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

}  // namespace parley

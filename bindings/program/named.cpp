#include "bindings/program/named.hpp"

#include <charconv>

namespace parley::program {

std::pair<std::string, std::string> parted(const std::string& argument) {
  const std::size_t colons = argument.find("::");
  if (colons == std::string::npos) return {argument, {}};
  return {argument.substr(0, colons), argument.substr(colons + 2)};
}

int number_in(std::string_view text) {
  int number = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && stop == text.data() + text.size() ? number : 0;
}

}  // namespace parley::program

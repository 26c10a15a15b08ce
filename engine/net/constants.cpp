#include "engine/net/constants.hpp"

#include <vector>

#include "engine/net/constant_tables.hpp"

namespace parley::net {
namespace {

std::vector<Constant> joined() {
  std::vector<Constant> all;
  for (const auto part :
       {socket_constants(), inet_constants(), resolver_constants(), link_constants(), can_constants()}) {
    all.insert(all.end(), part.begin(), part.end());
  }
  return all;
}

constexpr TextConstant texts[] = {
    {"BDADDR_ANY", "00:00:00:00:00:00"},
    {"BDADDR_LOCAL", "00:00:00:FF:FF:FF"},
};

}  // namespace

std::span<const Constant> constants() {
  static const std::vector<Constant> all = joined();
  return all;
}

std::span<const TextConstant> text_constants() { return texts; }

}  // namespace parley::net

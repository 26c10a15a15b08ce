// How streams are cut on demand.
#include <set>

#include "engine/net/segmentation.hpp"
#include "tests/catch.hpp"

using parley::net::Segmentation;

TEST_CASE("unless asked, nothing is cut", "[segmentation]") {
  Segmentation whole;
  CHECK_FALSE(whole.cuts());
  CHECK(whole.part_of(70000) == 70000);
  CHECK_FALSE(whole.pauses());
}

TEST_CASE("1 cuts byte by byte", "[segmentation]") {
  Segmentation bytes(1);
  for (const std::size_t size : {1U, 2U, 70000U}) CHECK(bytes.part_of(size) == 1);
  CHECK(bytes.part_of(0) == 0);
  CHECK(bytes.pauses());
}

TEST_CASE("a seed cuts at random, the same way each time, from one byte to all", "[segmentation]") {
  Segmentation one(7);
  Segmentation same(7);
  Segmentation other(8);
  std::set<std::size_t> parts;
  bool differs = false;
  for (int i = 0; i < 1000; ++i) {
    const std::size_t part = one.part_of(100);
    parts.insert(part);
    REQUIRE(part == same.part_of(100));
    differs = differs || part != other.part_of(100);
  }
  CHECK(differs);
  CHECK(*parts.begin() == 1);
  CHECK(*parts.rbegin() == 100);
  CHECK(parts.size() > 50);
}

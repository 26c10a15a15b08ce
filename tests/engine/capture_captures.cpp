// What a run says of all its captures.
#include "engine/capture/captures.hpp"
#include "tests/catch.hpp"

namespace parley::capture {

TEST_CASE("captures that lack packets say how many, and which is the first", "[capture]") {
  Captures captures("caps", false);
  CHECK(captures.gaps().empty());
  captures.lacks("caps/a.pcapng", 1);
  CHECK(captures.gaps() ==
        "captures lack 1 packet, which came faster than they could be written; the first one that "
        "does: caps/a.pcapng");
  captures.lacks("caps/b.pcapng", 2);
  CHECK(captures.gaps().starts_with("captures lack 3 packets"));
  CHECK(captures.gaps().ends_with("caps/a.pcapng"));
}

}  // namespace parley::capture

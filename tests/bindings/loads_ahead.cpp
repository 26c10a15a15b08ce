// Whether a script that was loaded ahead serves all its scenarios, which each would load for itself else.
#include "bindings/script_host.hpp"
#include "tests/catch.hpp"
#include "tests/folder.hpp"

using namespace parley;

namespace {

bool serves_all(const std::string& script, bool logs_events = false) {
  const Folder folder;
  return make_script_host()->preload(folder.write("it.lua", script), logs_events);
}

}  // namespace

TEST_CASE("a script is loaded ahead, with and without a log of events", "[preload]") {
  for (const bool logs_events : {false, true}) {
    CHECK(
        serves_all("local socket = require 'socket'\n"
                   "local known, sum = {}, socket.htons(1)\n"
                   "for i = 1, 100 do known[i] = math.random(i) end\n"
                   "scenario('it', function(t) expect(#known):equals(100) end)",
                   logs_events));
  }
}

TEST_CASE("a script that asks for the time while it loads serves one scenario", "[preload]") {
  for (const char* asks : {"os.time()", "os.clock()", "os.date()", "require 'time'.time()",
                           "require 'time'.monotonic()", "require 'time'.process_time_ns()"}) {
    INFO(asks);
    CHECK_FALSE(serves_all(std::string("local then_ = ") + asks + "\nscenario('it', function(t) end)"));
    CHECK(serves_all(std::string("scenario('it', function(t) return ") + asks + " end)"));
  }
}

TEST_CASE("a script that does not load serves none", "[preload]") {
  CHECK_FALSE(serves_all("error('no')"));
  CHECK_FALSE(serves_all("local"));
  CHECK_FALSE(make_script_host()->preload("/nowhere/it.lua", false));
}

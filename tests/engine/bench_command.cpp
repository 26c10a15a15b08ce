// A command as the benchmarks run it: its end, its output, and the figures that it printed.
#include "tests/bench/driver/command.hpp"
#include "tests/bench/driver/own_network.hpp"
#include "tests/catch.hpp"

namespace parley::bench {
namespace {

Run run_shell(const std::string& script, Network network = Network::as_it_is) {
  return run({"sh", "-c", script}, network);
}

TEST_CASE("a command that exits with 0 has passed, and both its streams are kept", "[bench]") {
  const Run good = run_shell("echo one; echo two >&2");
  CHECK(good.passed);
  CHECK(good.output == "one\ntwo\n");
  const Run bad = run_shell("echo why; exit 3");
  CHECK_FALSE(bad.passed);
  CHECK(bad.output == "why\n");
  CHECK_FALSE(run_shell("kill -KILL $$").passed);
}

TEST_CASE("a program that is not there has failed, and says so", "[bench]") {
  const Run lost = run({"parley-no-such-program"}, Network::as_it_is);
  CHECK_FALSE(lost.passed);
  CHECK(lost.output == "parley-no-such-program: No such file or directory\n");
}

TEST_CASE("the figures are those that it printed, beside what its process took", "[bench]") {
  const Figures figures = run_shell("echo before; echo 'bench: seconds 0.125 bytes 1e3'; echo 7 8").figures;
  CHECK(figures.at("seconds") == 0.125);
  CHECK(figures.at("bytes") == 1000);
  CHECK(figures.at("wall") > 0);
  CHECK(figures.at("cpu") >= 0);
  CHECK(figures.at("peak") > 4096);
  CHECK(figures.size() == 5);
}

TEST_CASE("a line of figures is read out of JSON, too", "[bench]") {
  const Figures figures = run_shell(R"(printf '%s\n' '{"output":"bench: seconds 0.5\nrounds 7\n"}')").figures;
  CHECK(figures.at("seconds") == 0.5);
  CHECK(figures.size() == 4);
}

TEST_CASE("a network of its own has nearly all ports for connections that are made", "[bench]") {
  if (!can_have_network()) return;
  const Run inside = run_shell("cat /proc/sys/net/ipv4/ip_local_port_range", Network::own);
  CHECK(inside.output == "10000\t65535\n");
}

TEST_CASE("a program is installed where a folder of PATH has it, or where it is named by a path", "[bench]") {
  CHECK(is_installed("sh"));
  CHECK(is_installed("/bin/sh"));
  CHECK_FALSE(is_installed("parley-no-such-program"));
}

}  // namespace
}  // namespace parley::bench

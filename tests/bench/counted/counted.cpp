// Plays the only scenario of a script in this very process, as parley does in one that it forks: for
// valgrind, which does not follow parley's clone(2) with a pidfd. `./dev bench` counts the instructions.
//
//   counted SCRIPT [NAME=VALUE...]     what t:param gives
//
// Exit code 1 where it failed, whose words go to standard error; 2 for wrong arguments.
#include <cstdio>
#include <string>

#include "tests/bench/driver/own_network.hpp"
#include "tests/bindings/in_process.hpp"

namespace {

int failed(const std::string& words) {
  std::fprintf(stderr, "counted: %s\n", words.c_str());
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fputs("usage: counted SCRIPT [NAME=VALUE...]\n", stderr);
    return 2;
  }
  if (parley::bench::can_have_network()) parley::bench::enter_own_network();
  const parley::Folder folder;
  parley::InProcess process(folder);
  for (int i = 2; i < argc; ++i) {
    const std::string given = argv[i];
    const std::size_t equals = given.find('=');
    if (equals == std::string::npos) return failed("no NAME=VALUE: " + given);
    process.surroundings().parameters[given.substr(0, equals)] = given.substr(equals + 1);
  }
  if (!process.load(argv[1])) return failed(process.problem.message);
  const parley::runner::Result result = process.play_it();
  if (result.verdict != parley::runner::Verdict::passed) return failed("the scenario did not pass");
}

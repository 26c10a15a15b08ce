// The program's main: standard streams, signals that must not kill it, and the way out.
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "bindings/program/command_line.hpp"
#include "bindings/script_host.hpp"
#include "engine/report/sink.hpp"

namespace {

/// Fills the places of standard streams that the caller closed, so that no socket or file ever gets their
/// numbers. A closed output is filled with a descriptor that cannot be written to: whoever writes there is
/// told.
void fill_standard_streams() {
  for (int fd = 0; fd <= 2; ++fd)
    if (::fcntl(fd, F_GETFD) < 0) ::open("/dev/null", fd == 0 ? O_WRONLY : O_RDONLY);
}

}  // namespace

int main(int argc, char** argv) {
  fill_standard_streams();
  // A reader of ours that goes away, and a limit on files, are errors of write(2), said below or by the
  // report.
  ::signal(SIGPIPE, SIG_IGN);
  ::signal(SIGXFSZ, SIG_IGN);
  parley::report::DescriptorSink out(STDOUT_FILENO);
  parley::report::DescriptorSink err(STDERR_FILENO);
  parley::program::Console console{out, err, &parley::make_script_host};
  const int code =
      parley::program::perform(std::vector<std::string>(argv + (argc > 0), argv + argc), console);
  if (!out.error() || code > parley::program::exit_code::signalled) return code;
  parley::program::complain(console, "cannot write to standard output: " + out.error().to_string());
  return parley::program::exit_code::infrastructure;
}

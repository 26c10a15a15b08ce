#include "engine/net/names.hpp"

#include <netdb.h>
#include <signal.h>
#include <string.h>

#include <iterator>

namespace parley::net {

const char* errno_name(int code) {
  const char* name = code > 0 ? strerrorname_np(code) : nullptr;
  return name != nullptr ? name : "E?";
}

const char* resolver_name(int code) {
  switch (code) {
    case EAI_BADFLAGS:
      return "EAI_BADFLAGS";
    case EAI_NONAME:
      return "EAI_NONAME";
    case EAI_AGAIN:
      return "EAI_AGAIN";
    case EAI_FAIL:
      return "EAI_FAIL";
    case EAI_NODATA:
      return "EAI_NODATA";
    case EAI_FAMILY:
      return "EAI_FAMILY";
    case EAI_SOCKTYPE:
      return "EAI_SOCKTYPE";
    case EAI_SERVICE:
      return "EAI_SERVICE";
    case EAI_ADDRFAMILY:
      return "EAI_ADDRFAMILY";
    case EAI_MEMORY:
      return "EAI_MEMORY";
    case EAI_SYSTEM:
      return "EAI_SYSTEM";
    case EAI_OVERFLOW:
      return "EAI_OVERFLOW";
    default:
      return "EAI_?";
  }
}

namespace {

// Indexed by number: Linux on every architecture that parley is built for (x86, Arm, RISC-V) agrees on these.
constexpr const char* signals[] = {
    "SIG?",      "SIGHUP",  "SIGINT",    "SIGQUIT", "SIGILL",   "SIGTRAP", "SIGABRT", "SIGBUS",
    "SIGFPE",    "SIGKILL", "SIGUSR1",   "SIGSEGV", "SIGUSR2",  "SIGPIPE", "SIGALRM", "SIGTERM",
    "SIGSTKFLT", "SIGCHLD", "SIGCONT",   "SIGSTOP", "SIGTSTP",  "SIGTTIN", "SIGTTOU", "SIGURG",
    "SIGXCPU",   "SIGXFSZ", "SIGVTALRM", "SIGPROF", "SIGWINCH", "SIGPOLL", "SIGPWR",  "SIGSYS"};
constexpr int signal_count = std::size(signals);
static_assert(SIGSEGV == 11 && SIGCHLD == 17 && SIGSYS == signal_count - 1);

}  // namespace
const char* host_error_name(int code) {
  switch (code) {
    case HOST_NOT_FOUND:
      return "HOST_NOT_FOUND";
    case TRY_AGAIN:
      return "TRY_AGAIN";
    case NO_RECOVERY:
      return "NO_RECOVERY";
    case NO_DATA:
      return "NO_DATA";
    default:
      return "h_errno ?";
  }
}

const char* signal_name(int number) {
  return number > 0 && number < signal_count ? signals[number] : signals[0];
}

int signal_number(std::string_view name) {
  for (int number = 1; number < signal_count; ++number) {
    const std::string_view known = signals[number];
    if (name == known || name == known.substr(3)) return number;
  }
  return 0;
}

}  // namespace parley::net

// Which exception class an error becomes, what the classes are called and how they derive from each other;
// and the names by which transcripts know errnos, resolver codes and signals.
#include <netdb.h>
#include <signal.h>

#include <cerrno>
#include <set>
#include <string>

#include "engine/net/exception.hpp"
#include "engine/net/idna.hpp"
#include "engine/net/names.hpp"
#include "tests/catch.hpp"

using namespace parley;
using namespace parley::net;

namespace {

std::string class_name(int code) { return name_of(class_of(code)); }

}  // namespace

TEST_CASE("an errno raises the class that PEP 3151 gives it") {
  for (const int code : {EAGAIN, EALREADY, EINPROGRESS}) CHECK(class_name(code) == "BlockingIOError");
  for (const int code : {EPIPE, ESHUTDOWN}) CHECK(class_name(code) == "BrokenPipeError");
  for (const int code : {EPERM, EACCES}) CHECK(class_name(code) == "PermissionError");
  CHECK(class_name(ECONNABORTED) == "ConnectionAbortedError");
  CHECK(class_name(ECONNREFUSED) == "ConnectionRefusedError");
  CHECK(class_name(ECONNRESET) == "ConnectionResetError");
  CHECK(class_name(ENOENT) == "FileNotFoundError");
  CHECK(class_name(EEXIST) == "FileExistsError");
  CHECK(class_name(EISDIR) == "IsADirectoryError");
  CHECK(class_name(ENOTDIR) == "NotADirectoryError");
  CHECK(class_name(EINTR) == "InterruptedError");
  CHECK(class_name(ETIMEDOUT) == "TimeoutError");
  for (const int code : {EBADF, EADDRINUSE, ENOTCONN, EISCONN, EHOSTUNREACH, 0, 9999}) {
    CHECK(class_name(code) == "OSError");
  }
}

TEST_CASE("an error of any domain has its class") {
  using enum ExceptionClass;
  CHECK(class_of(Error::system(ECONNREFUSED)) == connection_refused_error);
  CHECK(class_of(Error::resolver(EAI_NONAME)) == gaierror);
  CHECK(class_of(Error::text("AF_UNIX path too long")) == os_error);
  CHECK(class_of(Error::text(label_empty_or_too_long)) == unicode_error);
  CHECK(class_of(Error::text(label_too_long)) == unicode_error);
  CHECK(class_of(Error::text(host_name_with_nul)) == type_error);
  CHECK(class_of(Error::text(host_name_not_encodable)) == type_error);
}

TEST_CASE("classes derive from each other as in Python") {
  using enum ExceptionClass;
  for (const auto each :
       {broken_pipe_error, connection_aborted_error, connection_refused_error, connection_reset_error}) {
    CHECK(is_a(each, connection_error));
  }
  for (const auto each : {connection_error, timeout_error, blocking_io_error, gaierror, herror}) {
    CHECK(base_of(each) == os_error);
  }
  for (const auto each : {overflow_error, value_error, type_error, unicode_error})
    CHECK_FALSE(is_a(each, os_error));
  CHECK(is_a(unsupported_operation, os_error));
  CHECK(is_a(unsupported_operation, value_error));
  CHECK_FALSE(is_a(system_exit, exception));
}

TEST_CASE("the table of classes names each once, after its base") {
  std::set<std::string> names;
  std::set<ExceptionClass> seen{ExceptionClass::base_exception};
  for (const ExceptionClass each : exception_classes()) {
    CHECK(names.insert(name_of(each)).second);
    CHECK(seen.count(base_of(each)) == 1);
    seen.insert(each);
  }
  CHECK(names.size() == exception_classes().size());
}

TEST_CASE("numbers have the names of their headers") {
  CHECK(std::string(errno_name(ECONNREFUSED)) == "ECONNREFUSED");
  CHECK(std::string(errno_name(EWOULDBLOCK)) == "EAGAIN");
  CHECK(std::string(errno_name(133)) == "EHWPOISON");
  for (const int code : {-1, 0, 9999}) CHECK(std::string(errno_name(code)) == "E?");
  CHECK(std::string(resolver_name(EAI_NONAME)) == "EAI_NONAME");
  CHECK(std::string(resolver_name(EAI_OVERFLOW)) == "EAI_OVERFLOW");
  CHECK(std::string(resolver_name(7)) == "EAI_?");
  CHECK(std::string(signal_name(SIGKILL)) == "SIGKILL");
  CHECK(std::string(signal_name(SIGSEGV)) == "SIGSEGV");
  CHECK(std::string(signal_name(SIGSYS)) == "SIGSYS");
  for (const int number : {-1, 0, 32, 64}) CHECK(std::string(signal_name(number)) == "SIG?");
}

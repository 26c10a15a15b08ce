#include "engine/net/exception.hpp"

#include <array>
#include <cerrno>
#include <string_view>

#include "engine/net/idna.hpp"

namespace parley::net {
namespace {

using enum ExceptionClass;

struct Entry {
  ExceptionClass which;
  const char* name;
  ExceptionClass base;
};

// In the order of the enumeration, so that a class is its own index.
constexpr Entry table[] = {
    {base_exception, "BaseException", base_exception},
    {exception, "Exception", base_exception},
    {os_error, "OSError", exception},
    {blocking_io_error, "BlockingIOError", os_error},
    {child_process_error, "ChildProcessError", os_error},
    {connection_error, "ConnectionError", os_error},
    {broken_pipe_error, "BrokenPipeError", connection_error},
    {connection_aborted_error, "ConnectionAbortedError", connection_error},
    {connection_refused_error, "ConnectionRefusedError", connection_error},
    {connection_reset_error, "ConnectionResetError", connection_error},
    {file_exists_error, "FileExistsError", os_error},
    {file_not_found_error, "FileNotFoundError", os_error},
    {interrupted_error, "InterruptedError", os_error},
    {is_a_directory_error, "IsADirectoryError", os_error},
    {not_a_directory_error, "NotADirectoryError", os_error},
    {permission_error, "PermissionError", os_error},
    {process_lookup_error, "ProcessLookupError", os_error},
    {timeout_error, "TimeoutError", os_error},
    {gaierror, "gaierror", os_error},
    {herror, "herror", os_error},
    {lookup_error, "LookupError", exception},
    {key_error, "KeyError", lookup_error},
    {value_error, "ValueError", exception},
    {unsupported_operation, "UnsupportedOperation", os_error},
    {unicode_error, "UnicodeError", value_error},
    {unicode_decode_error, "UnicodeDecodeError", unicode_error},
    {unicode_encode_error, "UnicodeEncodeError", unicode_error},
    {arithmetic_error, "ArithmeticError", exception},
    {overflow_error, "OverflowError", arithmetic_error},
    {type_error, "TypeError", exception},
    {attribute_error, "AttributeError", exception},
    {name_error, "NameError", exception},
    {memory_error, "MemoryError", exception},
    {runtime_error, "RuntimeError", exception},
    {eof_error, "EOFError", exception},
    {assertion_error, "AssertionError", exception},
    {exception_group, "ExceptionGroup", exception},
    {warning, "Warning", exception},
    {resource_warning, "ResourceWarning", warning},
    {system_exit, "SystemExit", base_exception},
};

constexpr std::size_t index_of(ExceptionClass which) { return static_cast<std::size_t>(which); }

constexpr bool is_in_order() {
  for (std::size_t i = 0; i < std::size(table); ++i) {
    if (index_of(table[i].which) != i || index_of(table[i].base) > i) return false;
  }
  return std::size(table) == index_of(system_exit) + 1;
}
static_assert(is_in_order());

constexpr auto classes = [] {
  std::array<ExceptionClass, std::size(table)> all{};
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = table[i].which;
  return all;
}();

}  // namespace

std::span<const ExceptionClass> exception_classes() { return classes; }

const char* name_of(ExceptionClass which) { return table[index_of(which)].name; }

ExceptionClass base_of(ExceptionClass which) { return table[index_of(which)].base; }

bool is_a(ExceptionClass which, ExceptionClass ancestor) {
  if (which == unsupported_operation && is_a(value_error, ancestor)) return true;
  while (which != ancestor && which != base_exception) which = base_of(which);
  return which == ancestor;
}

ExceptionClass class_of(int code) {
  switch (code) {
    case EAGAIN:
    case EALREADY:
    case EINPROGRESS:
      return blocking_io_error;
    case EPIPE:
    case ESHUTDOWN:
      return broken_pipe_error;
    case ECHILD:
      return child_process_error;
    case ECONNABORTED:
      return connection_aborted_error;
    case ECONNREFUSED:
      return connection_refused_error;
    case ECONNRESET:
      return connection_reset_error;
    case EEXIST:
      return file_exists_error;
    case ENOENT:
      return file_not_found_error;
    case EINTR:
      return interrupted_error;
    case EISDIR:
      return is_a_directory_error;
    case ENOTDIR:
      return not_a_directory_error;
    case EACCES:
    case EPERM:
      return permission_error;
    case ESRCH:
      return process_lookup_error;
    case ETIMEDOUT:
      return timeout_error;
    default:
      return os_error;
  }
}

ExceptionClass class_of(const Error& error) {
  switch (error.domain()) {
    case Error::Domain::none:
      return base_exception;
    case Error::Domain::system:
      return class_of(error.code());
    case Error::Domain::resolver:
      return gaierror;
    case Error::Domain::text:
      break;
  }
  const std::string_view text = error.message();
  if (text == host_name_with_nul || text == host_name_not_encodable) return type_error;
  if (text == label_empty_or_too_long || text == label_too_long) return unicode_error;
  return os_error;
}

}  // namespace parley::net

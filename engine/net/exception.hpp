// The exception classes of Python that the socket module raises, as values: which one an error becomes, what
// it is called, and what it derives from. Bindings make their tree of classes from this one table.
#pragma once

#include <cstdint>
#include <span>

#include "engine/base/error.hpp"

namespace parley::net {

enum class ExceptionClass : std::uint8_t {
  base_exception,
  exception,
  os_error,
  blocking_io_error,
  child_process_error,
  connection_error,
  broken_pipe_error,
  connection_aborted_error,
  connection_refused_error,
  connection_reset_error,
  file_exists_error,
  file_not_found_error,
  interrupted_error,
  is_a_directory_error,
  not_a_directory_error,
  permission_error,
  process_lookup_error,
  timeout_error,
  gaierror,
  herror,
  lookup_error,
  key_error,
  value_error,
  unsupported_operation,
  unicode_error,
  unicode_decode_error,
  unicode_encode_error,
  arithmetic_error,
  overflow_error,
  type_error,
  attribute_error,
  name_error,
  memory_error,
  runtime_error,
  eof_error,
  assertion_error,
  exception_group,
  warning,
  resource_warning,
  system_exit,
};

/// Every class, each after the one that it derives from.
std::span<const ExceptionClass> exception_classes();

/// Python's name, without a module: "ConnectionRefusedError", "gaierror".
const char* name_of(ExceptionClass which);

/// The class that `which` derives from; base_exception is its own. UnsupportedOperation, which has two, gives
/// OSError here; is_a knows of the other.
ExceptionClass base_of(ExceptionClass which);

/// isinstance: `which` is `ancestor` or derives from it.
bool is_a(ExceptionClass which, ExceptionClass ancestor);

/// The class that an errno becomes (PEP 3151); os_error where it has none of its own.
ExceptionClass class_of(int code);

/// The class that an error of this room becomes: by its errno; gaierror for the resolver's; for a text
/// os_error, unless it is one of those that net/idna.hpp names. base_exception for no error.
ExceptionClass class_of(const Error& error);

}  // namespace parley::net

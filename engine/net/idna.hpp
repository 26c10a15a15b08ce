// Host names on their way to the resolver: internationalised names become their ASCII form (RFC 3490, with
// the Punycode of RFC 3492), and labels that no name server could answer for are refused, as by Python's idna
// codec.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace parley::net {

// The texts of errors about a name, each the whole message of Python's exception. The first two are its
// UnicodeError, the other two its TypeError: see class_of().
inline constexpr std::string_view label_empty_or_too_long =
    "encoding with 'idna' codec failed (UnicodeError: label empty or too long)";
inline constexpr std::string_view label_too_long =
    "encoding with 'idna' codec failed (UnicodeError: label too long)";
inline constexpr std::string_view host_name_with_nul = "host name must not contain null character";
inline constexpr std::string_view host_name_not_encodable = "encoding of hostname failed";

/// True where no byte of `name` is beyond ASCII.
bool is_ascii(std::string_view name);

/// The ASCII form of the UTF-8 `name`: "xn--hte-kna.example" for "Hôte.example"; an ASCII name comes back as
/// it is. Of RFC 3491's preparation only the change to lower case is done: other forms that look alike stay
/// apart. Errors: label_empty_or_too_long (one empty label at the end is allowed, 63 bytes each),
/// label_too_long (the last label of an ASCII name), host_name_with_nul, host_name_not_encodable (not UTF-8).
Result<std::string> to_ascii_name(std::string_view name);

}  // namespace parley::net

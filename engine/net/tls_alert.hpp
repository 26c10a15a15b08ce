// The alerts of TLS by the names of their registry (RFC 8446, section 6; RFC 5246, section 7.2).
#pragma once

#include <string>

namespace parley::tls {

/// "certificate_expired"; "alert 200" for a number that has no name.
std::string alert_name(int description);

}  // namespace parley::tls

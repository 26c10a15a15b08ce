// Numbers of the system by the names that their headers give them; transcripts and reports print these, never
// prose.
#pragma once

#include <string_view>

namespace parley::net {

/// "ECONNREFUSED" for 111; EAGAIN also stands for EWOULDBLOCK. "E?" for a number that Linux does not use.
const char* errno_name(int code);

/// "EAI_NONAME" for -2, a code of getaddrinfo(3); "EAI_?" for one that does not exist.
const char* resolver_name(int code);

/// "HOST_NOT_FOUND" for 1, an h_errno of gethostbyaddr(3); "h_errno ?" for one that does not exist.
const char* host_error_name(int code);

/// "SIGSEGV" for 11; "SIG?" for a real-time signal or a number that is none.
const char* signal_name(int number);

/// 11 for "SIGSEGV" and for "SEGV"; 0 for a name that is none.
int signal_number(std::string_view name);

}  // namespace parley::net

// ldns as the judge of what the name server sends. Apart from the other helpers, since macros of ldns's
// headers clash with names of the standard library's.
#pragma once

#include <string>

namespace parley::dns {

/// Whether ldns can read `bytes` as a message.
bool is_message(const std::string& bytes);

}  // namespace parley::dns

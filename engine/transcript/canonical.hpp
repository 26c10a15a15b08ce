// The canonical form: the record of a scenario as text that is the same whenever the conversations are the
// same, however TCP cut the bytes and however tasks took turns. The recorder calls it; it changes nothing.
//
// A block a conversation, in the order in which roles were declared, then in the order of each role's
// program; what relays began stands behind that, and what a process outside began comes last. A block is a
// header and its records, two blanks in front of each:
//
//   client > server  tcp 127.0.0.1:63000
//     # proxy: latency 0.1 s                a note about a relay
//     > "Salut le serveur !"
//     ! recv timeout                        a call of the initiator's failed
//     < unread "Bonjour"                    nobody took it
//     < "aaaa" ... 70000 bytes, xxh3 ...    a record longer than 4 KiB
//     ! server recv ECONNRESET              a call of the other side failed
//     > 00 01 02                            binary data, 16 bytes a line
//     = TLSv1.3 TLS_AES_256_GCM_SHA384, name "localhost"   the two agreed: what follows is the plain text
//     < alert close_notify                  TLS told this
//     > EOF
//     < RST
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "engine/transcript/conversation.hpp"

namespace parley::transcript {

using RoleNames = std::function<const std::string&(Role)>;

std::vector<Block> canonical_blocks(const std::deque<Conversation>& conversations, const RoleNames& names);

}  // namespace parley::transcript

// Constants of name resolution: what getaddrinfo and getnameinfo take and answer. constants.cpp joins them
// with the others.
#include "engine/net/constant_tables.hpp"

namespace parley::net {
namespace {

constexpr Constant table[] = {
    // AI
    {"AI_PASSIVE", 1},
    {"AI_CANONNAME", 2},
    {"AI_NUMERICHOST", 4},
    {"AI_V4MAPPED", 8},
    {"AI_ALL", 16},
    {"AI_ADDRCONFIG", 32},
    {"AI_NUMERICSERV", 1024},
    // EAI
    {"EAI_OVERFLOW", -12},
    {"EAI_SYSTEM", -11},
    {"EAI_MEMORY", -10},
    {"EAI_ADDRFAMILY", -9},
    {"EAI_SERVICE", -8},
    {"EAI_SOCKTYPE", -7},
    {"EAI_FAMILY", -6},
    {"EAI_NODATA", -5},
    {"EAI_FAIL", -4},
    {"EAI_AGAIN", -3},
    {"EAI_NONAME", -2},
    {"EAI_BADFLAGS", -1},
    // NI
    {"NI_NUMERICHOST", 1},
    {"NI_NUMERICSERV", 2},
    {"NI_NOFQDN", 4},
    {"NI_NAMEREQD", 8},
    {"NI_DGRAM", 16},
    {"NI_MAXSERV", 32},
    {"NI_MAXHOST", 1025},
};

}  // namespace

std::span<const Constant> resolver_constants() { return table; }

}  // namespace parley::net

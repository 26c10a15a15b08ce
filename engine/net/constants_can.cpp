// Constants of the CAN bus and of J1939 upon it; parley offers the names alone. constants.cpp joins them with
// the others.
#include "engine/net/constant_tables.hpp"

namespace parley::net {
namespace {

constexpr Constant table[] = {
    // CAN
    {"CAN_BCM", 2},
    {"CAN_BCM_CAN_FD_FRAME", 2048},
    {"CAN_BCM_RX_ANNOUNCE_RESUME", 256},
    {"CAN_BCM_RX_CHANGED", 12},
    {"CAN_BCM_RX_CHECK_DLC", 64},
    {"CAN_BCM_RX_DELETE", 6},
    {"CAN_BCM_RX_FILTER_ID", 32},
    {"CAN_BCM_RX_NO_AUTOTIMER", 128},
    {"CAN_BCM_RX_READ", 7},
    {"CAN_BCM_RX_RTR_FRAME", 1024},
    {"CAN_BCM_RX_SETUP", 5},
    {"CAN_BCM_RX_STATUS", 10},
    {"CAN_BCM_RX_TIMEOUT", 11},
    {"CAN_BCM_SETTIMER", 1},
    {"CAN_BCM_STARTTIMER", 2},
    {"CAN_BCM_TX_ANNOUNCE", 8},
    {"CAN_BCM_TX_COUNTEVT", 4},
    {"CAN_BCM_TX_CP_CAN_ID", 16},
    {"CAN_BCM_TX_DELETE", 2},
    {"CAN_BCM_TX_EXPIRED", 9},
    {"CAN_BCM_TX_READ", 3},
    {"CAN_BCM_TX_RESET_MULTI_IDX", 512},
    {"CAN_BCM_TX_SEND", 4},
    {"CAN_BCM_TX_SETUP", 1},
    {"CAN_BCM_TX_STATUS", 8},
    {"CAN_EFF_FLAG", 0x80000000},
    {"CAN_EFF_MASK", 0x1fffffff},
    {"CAN_ERR_FLAG", 0x20000000},
    {"CAN_ERR_MASK", 0x1fffffff},
    {"CAN_ISOTP", 6},
    {"CAN_J1939", 7},
    {"CAN_RAW", 1},
    {"CAN_RAW_FD_FRAMES", 5},
    {"CAN_RAW_FILTER", 1},
    {"CAN_RAW_JOIN_FILTERS", 6},
    {"CAN_RAW_LOOPBACK", 3},
    {"CAN_RAW_RECV_OWN_MSGS", 4},
    {"CAN_RTR_FLAG", 0x40000000},
    {"CAN_SFF_MASK", 2047},
    // J1939
    {"J1939_EE_INFO_NONE", 0},
    {"J1939_NLA_PAD", 0},
    {"J1939_NO_NAME", 0},
    {"J1939_EE_INFO_TX_ABORT", 1},
    {"J1939_NLA_BYTES_ACKED", 1},
    {"J1939_MAX_UNICAST_ADDR", 253},
    {"J1939_IDLE_ADDR", 254},
    {"J1939_NO_ADDR", 255},
    {"J1939_FILTER_MAX", 512},
    {"J1939_PGN_REQUEST", 59904},
    {"J1939_PGN_ADDRESS_CLAIMED", 60928},
    {"J1939_PGN_ADDRESS_COMMANDED", 65240},
    {"J1939_PGN_PDU1_MAX", 0x3ff00},
    {"J1939_PGN_MAX", 0x3ffff},
    {"J1939_NO_PGN", 0x40000},
};

}  // namespace

std::span<const Constant> can_constants() { return table; }

}  // namespace parley::net

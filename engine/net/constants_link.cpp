// Constants of families beside the internet's: netlink, packet, AF_ALG, TIPC, VSOCK, Bluetooth. Of most of
// them the names are all that parley offers. constants.cpp joins them with the others.
#include "engine/net/constant_tables.hpp"

namespace parley::net {
namespace {

constexpr Constant table[] = {
    // NETLINK
    {"NETLINK_ROUTE", 0},
    {"NETLINK_USERSOCK", 2},
    {"NETLINK_FIREWALL", 3},
    {"NETLINK_NFLOG", 5},
    {"NETLINK_XFRM", 6},
    {"NETLINK_IP6_FW", 13},
    {"NETLINK_DNRTMSG", 14},
    {"NETLINK_CRYPTO", 21},
    // PACKET
    {"PACKET_HOST", 0},
    {"PACKET_BROADCAST", 1},
    {"PACKET_MULTICAST", 2},
    {"PACKET_OTHERHOST", 3},
    {"PACKET_OUTGOING", 4},
    {"PACKET_LOOPBACK", 5},
    {"PACKET_FASTROUTE", 6},
    // ALG
    {"ALG_OP_DECRYPT", 0},
    {"ALG_OP_ENCRYPT", 1},
    {"ALG_SET_KEY", 1},
    {"ALG_OP_SIGN", 2},
    {"ALG_SET_IV", 2},
    {"ALG_OP_VERIFY", 3},
    {"ALG_SET_OP", 3},
    {"ALG_SET_AEAD_ASSOCLEN", 4},
    {"ALG_SET_AEAD_AUTHSIZE", 5},
    {"ALG_SET_PUBKEY", 6},
    // TIPC
    {"TIPC_WAIT_FOREVER", -1},
    {"TIPC_CFG_SRV", 0},
    {"TIPC_LOW_IMPORTANCE", 0},
    {"TIPC_ADDR_NAMESEQ", 1},
    {"TIPC_MEDIUM_IMPORTANCE", 1},
    {"TIPC_PUBLISHED", 1},
    {"TIPC_SUB_PORTS", 1},
    {"TIPC_TOP_SRV", 1},
    {"TIPC_ZONE_SCOPE", 1},
    {"TIPC_ADDR_NAME", 2},
    {"TIPC_CLUSTER_SCOPE", 2},
    {"TIPC_HIGH_IMPORTANCE", 2},
    {"TIPC_SUB_SERVICE", 2},
    {"TIPC_WITHDRAWN", 2},
    {"TIPC_ADDR_ID", 3},
    {"TIPC_CRITICAL_IMPORTANCE", 3},
    {"TIPC_NODE_SCOPE", 3},
    {"TIPC_SUBSCR_TIMEOUT", 3},
    {"TIPC_SUB_CANCEL", 4},
    {"TIPC_IMPORTANCE", 127},
    {"TIPC_SRC_DROPPABLE", 128},
    {"TIPC_DEST_DROPPABLE", 129},
    {"TIPC_CONN_TIMEOUT", 130},
    // VSOCK
    {"VM_SOCKETS_INVALID_VERSION", 0xffffffff},
    {"VMADDR_CID_HOST", 2},
    {"VMADDR_CID_ANY", 0xffffffff},
    {"VMADDR_PORT_ANY", 0xffffffff},
    {"IOCTL_VM_SOCKETS_GET_LOCAL_CID", 1977},
    // Bluetooth
    {"AF_BLUETOOTH", 31},
    {"BTPROTO_L2CAP", 0},
    {"BTPROTO_HCI", 1},
    {"BTPROTO_SCO", 2},
    {"BTPROTO_RFCOMM", 3},
    {"HCI_DATA_DIR", 1},
    {"HCI_FILTER", 2},
    {"HCI_TIME_STAMP", 3},
    {"SOL_HCI", 0},
};

}  // namespace

std::span<const Constant> link_constants() { return table; }

}  // namespace parley::net

#include "bindings/socket/traffic.hpp"

#include <algorithm>

#include "bindings/events/notes.hpp"
#include "bindings/socket/cache_line.hpp"
#include "bindings/socket/datagrams.hpp"
#include "engine/net/option.hpp"

namespace parley {

namespace {

// Up to here a receive gets the space that it asks for without a look at what there is.
constexpr std::size_t modest = 1U << 20U;

// Whether a stream's end came of our own shutdown(SHUT_RD), and not from the peer.
bool is_own_end(const Socket& socket, const transcript::End& end) {
  return socket.shut_for_reading && (end.peer == nullptr || !end.peer->finished);
}

}  // namespace

std::size_t part_of(Runtime& runtime, const Socket& socket, int flags, std::size_t size) {
  constexpr int whole = MSG_PEEK | MSG_OOB | MSG_ERRQUEUE;
  if (!runtime.segmentation.cuts() || socket.type != SOCK_STREAM || (flags & whole) != 0) return size;
  return runtime.segmentation.part_of(size);
}

void note_sent(Runtime& runtime, const Socket& socket, int flags, const net::Address* to,
               std::string_view bytes, transcript::Recorder::Part part) {
  OpenSocket& open = runtime.socket(socket.fd);
  if (open.end == nullptr && !socket.is_stream()) record_datagram_sent(runtime, socket, to, bytes);
  if (runtime.events != nullptr) runtime.events->sent(socket.fd, to, bytes);
  if (open.end == nullptr) return;
  if (socket.connecting) note_if_connected(runtime, *open.object);
  const bool has_urgent = (flags & MSG_OOB) != 0 && !bytes.empty();
  runtime.recorder->sent(*open.end, has_urgent ? bytes.substr(0, bytes.size() - 1) : bytes, part);
  if (has_urgent) runtime.recorder->sent_urgent(*open.end, bytes.back());
  const transcript::End* peer = open.end->peer;
  if (peer != nullptr && peer->fd >= 0) runtime.scheduler.hint(peer->fd, loop::Interest::read);
  runtime.sent_in_a_row += bytes.size();
}

void note_received(Runtime& runtime, const Socket& socket, int flags, const net::Address* from,
                   std::size_t size, std::string_view bytes) {
  if ((flags & (MSG_PEEK | MSG_ERRQUEUE)) != 0) return;
  OpenSocket& open = runtime.socket(socket.fd);
  if (open.end == nullptr && !socket.is_stream()) record_datagram_taken(runtime, socket, from, bytes);
  // Behind that, since now it is known who sent a datagram.
  if (runtime.events != nullptr) runtime.events->received(socket.fd, from, bytes);
  if (open.end == nullptr) return;
  if (!bytes.empty()) {
    if (socket.connecting) note_if_connected(runtime, *open.object);
    if ((flags & MSG_OOB) != 0) {
      runtime.recorder->taken_urgent(*open.end, bytes.front());
    } else {
      runtime.recorder->taken(*open.end, bytes);
    }
  } else if (size > 0 && !is_own_end(socket, *open.end)) {
    runtime.recorder->took_eof(*open.end);
  }
}

std::span<char> receive_space(Runtime& runtime, const Socket& socket, std::size_t size) {
  if (size > modest) {
    const net::Count unread = net::unread_bytes(socket.fd);
    size = std::min(size, std::max(modest, unread.ok() ? static_cast<std::size_t>(unread.value) : 0));
  }
  const std::size_t room =
      std::max<std::size_t>(size, 1);  // Never null, which is another request to the kernel.
  if (runtime.scratch.size() < room + cache_line) runtime.scratch.resize(room + cache_line);
  return {at_line(runtime.scratch.data()), size};
}

}  // namespace parley

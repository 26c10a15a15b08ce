#include "engine/runner/event_packing.hpp"

#include <cstring>

#include "engine/runner/packing.hpp"

namespace parley::runner {
namespace {

using transcript::Event;

constexpr std::size_t length_size = sizeof(std::uint32_t);

void pack_text(Packer& to, const std::string& text) { to.text(text); }
std::string unpack_text(Unpacker& from) { return from.text(); }

// In a braced list the initializers are evaluated in order.
Event unpack_event(Unpacker& from) {
  return {from.one_of(Event::Kind::secret),
          from.number<int>(),
          from.number<std::int64_t>(),
          from.number<std::int64_t>(),
          from.number<std::int64_t>(),
          from.text(),
          from.text(),
          from.number<int>(),
          from.text(),
          from.text(),
          from.number<int>(),
          from.text(),
          from.text(),
          from.text(),
          from.number<int>(),
          from.list<std::string>(unpack_text),
          from.list<std::string>(unpack_text),
          from.text(),
          from.number<int>(),
          from.text(),
          from.number<std::uint64_t>(),
          from.text()};
}

}  // namespace

std::string pack_event(const Event& event, std::string room) {
  Packer to(std::move(room));
  to.number<std::uint32_t>(0);  // The length, once it is known.
  to.number(event.kind);
  to.number(event.scenario);
  to.number(event.begin);
  to.number(event.end);
  to.number(event.wall);
  to.text(event.role);
  to.text(event.what);
  to.number(event.socket);
  to.text(event.family);
  to.text(event.type);
  to.number(event.proto);
  to.text(event.local);
  to.text(event.remote);
  to.text(event.peer);
  to.number(event.peer_socket);
  to.list(event.arguments, pack_text);
  to.list(event.results, pack_text);
  to.text(event.error);
  to.number(event.number);
  to.text(event.transport);
  to.number(event.length);
  to.text(event.bytes);
  std::string packed = to.take();
  const auto length = static_cast<std::uint32_t>(packed.size() - length_size);
  std::memcpy(packed.data(), &length, length_size);
  return packed;
}

std::vector<Event> unpack_events(std::string_view bytes) {
  std::vector<Event> events;
  while (bytes.size() >= length_size) {
    std::uint32_t length = 0;
    std::memcpy(&length, bytes.data(), length_size);
    bytes.remove_prefix(length_size);
    if (length > bytes.size()) break;
    Unpacker from(bytes.substr(0, length));
    Event event = unpack_event(from);
    if (!from.complete()) break;
    events.push_back(std::move(event));
    bytes.remove_prefix(length);
  }
  return events;
}

}  // namespace parley::runner

#include "engine/diagram/steps.hpp"

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>

#include "engine/diagram/cast.hpp"
#include "engine/diagram/datagram_steps.hpp"
#include "engine/diagram/flow.hpp"
#include "engine/diagram/outcomes.hpp"
#include "engine/diagram/sockets.hpp"
#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using transcript::Event;
using Kind = Step::Kind;

constexpr std::size_t longest_words = 400;
constexpr std::size_t longest_command = 66;

class Teller {
 public:
  explicit Teller(const std::vector<Event>& events)
      : sockets_(events),
        cast_(sockets_, diagram_.participants),
        datagrams_(sockets_, cast_, diagram_.steps, conversations_) {
    for (const Event& event : events) tell(event);
    conclude();
  }

  Diagram take() { return std::move(diagram_); }

 private:
  void tell(const Event& event) {
    switch (event.kind) {
      case Event::Kind::call:
        waits_.erase(event.role);
        return call(event);
      case Event::Kind::wait:
        waits_[event.role] = &event;
        return;
      case Event::Kind::sent:
        return sent(event);
      case Event::Kind::received:
        return received(event);
      case Event::Kind::closed:
        return closed(event);
      case Event::Kind::started:
        return note(event.role, "started: " + command(event), 0);
      case Event::Kind::ended:
        return note(event.role,
                    event.what.empty() ? "ended, exit code " + std::to_string(event.number)
                                       : "killed by " + event.what,
                    0);
      case Event::Kind::secured:
        return secured(event);
      case Event::Kind::alert:
        return alert(event);
      case Event::Kind::query:
        return query(event);
      case Event::Kind::failure:
        return failure(event);
      case Event::Kind::end:
        is_over_ = true;
        return;
      default:
        return;
    }
  }

  Step& add(Kind kind, int from, int to, std::string text, int conversation) {
    Step& step = diagram_.steps.emplace_back();
    step.kind = kind;
    step.from = from;
    step.to = to;
    step.text = std::move(text);
    step.conversation = conversation;
    return step;
  }

  void note(const std::string& role, const std::string& text, int conversation) {
    add(Kind::note, cast_.named(role), -1, safe(text.substr(0, longest_words)), conversation);
  }

  static std::string command(const Event& event) {
    std::string text;
    for (const std::string& word : event.arguments) text += (text.empty() ? "" : " ") + safe(word);
    return shortened(text, longest_command);
  }

  /// The number of the conversation that a socket is an end of; 0 where it has met nobody.
  int conversation_of(int socket) {
    const auto found = conversation_.find(socket);
    return found == conversation_.end() ? 0 : found->second;
  }

  /// The arrow of a connection, once: whoever of the two is told of first brings it.
  void connected(int number) {
    Socket& socket = sockets_.at(number);
    if (conversation_of(number) != 0 || !socket.is_connected()) return;
    const int conversation = ++conversations_;
    conversation_[number] = conversation;
    if (socket.partner != 0) conversation_[socket.partner] = conversation;
    const int from_socket = socket.began || socket.partner == 0 ? number : socket.partner;
    const Socket& from = sockets_.at(from_socket);
    if (!socket.began && socket.partner == 0) {
      add(Kind::connect, cast_.client(number), cast_.named(socket.role),
          "connect " + safe(sockets_.printed(socket.local)), conversation);
      return;
    }
    // A pair has no addresses, and nobody connects.
    if (is_nameless(from.remote) && from.partner != 0 && is_nameless(sockets_.at(from.partner).local)) return;
    add(Kind::connect, cast_.named(from.role), acceptor(from_socket),
        "connect " + safe(sockets_.printed(from.remote)), conversation);
  }

  int acceptor(int connector) {
    const Socket& from = sockets_.at(connector);
    if (from.partner == 0) return cast_.server(from.remote, from.process);
    return cast_.user(sockets_.at(from.partner).role, from.partner);
  }

  void call(const Event& event) {
    if (goes_on(event)) return;
    if (is_refusal(event)) return refused(event);
    if (!event.error.empty()) return error(event);
    if (event.what == "connect" || event.what == "connect_ex") return connected(event.socket);
    if (event.what == "accept" && !event.results.empty()) return connected(socket_number(event.results[0]));
    const bool ends = !event.arguments.empty() && (event.arguments[0] == "1" || event.arguments[0] == "2");
    if (event.what == "shutdown" && ends && sockets_.at(event.socket).is_connected())
      finished(event.role, event.socket, Kind::eof);
  }

  void refused(const Event& event) {
    const std::string address = event.arguments.empty() ? "" : address_of_argument(event.arguments[0]);
    const std::size_t words = event.error.find("] ");  // behind ConnectionRefusedError: [Errno 111]
    const std::string why = event.error.empty()          ? "errno " + event.results[0]
                            : words == std::string::npos ? event.error
                                                         : event.error.substr(words + 2);
    add(Kind::refused, cast_.named(event.role), cast_.server(address, {}),
        safe("connect " + sockets_.printed(address) + ": " + why), ++conversations_);
  }

  void error(const Event& event) {
    const Socket& socket = sockets_.at(event.socket);
    if (event.socket != 0 && socket.is_stream() && socket.partner == 0 && tells_of_reset(event.error) &&
        !flows_[-event.socket].finished && conversation_of(event.socket) != 0) {
      flows_[-event.socket].finished = true;
      flows_[-event.socket].reset = true;
      add(Kind::reset, cast_.opposite(event.socket), cast_.user(event.role, event.socket), "reset (RST)",
          conversation_of(event.socket));
    }
    const int who = event.socket != 0 ? cast_.user(event.role, event.socket) : cast_.named(event.role);
    add(Kind::error, who, -1, safe((event.what + ": " + event.error).substr(0, longest_words)),
        conversation_of(event.socket));
  }

  void sent(const Event& event) {
    const Socket& socket = sockets_.at(event.socket);
    if (!socket.is_stream() && socket.partner == 0) return datagrams_.sent(event);
    connected(event.socket);
    Flow& flow = flows_[event.socket];
    flow.sent += event.length;
    if (socket.partner != 0) flow.sends.push_back({diagram_.steps.size(), flow.sent});
    message(event, cast_.user(event.role, event.socket), cast_.opposite(event.socket));
  }

  void message(const Event& event, int from, int to) {
    bool cut = false;
    std::string text = payload(event.bytes, event.length, cut);
    Step& step = add(Kind::message, from, to, std::move(text), conversation_of(event.socket));
    step.cut = cut;
    step.length = event.length;
  }

  void received(const Event& event) {
    const Socket& socket = sockets_.at(event.socket);
    if (!socket.is_stream() && socket.partner == 0) return datagrams_.received(event);
    connected(event.socket);
    if (socket.partner != 0) return taken(event, flows_[socket.partner], socket.is_stream());
    const int to = cast_.user(event.role, event.socket);
    if (event.length > 0) return message(event, cast_.opposite(event.socket), to);
    // What somebody outside says goes by the negative number of the socket that hears it.
    Flow& theirs = flows_[-event.socket];
    if (!theirs.finished)
      add(Kind::eof, cast_.opposite(event.socket), to, "EOF", conversation_of(event.socket));
    theirs.finished = true;
  }

  /// Who took bytes is known only now.
  void taken(const Event& event, Flow& flow, bool is_stream) {
    flow.taken += event.length;
    for (; flow.next < flow.sends.size(); ++flow.next) {
      const std::uint64_t begin = flow.next == 0 ? 0 : flow.sends[flow.next - 1].end;
      if (is_stream && begin >= flow.taken) return;
      diagram_.steps[flow.sends[flow.next].step].to = cast_.user(event.role, event.socket);
      if (is_stream) continue;
      ++flow.next;
      return;
    }
  }

  void closed(const Event& event) {
    if (event.role.empty() || event.what.empty()) return;
    if (conversation_of(event.socket) == 0) return;
    finished(event.role, event.socket, event.what == "reset" ? Kind::reset : Kind::eof);
  }

  void finished(const std::string& role, int socket, Kind kind) {
    Flow& flow = flows_[socket];
    const int partner = sockets_.at(socket).partner;
    const bool is_gone = flows_[partner != 0 ? partner : -socket].reset;
    if (kind == Kind::eof && (flow.finished || is_gone)) return;
    flow.finished = true;
    flow.reset = kind == Kind::reset;
    add(kind, cast_.user(role, socket), cast_.opposite(socket), kind == Kind::eof ? "EOF" : "reset (RST)",
        conversation_of(socket));
  }

  void secured(const Event& event) {
    connected(event.socket);
    const int conversation = conversation_of(event.socket);
    if (!secured_.insert(conversation).second) return;
    add(Kind::note, cast_.user(event.role, event.socket), cast_.opposite(event.socket), safe(event.what),
        conversation);
  }

  void alert(const Event& event) {
    const bool is_inside = sockets_.at(event.socket).partner != 0;
    if (is_inside && event.type == "received") return;
    const int here = cast_.user(event.role, event.socket);
    const int there = cast_.opposite(event.socket);
    const bool goes_out = event.type == "sent";
    add(Kind::alert, goes_out ? here : there, goes_out ? there : here, "alert " + safe(event.what),
        conversation_of(event.socket));
  }

  /// Who asked the name server is not in the event: the only role that waits for a name.
  void query(const Event& event) {
    std::set<std::string> asking;
    for (const auto& [role, wait] : waits_)
      if (wait->socket == 0 && wait->what.find(':') == std::string::npos &&
          wait->what.find('.') == std::string::npos)
        asking.insert(role);
    std::string text = event.type + " " + (event.what.empty() ? "." : event.what);
    if (event.transport == "tcp") text += " over TCP";
    const int server = cast_.name_server();
    if (asking.size() != 1) return void(add(Kind::note, server, -1, safe("asked for " + text), 0));
    add(Kind::query, cast_.named(*asking.begin()), server, safe(text), 0);
  }

  void failure(const Event& event) {
    const std::string who = event.role.empty() ? "" : event.role + ": ";
    has_failed_ = true;
    failures_.push_back(safe((who + event.what).substr(0, longest_words)));
  }

  void conclude() {
    for (const auto& [number, flow] : flows_)
      if (number > 0 && sockets_.at(number).partner != 0) mark_unread(number, flow);
    if (has_failed_ || !is_over_)
      for (const auto& [role, wait] : waits_)
        if (wait->socket != 0)
          add(Kind::waiting, cast_.user(wait->role, wait->socket), -1, safe("waits in " + wait->what),
              conversation_of(wait->socket));
    for (const std::string& failure : failures_) add(Kind::failure, -1, -1, failure, 0);
  }

  /// Where only one end speaks TLS, what was sent and what was taken are not the same bytes.
  void mark_unread(int number, const Flow& flow) {
    const Socket& socket = sockets_.at(number);
    if (socket.sealed || sockets_.at(socket.partner).sealed) return;
    for (std::size_t i = flow.next; i < flow.sends.size(); ++i)
      diagram_.steps[flow.sends[i].step].kind = Kind::unread;
  }

  Diagram diagram_;
  Sockets sockets_;
  Cast cast_;
  int conversations_ = 0;
  DatagramSteps datagrams_;
  std::map<int, Flow> flows_;
  std::unordered_map<int, int> conversation_;
  std::set<int> secured_;
  std::map<std::string, const Event*> waits_;  ///< By role, which waits in one call at a time.
  std::vector<std::string> failures_;
  bool has_failed_ = false;
  bool is_over_ = false;
};

}  // namespace

Diagram all_steps(const std::vector<Event>& events) { return Teller(events).take(); }

}  // namespace parley::diagram

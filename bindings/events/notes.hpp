// The event log of a scenario while it runs: who did what, when, on which socket. It is there only where the
// run asked for it (Runtime::events); whoever has something to tell asks for that first.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "bindings/runtime.hpp"
#include "engine/process/process.hpp"
#include "engine/transcript/event.hpp"

namespace parley {

class EventNotes {
 public:
  /// Both outlive this. Of the bytes of an event the first `most_bytes` are kept.
  EventNotes(Runtime& runtime, transcript::EventSink& sink, std::size_t most_bytes)
      : runtime_(runtime), sink_(sink), most_bytes_(most_bytes) {}

  /// The scenario of that index begins: time and the numbers of sockets start anew.
  void begin(int scenario);
  void end();
  void flush() { sink_.flush(); }

  /// Whether a task of a load runs: of what it does at its sockets nothing is told, since it does the same
  /// very often.
  bool is_quiet() const;
  /// Microseconds since the scenario began.
  std::int64_t now() const;
  /// The number of an open socket; 0 where `fd` is none. At first sight of a socket it is described.
  int number_of(int fd);
  /// Describes it anew where its addresses have changed.
  void look_at_addresses(int fd);
  /// `ends` where that ended what the socket's side says.
  void closed(int fd, bool ends);

  /// The running role's call cannot go on at once. `fd` is -1 where it waits for no descriptor.
  void waits(const char* call, int fd);
  /// The running role's bytes; `remote` may be null.
  void sent(int fd, const net::Address* remote, std::string_view bytes);
  void received(int fd, const net::Address* remote, std::string_view bytes);
  /// What TLS says beside the bytes: it was agreed on; an alert went out, or came in.
  void secured(int fd, std::string agreed);
  void alerted(int fd, const std::string& name, bool is_sent);
  /// `by` is "print", "stdout" or "stderr". A line, or a part of one, is an event.
  void printed(std::string_view role, const char* by, std::string_view text);
  /// A process under test, known as `name`: it runs; it has ended.
  void started(std::string_view name, const std::vector<std::string>& command, int pid);
  void ended(std::string_view name, const process::Status& status);
  /// Somebody asked the scenario's name server.
  void asked(const dns::Seen& query);
  void failed(const runner::Failure& failure);
  /// What a conversation over TLS can be decrypted with, in NSS's key log format.
  void secret(std::string_view line);

  /// An event in the making, with the running role and the scenario in it: a member, so that nothing owns
  /// memory where Lua raises an error. add() adds it.
  transcript::Event& draft(transcript::Event::Kind kind);
  void add() { sink_.add(draft_); }

 private:
  struct Known {
    int number = 0;
    std::string local;
    std::string remote;
    const transcript::End* end = nullptr;
  };

  Known& known(int fd);
  void describe(int fd, Known& socket);
  void note_end(int fd, Known& socket);
  std::string process_at_other_end(int fd) const;
  void carried(transcript::Event::Kind kind, int fd, const net::Address* remote, std::string_view bytes);

  Runtime& runtime_;
  transcript::EventSink& sink_;
  std::size_t most_bytes_;
  transcript::Event draft_;
  int scenario_ = 0;
  Instant begin_{};
  int numbers_ = 0;
  std::vector<Known> sockets_;  ///< By descriptor.
  std::unordered_map<const transcript::End*, int>
      ends_;  ///< The numbers of sockets that are, or were, connected.
};

/// Has every function of require "socket", and every method of a socket, tell the runtime's EventNotes of
/// each call, with its arguments and its outcome. To be called before a script is loaded. lua/logged.lua does
/// the half of it that is Lua's. Raises only where memory runs out.
void log_calls(lua_State* L);

}  // namespace parley

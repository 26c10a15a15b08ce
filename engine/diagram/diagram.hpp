// A sequence diagram of what happened in one run of a scenario: who took part, and what passed between them,
// one step after the other. Made of the timed events; drawn as SVG, as Mermaid and as text. `parley show` and
// the reports drive it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/transcript/event.hpp"

namespace parley::diagram {

/// A lifeline. Texts here and below are UTF-8 without control characters, whatever bytes a peer sent.
struct Participant {
  enum class Kind : std::uint8_t {
    role,         ///< Of the scenario.
    process,      ///< A program under test, by its name.
    outside,      ///< Whoever is at an address that nobody in the scenario is known to have.
    name_server,  ///< The scenario's own.
  };
  Kind kind = Kind::role;
  std::string name;
  std::string detail;  ///< The address, where a role talks to itself: the other end is a lifeline of its own.
};

struct Step {
  enum class Kind : std::uint8_t {
    message,  ///< Bytes that were sent.
    unread,   ///< Bytes of a stream that nobody took.
    lost,     ///< A datagram that nobody received.
    alert,    ///< TLS says something: `text`.
    connect,  ///< A connection came to be.
    refused,  ///< It did not: `text` is the error.
    eof,      ///< `from` sends no more.
    reset,    ///< `from` broke it off.
    query,    ///< The name server was asked.
    note,     ///< Beside `from`: it was started, it ended, TLS was agreed on.
    error,    ///< Beside `from`: a call of its raised an error.
    waiting,  ///< Beside `from`: what it waited for when the scenario ended.
    failure,  ///< Over all: why the scenario failed.
    folded,   ///< Over all: `count` steps stood here.
  };
  Kind kind = Kind::message;
  int from = -1;  ///< Participants by their place in the list; -1 where there is none.
  int to = -1;
  std::string text;          ///< Payload in quotes or hexadecimal, a call and its error, an address.
  std::string address;       ///< Of the first datagram of a conversation: where it went.
  std::uint64_t count = 1;   ///< How many like ones this one stands for, or steps that were left out.
  std::uint64_t length = 0;  ///< Bytes, of all of them.
  bool cut = false;          ///< The text is not the whole payload.
  int conversation = 0;      ///< From 1, in the order in which they began; 0 where it is of none.
};

struct Diagram {
  std::vector<Participant> participants;  ///< In the order in which they appear.
  std::vector<Step> steps;
};

/// The diagram of all the events of one run of a scenario, in their order. Like messages in a row are one; of
/// many steps the middle is folded.
Diagram diagram_of(const std::vector<transcript::Event>& events);

/// The same of one conversation, by its number, or of those that a role takes part in; without steps where
/// there is no such one.
Diagram diagram_of(const std::vector<transcript::Event>& events, int conversation);
Diagram diagram_of(const std::vector<transcript::Event>& events, std::string_view role);

/// The events without the waits at their end: for the beginning of a log, where nobody knows how they ended.
std::vector<transcript::Event> beginning_of(std::vector<transcript::Event> events);

/// One <svg> element without an XML prolog, for a file or in the middle of a page: colours come with classes
/// in a <style> of its own, for light and dark; a page may set the variables --parley-* to others.
std::string to_svg(const Diagram& diagram);

/// The text of a sequenceDiagram of Mermaid's.
std::string to_mermaid(const Diagram& diagram);

/// Lines for a terminal, each step one or more of them.
std::string to_text(const Diagram& diagram);

}  // namespace parley::diagram

// The text of a sequence diagram of Mermaid's: https://mermaid.js.org/syntax/sequenceDiagram.html
#include <algorithm>

#include "engine/base/escape.hpp"
#include "engine/diagram/diagram.hpp"
#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using Kind = Step::Kind;

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view(" _.,/()+*!?'=|~^").find(c) != std::string_view::npos;
}

std::string entity(unsigned point) { return "#" + std::to_string(point) + ";"; }

/// `text`, which is safe, so that nothing in it is Mermaid's or HTML's: anything but letters, digits and a
/// few marks is an entity, #NUMBER;.
std::string escaped(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t size = std::max<std::size_t>(1, utf8_sequence(text));
    if (size > 1 || is_plain(text[0]))
      out += text.substr(0, size);
    else
      out += entity(static_cast<unsigned char>(text[0]));
    text.remove_prefix(size);
  }
  return out;
}

std::string id(int participant) { return "p" + std::to_string(participant + 1); }

const char* arrow_of(Kind kind) {
  switch (kind) {
    case Kind::connect:
    case Kind::query:
    case Kind::alert:
      return "-->>";
    case Kind::eof:
      return "--)";
    case Kind::lost:
    case Kind::refused:
      return "--x";
    case Kind::reset:
      return "-x";
    default:
      return "->>";
  }
}

/// Over which lifelines a note stands.
std::string place(const Step& step, std::size_t participants) {
  if (step.from >= 0 && step.to >= 0 && step.from != step.to) return id(step.from) + "," + id(step.to);
  if (step.from >= 0) return id(step.from);
  return participants == 1 ? id(0) : id(0) + "," + id(static_cast<int>(participants) - 1);
}

std::string line(const Step& step, std::size_t participants) {
  const std::string words = escaped(label(step, room_of_line(step)));
  const std::string text = is_note(step.kind)
                               ? "Note over " + place(step, participants) + ": " + words
                               : id(step.from) + arrow_of(step.kind) + id(step.to) + ": " + words;
  if (!is_trouble(step.kind)) return "  " + text + "\n";
  return "  rect rgba(218, 54, 51, 0.18)\n    " + text + "\n  end\n";
}

}  // namespace

std::string to_mermaid(const Diagram& diagram) {
  std::string text = "sequenceDiagram\n";
  std::size_t participants = diagram.participants.size();
  for (std::size_t i = 0; i < participants; ++i)
    text +=
        "  participant " + id(static_cast<int>(i)) + " as " + escaped(title(diagram.participants[i])) + "\n";
  if (participants == 0) {
    text += "  participant p1 as the scenario\n";
    participants = 1;
  }
  for (const Step& step : diagram.steps) text += line(step, participants);
  if (diagram.steps.empty()) text += "  Note over p1: nothing was exchanged\n";
  return text;
}

}  // namespace parley::diagram

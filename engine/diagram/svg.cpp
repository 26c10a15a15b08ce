// A diagram as SVG 1.1, drawn without references to ids: several may stand in one page.
#include <algorithm>

#include "engine/diagram/diagram.hpp"
#include "engine/diagram/svg_layout.hpp"
#include "engine/diagram/svg_style.hpp"
#include "engine/diagram/words.hpp"

namespace parley::diagram {
namespace {

using Kind = Step::Kind;

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

const char* class_of(Kind kind) {
  static constexpr const char* names[] = {"message", "unread",  "lost",    "alert", "connect",
                                          "refused", "eof",     "reset",   "query", "note",
                                          "error",   "waiting", "failure", "folded"};
  return names[static_cast<std::size_t>(kind)];
}

const char* class_of(Participant::Kind kind) {
  static constexpr const char* names[] = {"role", "process", "outside", "name-server"};
  return names[static_cast<std::size_t>(kind)];
}

std::string number(int value) { return std::to_string(value); }

std::string attribute(const char* name, int value) {
  return std::string(" ").append(name).append("=\"").append(number(value)).append("\"");
}

std::string line(const char* classes, int x1, int y1, int x2, int y2) {
  return std::string("<line class=\"").append(classes).append("\"") + attribute("x1", x1) +
         attribute("y1", y1) + attribute("x2", x2) + attribute("y2", y2) + "/>";
}

std::string rectangle(const char* classes, int x, int y, int width, int height, int radius) {
  return std::string("<rect class=\"").append(classes).append("\"") + attribute("x", x) + attribute("y", y) +
         attribute("width", width) + attribute("height", height) + attribute("rx", radius) + "/>";
}

std::string words(const char* classes, int x, int y, std::string_view text) {
  return std::string("<text class=\"").append(classes).append("\"") + attribute("x", x) + attribute("y", y) +
         ">" + escaped(text) + "</text>";
}

class Drawing {
 public:
  explicit Drawing(const Diagram& diagram) : diagram_(diagram), layout_(diagram) {}

  std::string draw() {
    open();
    bands();
    lifelines();
    heads(margin);
    if (layout_.has_feet) heads(layout_.bottom);
    for (std::size_t i = 0; i < diagram_.steps.size(); ++i) step(diagram_.steps[i], layout_.rows[i]);
    if (diagram_.steps.empty())
      out_ += words("words", layout_.width / 2, layout_.bottom - 18, "nothing was exchanged");
    return out_ + "</svg>\n";
  }

 private:
  void open() {
    const std::string size = number(layout_.width) + " " + number(layout_.height);
    out_ =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"parley-diagram\" role=\"img\" "
        "xml:space=\"preserve\"" +
        attribute("width", layout_.width) + attribute("height", layout_.height) + " viewBox=\"0 0 " + size +
        "\">";
    std::string names;
    for (const Participant& participant : diagram_.participants)
      names += (names.empty() ? "" : ", ") + title(participant);
    const auto troubles = std::count_if(diagram_.steps.begin(), diagram_.steps.end(),
                                        [](const Step& step) { return is_trouble(step.kind); });
    out_ += "<title>" + escaped("Sequence diagram: " + (names.empty() ? "nobody" : names)) +
            "</title><desc>" + std::to_string(diagram_.steps.size()) + " steps, " + std::to_string(troubles) +
            " of them errors, resets or failures</desc><style>" + svg_style + "</style>\n";
    out_ += rectangle("ground", 0, 0, layout_.width, layout_.height, 8) + "\n";
  }

  /// Behind all that went wrong.
  void bands() {
    for (std::size_t i = 0; i < diagram_.steps.size(); ++i) {
      const Row& row = layout_.rows[i];
      if (is_trouble(diagram_.steps[i].kind) && diagram_.steps[i].kind != Kind::failure)
        out_ += rectangle("band", 0, row.top, layout_.width, row.height, 0);
    }
    out_ += "\n";
  }

  /// Dotted where steps were left out.
  void lifelines() {
    for (const int x : layout_.columns) {
      int top = margin + layout_.head_height;
      for (std::size_t i = 0; i < diagram_.steps.size(); ++i) {
        if (diagram_.steps[i].kind != Kind::folded) continue;
        const Row& row = layout_.rows[i];
        out_ +=
            line("lifeline", x, top, x, row.top) + line("lifeline gap", x, row.top, x, row.top + row.height);
        top = row.top + row.height;
      }
      out_ += line("lifeline", x, top, x, layout_.bottom);
    }
    out_ += "\n";
  }

  void heads(int top) {
    for (std::size_t i = 0; i < diagram_.participants.size(); ++i) head(i, top);
  }

  void head(std::size_t i, int top) {
    const Participant& participant = diagram_.participants[i];
    const int x = layout_.columns[i];
    const int width = layout_.head_widths[i];
    const bool is_plain =
        participant.kind == Participant::Kind::role || participant.kind == Participant::Kind::name_server;
    const std::string below = !participant.detail.empty() ? participant.detail
                              : is_plain                  ? ""
                                                          : class_of(participant.kind);
    const int middle = top + layout_.head_height / 2;
    out_ += "<g class=\"" + std::string(class_of(participant.kind)) + "\"><title>" +
            escaped(title(participant)) + "</title>" +
            rectangle("head", x - width / 2, top, width, layout_.head_height, 6) +
            words("name", x, below.empty() ? middle + 5 : middle - 2, shortened(participant.name, 26));
    if (!below.empty()) out_ += words("detail", x, middle + 14, shortened(below, 26));
    out_ += "</g>\n";
  }

  int column(int participant) const { return layout_.columns[static_cast<std::size_t>(participant)]; }

  void step(const Step& step, const Row& row) {
    const bool trouble = is_trouble(step.kind);
    const bool is_loop = !is_note(step.kind) && step.from == step.to;
    out_ += std::string("<g class=\"step ") + class_of(step.kind) + (trouble ? " trouble" : "") +
            (is_loop ? " loop" : "") + "\">";
    const std::string whole = label(step, std::string::npos / 2);
    if (row.lines.size() > 1 || row.lines[0] != whole) out_ += "<title>" + escaped(whole) + "</title>";
    if (is_note(step.kind))
      note(step, row);
    else if (is_loop)
      loop(step, row);
    else
      arrow(step, row);
    out_ += "</g>\n";
  }

  void note(const Step& step, const Row& row) {
    const int middle = row.left + row.width / 2;
    if (step.kind == Kind::folded) {
      out_ += words("label words", middle, row.top + row.height / 2 + 4, row.lines[0]);
      return;
    }
    out_ += rectangle("box", row.left, row.top + 6, row.width, row.height - 12, 4);
    int y = row.top + 6 + line_height + 1;
    for (const std::string& line : row.lines) {
      out_ += words("words", middle, y, line);
      y += line_height;
    }
  }

  void loop(const Step& step, const Row& row) {
    const int x = column(step.from);
    const int y = row.top + 10;
    out_ += "<path class=\"shaft\" d=\"M" + number(x) + " " + number(y) + "h30v20h-22\"/>";
    tip(x, y + 20, -1);
    out_ += words("label", x + 40, y + 14, row.lines[0]);
  }

  void arrow(const Step& step, const Row& row) {
    const int from = column(step.from);
    const int to = column(step.to);
    const int way = from < to ? 1 : -1;
    const int y = row.top + 26;
    const bool is_crossed = step.kind == Kind::lost || step.kind == Kind::refused || step.kind == Kind::reset;
    out_ += line("shaft", from, y, to - way * (is_crossed ? 14 : step.kind == Kind::eof ? 3 : 8), y);
    if (is_crossed)
      cross(to - way * 9, y);
    else if (step.kind == Kind::eof)
      out_ += line("shaft", to - way * 3, y - 6, to - way * 3, y + 6);
    else
      tip(to, y, way);
    out_ += words("label", (from + to) / 2, row.top + 17, row.lines[0]);
  }

  /// The head of an arrow whose point is at x, y.
  void tip(int x, int y, int way) {
    out_ +=
        "<path class=\"tip\" d=\"M" + number(x) + " " + number(y) + "l" + number(-10 * way) + " -5v10z\"/>";
  }

  void cross(int x, int y) {
    out_ +=
        "<path class=\"shaft cross\" d=\"M" + number(x - 5) + " " + number(y - 5) + "l10 10m0 -10l-10 10\"/>";
  }

  const Diagram& diagram_;
  Layout layout_;
  std::string out_;
};

}  // namespace

std::string to_svg(const Diagram& diagram) { return Drawing(diagram).draw(); }

}  // namespace parley::diagram
